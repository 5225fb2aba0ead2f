#include "workload/arrival_process.h"

#include <utility>

namespace evenkeel {

ArrivalProcess::ArrivalProcess(Intensity intensity, double noise, std::uint64_t seed,
                               std::string_view entity)
    : rates_(std::move(intensity), noise, seed, entity), random_(seed, entity, "arrivals") {}

bool ArrivalProcess::enterNextPiece() {
  offset_ = 0;
  length_ = 0;
  if (!rates_.next()) return false;
  length_ = static_cast<double>((rates_.end() - rates_.begin()).count());
  rate_ = rates_.rate() * 1e-9;
  meanGap_ = 1 / rate_;  // infinite where nothing arrives
  return true;
}

}  // namespace evenkeel
