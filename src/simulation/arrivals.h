// What became of the requests that arrived at an application, by the window of their arrival: the
// same requests for every policy on the same draws, whenever they end.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "simulation/event_queue.h"

namespace evenkeel::simulation {

// Of one window. A request that has not ended and is not yet slower than the limit is not judged.
struct Arrivals {
  std::int64_t requests = 0;
  std::int64_t failed = 0;
  std::int64_t slow = 0;  // answered, slower than the limit
  std::int64_t unfinished = 0;
  std::int64_t overdue = 0;  // of the unfinished: older than the limit

  std::int64_t judged() const { return requests - (unfinished - overdue); }
  std::int64_t bad() const { return failed + slow + overdue; }
  Arrivals& operator+=(const Arrivals& other) {
    requests += other.requests;
    failed += other.failed;
    slow += other.slow;
    unfinished += other.unfinished;
    overdue += other.overdue;
    return *this;
  }
  friend bool operator==(const Arrivals&, const Arrivals&) = default;
};

class ArrivalWindows {
 public:
  // kNever: no request is slow.
  explicit ArrivalWindows(Nanoseconds limit) : limit_(limit) {}

  // A window ends and the next one begins at `begin`, which is later than every arrival so far.
  void cut(Nanoseconds begin) {
    begins_.push_back(begin);
    counts_.emplace_back();
  }

  void arrived(Nanoseconds now) {
    Arrivals& window = counts_[windowOf(now)];
    ++window.requests;
    ++window.unfinished;
  }
  void ended(Nanoseconds arrival, Nanoseconds now, bool failed) {
    Arrivals& window = counts_[windowOf(arrival)];
    --window.unfinished;
    if (failed) {
      ++window.failed;
    } else if (now - arrival > limit_) {
      ++window.slow;
    }
  }

  // So many at once, which have ended: `failed` of them failed, `slow` of the others were slow.
  void counted(Nanoseconds now, std::int64_t requests, std::int64_t failed, std::int64_t slow) {
    Arrivals& window = counts_[windowOf(now)];
    window.requests += requests;
    window.failed += failed;
    window.slow += slow;
  }

  // The first window from `from` on some of whose requests have not ended, or the last.
  std::size_t firstOpen(std::size_t from) const {
    while (from + 1 < counts_.size() && counts_[from].unfinished == 0) ++from;
    return from;
  }

  // The windows from `from` on; `unfinished`: when the requests arrived that have not ended, none
  // in an earlier window.
  std::vector<Arrivals> at(Nanoseconds now, std::span<const Nanoseconds> unfinished,
                           std::size_t from = 0) const {
    std::vector<Arrivals> windows(counts_.begin() + static_cast<std::ptrdiff_t>(from),
                                  counts_.end());
    for (const Nanoseconds arrival : unfinished) {
      if (now - arrival > limit_) ++windows[windowOf(arrival) - from].overdue;
    }
    return windows;
  }

 private:
  std::size_t windowOf(Nanoseconds arrival) const {
    // Nearly always one of the last: the recorder cuts one window ahead.
    for (std::size_t i = begins_.size(), tries = 3; i > 0 && tries > 0; --tries) {
      if (begins_[--i] <= arrival) return i;
    }
    const auto after = std::upper_bound(begins_.begin(), begins_.end(), arrival);
    return after == begins_.begin() ? 0 : static_cast<std::size_t>(after - begins_.begin()) - 1;
  }

  Nanoseconds limit_;
  std::vector<Nanoseconds> begins_{0};
  std::vector<Arrivals> counts_{1};
};

}  // namespace evenkeel::simulation
