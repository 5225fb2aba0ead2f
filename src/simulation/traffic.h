// What is measured of the requests to a component, or of those from outside to an application, as
// their caller sees them: network both ways included.
//
// Counts are totals since the start; `recent` holds the response times of the successful requests
// since its last collection.
#pragma once

#include <array>

#include "base/histogram.h"
#include "simulation/event_queue.h"
#include "simulation/request.h"

namespace evenkeel::simulation {

struct Traffic {
  std::int64_t issued = 0;
  std::int64_t completed = 0;
  std::array<std::int64_t, kFailureKinds> failed{};  // by Failure
  Nanoseconds responseSum = 0;                       // of the completed
  Histogram recent;

  std::int64_t inFlight = 0;
  // Request-nanoseconds, modulo 2^64 (which a sum over long runs may pass).
  std::uint64_t area = 0;            // integral of inFlight
  std::uint64_t sojournSum = 0;      // of all that have ended
  std::uint64_t issuedInFlight = 0;  // sum of the issue times of those in flight
  Nanoseconds changed = 0;

  void enter(Nanoseconds now) {
    settle(now);
    ++inFlight;
    ++issued;
    issuedInFlight += static_cast<std::uint64_t>(now);
  }

  void leave(Nanoseconds now, Nanoseconds since, Failure failure) {
    settle(now);
    --inFlight;
    issuedInFlight -= static_cast<std::uint64_t>(since);
    const Nanoseconds sojourn = now - since;
    sojournSum += static_cast<std::uint64_t>(sojourn);
    if (failure != Failure::None) {
      ++failed[static_cast<std::size_t>(failure)];
      return;
    }
    ++completed;
    responseSum += sojourn;
    recent.record(Duration(sojourn));
  }

  std::int64_t failures() const {
    std::int64_t sum = 0;
    for (const std::int64_t n : failed) sum += n;
    return sum;
  }

  // Little's law, exact over any run: the integral of the number in flight is the time spent by
  // those that have ended and by those still here. False: a request was lost or counted twice.
  bool obeysLittlesLaw(Nanoseconds now) {
    settle(now);
    const std::uint64_t present =
        static_cast<std::uint64_t>(inFlight) * static_cast<std::uint64_t>(now) - issuedInFlight;
    return issued == completed + failures() + inFlight && area == sojournSum + present;
  }

 private:
  void settle(Nanoseconds now) {
    area += static_cast<std::uint64_t>(inFlight) * static_cast<std::uint64_t>(now - changed);
    changed = now;
  }
};

}  // namespace evenkeel::simulation
