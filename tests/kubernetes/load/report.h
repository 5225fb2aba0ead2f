// What came of requests: figures for each interval of the load, by the time at which a request was
// due, and for all of it. A value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/histogram.h"
#include "base/time.h"

namespace evenkeel::load {

enum class Outcome : std::uint8_t { Answered, Refused, Broken, Status, TimedOut, NoTarget };

class Report {
 public:
  explicit Report(Duration interval) : interval_(interval) {}

  // A response time runs from the time at which the request was due, sent late or not: a slow
  // server cannot slow its measurement down (no coordinated omission).
  void record(Instant due, Outcome outcome, Duration responseTime);
  // By how much the generator itself was late.
  void sentLate(Instant due, Duration lateness);

  // CSV with a header, a line for each interval.
  std::string intervals() const;
  // One JSON object over all of it.
  std::string summary() const;

 private:
  struct Figures {
    Histogram times;  // of those answered
    std::uint64_t failed = 0;
    Duration late{};
  };
  Figures& at(Instant due);

  Duration interval_;
  std::vector<Figures> figures_;
  std::uint64_t outcomes_[6] = {};
};

}  // namespace evenkeel::load
