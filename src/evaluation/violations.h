// How often a response-time target was missed.
//
// A window of 60 s violates where more than 5 % of its requests were slower than the target, failed
// or were refused. A window with fewer than 400 requests is merged with its neighbours: windows are
// joined from the start until 400 are together, and what is left at the end joins the last. Joined
// windows count as one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/time.h"

namespace evenkeel::evaluation {

inline constexpr Duration kWindow = 60s;

struct WindowCounts {  // of one window
  std::int64_t requests = 0;
  std::int64_t bad = 0;  // of them: slower than the target, failed or refused

  WindowCounts& operator+=(const WindowCounts& other);
  bool violates() const;
};

struct Violations {
  std::int64_t windows = 0;
  std::int64_t violated = 0;
  std::int64_t requests = 0;
  std::int64_t bad = 0;

  // Zero where there are none.
  double percentOfWindows() const;
  double percentOfRequests() const;
  Violations& operator+=(const Violations& other);
  friend bool operator==(const Violations&, const Violations&) = default;
};

struct JoinedWindow {
  std::size_t first = 0;  // of the windows that were joined
  WindowCounts counts;
};

// Windows in order of time, none left out.
std::vector<JoinedWindow> joined(std::span<const WindowCounts> windows);

Violations violationsOf(const JoinedWindow& window);
Violations violationsOf(std::span<const WindowCounts> windows);

}  // namespace evenkeel::evaluation
