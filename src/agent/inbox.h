// The loop's only door: a bounded queue of typed, numbered events (DESIGN §2).
//
// Numbers rise by one in order of arrival. When it is full, samples and source failures are refused
// (the next scrape brings newer ones); everything else is always taken, since losing an outcome or
// a grant would be unsafe: those are bounded by the actions open and the objects that exist. At
// most one WakeUp waits at a time. Belongs to its timeline's thread.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

#include "base/timeline.h"
#include "model/event.h"

namespace evenkeel {

class Inbox final : public EventSink {
 public:
  // `onFirst` is called when an event arrives while none waits; it must not take events itself.
  Inbox(const Timeline& timeline, std::size_t capacity, std::function<void()> onFirst)
      : timeline_(timeline), capacity_(capacity), onFirst_(std::move(onFirst)) {}

  bool post(EventBody body) override;
  // The next event, stamped with the time at which it is taken.
  std::optional<Event> take();

  std::size_t size() const { return waiting_.size(); }
  std::uint64_t refused() const { return refused_; }

 private:
  struct Waiting {
    std::uint64_t number;
    EventBody body;
  };
  const Timeline& timeline_;
  std::size_t capacity_;
  std::function<void()> onFirst_;
  std::deque<Waiting> waiting_;
  std::uint64_t lastNumber_ = 0;
  std::uint64_t refused_ = 0;
  bool wakeUpWaits_ = false;
};

}  // namespace evenkeel
