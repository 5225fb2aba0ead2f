// How often a response-time target was missed.
//
// A request belongs to the window of 60 s in which it arrived. A window violates where more than 5
// % of its requests were slower than the target, failed or were refused. A request that has not
// ended counts as slow once it is older than the target; while it is younger it is left out. The
// target is the application's responseTarget (model/target.h); without one only failures count.
//
// A window with fewer than 400 requests, or shorter than 60 s (the last of a run), is merged with
// its neighbours: windows are joined from the start until 400 requests and a whole window are
// together, and what is left at the end joins the last. Joined windows count as one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/time.h"

namespace evenkeel::evaluation {

inline constexpr Duration kWindow = 60s;
inline constexpr std::int64_t kLeastRequests = 400;  // fewer: joined with its neighbours

struct WindowCounts {  // of one window
  std::int64_t requests = 0;
  std::int64_t bad = 0;  // of them: slower than the target, failed or refused
  bool whole = true;     // not cut short

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
  std::size_t first = 0;             // of the windows that were joined
  WindowCounts counts{0, 0, false};  // whole: one of them was
};

// Windows in order of time, none left out.
std::vector<JoinedWindow> joined(std::span<const WindowCounts> windows);

Violations violationsOf(const JoinedWindow& window);
Violations violationsOf(std::span<const WindowCounts> windows);

}  // namespace evenkeel::evaluation
