// Many events of one constant delay: they fall due in the order in which they were put in, so a
// ring does what a heap would do for all of them with a single timer.
//
// Meant for time-outs, which are nearly always cancelled: cancelling marks the entry, and entries
// cancelled at the front leave at once. What is left behind an uncancelled entry stays for one
// delay at most. The timer may fire early (its entry was cancelled); pop() then gives nothing and
// rearm() moves it on.
#pragma once

#include <cstddef>
#include <vector>

#include "simulation/event_queue.h"

namespace evenkeel::simulation {

class DelayLine {
 public:
  using Ticket = std::uint64_t;

  DelayLine(Nanoseconds delay, EventQueue& queue, std::uint32_t kind, std::uint32_t subject)
      : delay_(delay), timer_(queue.make(kind, subject)), ring_(16) {}

  Nanoseconds delay() const { return delay_; }

  Ticket push(EventQueue& queue, std::uint32_t value) {
    if (tail_ - head_ == ring_.size()) grow();
    const Nanoseconds now = queue.now();
    const Nanoseconds due = delay_ < kNever - now ? now + delay_ : kNever;
    ring_[tail_ & (ring_.size() - 1)] = {due, value};
    if (!queue.armed(timer_)) queue.arm(timer_, due);
    return tail_++;
  }

  // The entry must not have been popped.
  void cancel(Ticket ticket) {
    ring_[ticket & (ring_.size() - 1)].value = kCancelled;
    if (ticket == head_) dropCancelled();
  }

  // The next entry that is due; false: none is.
  bool pop(Nanoseconds now, std::uint32_t& value) {
    if (head_ == tail_) return false;
    const Entry& entry = ring_[head_ & (ring_.size() - 1)];
    if (entry.due > now) return false;
    value = entry.value;
    ++head_;
    dropCancelled();
    return true;
  }

  // After the timer has fired and everything due has been popped.
  void rearm(EventQueue& queue) {
    if (head_ != tail_) queue.arm(timer_, ring_[head_ & (ring_.size() - 1)].due);
  }

  std::size_t size() const { return static_cast<std::size_t>(tail_ - head_); }

 private:
  static constexpr std::uint32_t kCancelled = 0xffffffffu;
  struct Entry {
    Nanoseconds due = 0;
    std::uint32_t value = kCancelled;
  };

  void dropCancelled() {
    while (head_ != tail_ && ring_[head_ & (ring_.size() - 1)].value == kCancelled) ++head_;
  }

  void grow() {
    std::vector<Entry> larger(ring_.size() * 2);
    for (Ticket t = head_; t != tail_; ++t) {
      larger[t & (larger.size() - 1)] = ring_[t & (ring_.size() - 1)];
    }
    ring_.swap(larger);
  }

  Nanoseconds delay_;
  Timer timer_;
  std::vector<Entry> ring_;  // a power of two; entries are at their ticket modulo the size
  Ticket head_ = 0;          // never a cancelled entry
  Ticket tail_ = 0;
};

}  // namespace evenkeel::simulation
