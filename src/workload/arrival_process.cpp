#include "workload/arrival_process.h"

#include <cmath>
#include <utility>

namespace evenkeel {

ArrivalProcess::ArrivalProcess(Intensity intensity, double noise, std::uint64_t seed,
                               std::string_view entity)
    : intensity_(std::move(intensity)),
      random_(seed, entity, "arrivals"),
      noiseRandom_(seed, entity, "arrival-noise"),
      logDeviation_(std::sqrt(std::log1p(noise * noise))) {
  if (logDeviation_ > 0) {
    logFactor_ = noiseRandom_.normal(0, logDeviation_);
    factorEnd_ = Instant{};
  }
}

bool ArrivalProcess::enterNextPiece() {
  const auto& segments = intensity_.segments();
  begin_ = end_;
  offset_ = 0;
  length_ = 0;
  while (segment_ < segments.size() && segments[segment_].end <= begin_) ++segment_;
  if (segment_ == segments.size()) return false;
  if (begin_ >= factorEnd_) drawFactor();
  const auto& segment = segments[segment_];
  end_ = std::min(segment.end, factorEnd_);
  length_ = static_cast<double>((end_ - begin_).count());
  rate_ = segment.rate * factor_ * 1e-9;
  meanGap_ = 1 / rate_;  // infinite where nothing arrives
  return true;
}

void ArrivalProcess::drawFactor() {
  if (factorEnd_ > Instant{}) {
    const double shock = std::sqrt(1 - kNoiseCorrelation * kNoiseCorrelation);
    logFactor_ = kNoiseCorrelation * logFactor_ + noiseRandom_.normal(0, shock * logDeviation_);
  }
  factor_ = std::exp(logFactor_ - logDeviation_ * logDeviation_ / 2);
  factorEnd_ += kNoiseInterval;
}

}  // namespace evenkeel
