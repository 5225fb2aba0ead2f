#include "workload/rate_process.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace evenkeel {

RateProcess::RateProcess(Intensity intensity, double noise, std::uint64_t seed,
                         std::string_view entity)
    : intensity_(std::move(intensity)),
      random_(seed, entity, "arrival-noise"),
      logDeviation_(std::sqrt(std::log1p(noise * noise))) {
  if (logDeviation_ > 0) {
    logFactor_ = random_.normal(0, logDeviation_);
    factorEnd_ = Instant{};
  }
}

bool RateProcess::next() {
  const auto& segments = intensity_.segments();
  begin_ = end_;
  while (segment_ < segments.size() && segments[segment_].end <= begin_) ++segment_;
  if (segment_ == segments.size()) return false;
  if (begin_ >= factorEnd_) drawFactor();
  end_ = std::min(segments[segment_].end, factorEnd_);
  rate_ = segments[segment_].rate * factor_;
  return true;
}

void RateProcess::drawFactor() {
  if (factorEnd_ > Instant{}) {
    const double shock = std::sqrt(1 - kNoiseCorrelation * kNoiseCorrelation);
    logFactor_ = kNoiseCorrelation * logFactor_ + random_.normal(0, shock * logDeviation_);
  }
  factor_ = std::exp(logFactor_ - logDeviation_ * logDeviation_ / 2);
  factorEnd_ += kNoiseInterval;
}

}  // namespace evenkeel
