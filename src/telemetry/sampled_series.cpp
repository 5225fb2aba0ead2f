#include "telemetry/sampled_series.h"

namespace evenkeel::telemetry {

std::string_view SampledSeries::label(std::string_view name) const {
  for (const auto& [known, value] : labels) {
    if (known == name) return value;
  }
  return {};
}

}  // namespace evenkeel::telemetry
