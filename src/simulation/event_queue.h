// The clock and the agenda of one simulated run: timers, ordered by (time, order of arming).
//
// A timer is made once, with a kind and a subject (plain numbers for the owner's switch), and
// armed, re-armed and disarmed as often as needed: each is one move in an indexed 4-ary heap, so
// nothing stale is ever left behind and the cost of an event depends on the number of armed timers
// alone. A timer that is re-armed while it fires takes one downward move instead of a removal and
// an insertion. Time is int64 nanoseconds and never goes back. Many events of the same constant
// delay belong into a DelayLine. One thread.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <limits>
#include <vector>

namespace evenkeel::simulation {

using Nanoseconds = std::int64_t;
inline constexpr Nanoseconds kNever = std::numeric_limits<Nanoseconds>::max();

using Timer = std::uint32_t;
inline constexpr Timer kNoTimer = std::numeric_limits<Timer>::max();

struct Fired {
  std::uint32_t kind = 0;
  std::uint32_t subject = 0;
};

class EventQueue {
 public:
  Nanoseconds now() const { return now_; }

  // At most 2^24 timers at once.
  Timer make(std::uint32_t kind, std::uint32_t subject) {
    Timer timer;
    if (!unused_.empty()) {
      timer = unused_.back();
      unused_.pop_back();
    } else {
      timer = static_cast<Timer>(timers_.size());
      assert(timer < (Timer{1} << kTimerBits));
      timers_.emplace_back();
    }
    timers_[timer] = {kind, subject, kIdle};
    return timer;
  }

  void destroy(Timer timer) {
    disarm(timer);
    unused_.push_back(timer);
  }

  bool armed(Timer timer) const {
    const std::uint32_t at = timers_[timer].position;
    return at != kIdle && !(firing_ && at == 0);
  }

  // kNever: it is not armed.
  Nanoseconds due(Timer timer) const {
    return armed(timer) ? static_cast<Nanoseconds>(heap_[timers_[timer].position].time) : kNever;
  }

  // Moves it where it is armed already. A time that has passed is now.
  void arm(Timer timer, Nanoseconds when) {
    if (when < now_) when = now_;
    // After 2^40 armings the order among simultaneous events wraps; it stays deterministic.
    const Entry entry{static_cast<std::uint64_t>(when), (order_++ << kTimerBits) | timer};
    const std::uint32_t at = timers_[timer].position;
    if (at == kIdle) {
      heap_.push_back(entry);
      siftUp(static_cast<std::uint32_t>(heap_.size() - 1), entry);
    } else if (at == 0) {
      firing_ = false;
      siftDown(0, entry);
    } else if (before(entry, heap_[at])) {
      siftUp(at, entry);
    } else {
      siftDown(at, entry);
    }
  }

  void disarm(Timer timer) {
    const std::uint32_t at = timers_[timer].position;
    if (at == kIdle) return;
    if (at == 0) firing_ = false;
    removeAt(at);
  }

  // The next event not later than `end`: moves the clock to it. False: none, the clock stands at
  // `end`.
  bool next(Nanoseconds end, Fired& fired) {
    if (firing_) {
      firing_ = false;
      removeAt(0);
    }
    if (heap_.empty() || heap_[0].time > static_cast<std::uint64_t>(end)) {
      if (end > now_) now_ = end;
      return false;
    }
    now_ = static_cast<Nanoseconds>(heap_[0].time);
    const State& state = timers_[heap_[0].order & kTimerMask];
    fired = {state.kind, state.subject};
    firing_ = true;
    ++fired_;
    return true;
  }

  // Of the event that next() gives next; kNever: there is none.
  Nanoseconds nextDue() const {
    if (!firing_) return heap_.empty() ? kNever : static_cast<Nanoseconds>(heap_[0].time);
    Nanoseconds least = kNever;  // heap_[0] has fired: one of those below it
    for (std::size_t i = 1; i <= kArity && i < heap_.size(); ++i)
      least = std::min(least, static_cast<Nanoseconds>(heap_[i].time));
    return least;
  }

  std::uint64_t firedCount() const { return fired_; }
  std::size_t armedCount() const { return heap_.size() - (firing_ ? 1 : 0); }

 private:
  static constexpr unsigned kTimerBits = 24;
  static constexpr std::uint64_t kTimerMask = (std::uint64_t{1} << kTimerBits) - 1;
  static constexpr std::uint32_t kIdle = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::uint32_t kArity = 4;

  struct Entry {
    std::uint64_t time;
    std::uint64_t order;  // of arming, and the timer in the low bits
  };
  struct State {
    std::uint32_t kind = 0;
    std::uint32_t subject = 0;
    std::uint32_t position = kIdle;  // in the heap
  };

  static bool before(const Entry& a, const Entry& b) {
    __extension__ using Wide = unsigned __int128;
    return ((Wide{a.time} << 64) | a.order) < ((Wide{b.time} << 64) | b.order);
  }

  void place(std::uint32_t at, const Entry& entry) {
    heap_[at] = entry;
    timers_[entry.order & kTimerMask].position = at;
  }

  void siftUp(std::uint32_t at, Entry entry) {
    while (at > 0) {
      const std::uint32_t parent = (at - 1) / kArity;
      if (!before(entry, heap_[parent])) break;
      place(at, heap_[parent]);
      at = parent;
    }
    place(at, entry);
  }

  void siftDown(std::uint32_t at, Entry entry) {
    const auto size = static_cast<std::uint32_t>(heap_.size());
    for (;;) {
      const std::uint32_t first = at * kArity + 1;
      if (first >= size) break;
      const std::uint32_t last = first + kArity < size ? first + kArity : size;
      std::uint32_t least = first;
      for (std::uint32_t child = first + 1; child < last; ++child) {
        if (before(heap_[child], heap_[least])) least = child;
      }
      if (!before(heap_[least], entry)) break;
      place(at, heap_[least]);
      at = least;
    }
    place(at, entry);
  }

  void removeAt(std::uint32_t at) {
    timers_[heap_[at].order & kTimerMask].position = kIdle;
    const Entry last = heap_.back();
    heap_.pop_back();
    if (at == heap_.size()) return;
    if (at > 0 && before(last, heap_[(at - 1) / kArity])) {
      siftUp(at, last);
    } else {
      siftDown(at, last);
    }
  }

  Nanoseconds now_ = 0;
  bool firing_ = false;  // heap_[0] is the timer that fired last and has not been re-armed
  std::uint64_t order_ = 0;
  std::uint64_t fired_ = 0;
  std::vector<Entry> heap_;
  std::vector<State> timers_;
  std::vector<Timer> unused_;
};

}  // namespace evenkeel::simulation
