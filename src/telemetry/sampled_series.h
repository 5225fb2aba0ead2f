// What a Prometheus has of one series: its labels and its values over time.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace evenkeel::telemetry {

struct SamplePoint {
  double time = 0;   // seconds since 1970-01-01T00:00:00Z
  double value = 0;  // finite
  friend bool operator==(const SamplePoint&, const SamplePoint&) = default;
};

struct SampledSeries {
  std::vector<std::pair<std::string, std::string>> labels;  // in the order in which they came
  std::vector<SamplePoint> points;                          // likewise: of rising time

  // Empty: it has none of that name, which in Prometheus is the same.
  std::string_view label(std::string_view name) const;
};

}  // namespace evenkeel::telemetry
