// The only source of time for code inside the loop (DESIGN decision 1 and §2).
//
// A timeline belongs to one logical thread: every call and every callback happens on it. Callbacks
// at the same instant run in the order in which they were asked for. A callback may call at() and
// cancel(). `now` never goes back; `wall` may jump either way.
#pragma once

#include <cstdint>
#include <functional>

#include "base/time.h"

namespace evenkeel {

struct TimerId {
  std::uint64_t value = 0;  // zero: no timer
  friend bool operator==(TimerId, TimerId) = default;
};

class Timeline {
 public:
  virtual ~Timeline() = default;
  virtual Instant now() const = 0;
  virtual WallTime wall() const = 0;
  // Runs `callback` once, at `when` or at once (never inside this call) if `when` has passed.
  virtual TimerId at(Instant when, std::function<void()> callback) = 0;
  // False: it has run already, or there is no such timer.
  virtual bool cancel(TimerId timer) = 0;
};

}  // namespace evenkeel
