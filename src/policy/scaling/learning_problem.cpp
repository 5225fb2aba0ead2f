#include "policy/scaling/learning_problem.h"

#include <algorithm>
#include <cmath>

namespace evenkeel::learning {

Problem::Problem(std::int32_t minReplicas, std::int32_t maxReplicas, double quantum,
                 const Weights& weights, ScaleOutCost scaleOut, double scaleInCost)
    : minReplicas_(minReplicas),
      maxReplicas_(maxReplicas),
      quantum_(quantum),
      levels_(static_cast<std::size_t>(std::ceil(1 / quantum - 1e-9)) + 1),
      rows_(static_cast<std::size_t>(maxReplicas - minReplicas) + 1),
      weights_(weights),
      scaleOut_(scaleOut),
      scaleInCost_(scaleInCost) {}

State Problem::state(std::int32_t replicas, double utilization) const {
  const double level = std::floor(std::clamp(utilization, 0.0, 1.0) / quantum_ + 1e-9);
  return {std::clamp(replicas, minReplicas_, maxReplicas_),
          std::min(static_cast<std::int32_t>(level), static_cast<std::int32_t>(levels_) - 1)};
}

double Problem::knownCost(std::int32_t replicas, Move move) const {
  const std::int32_t after = replicas + changeOf(move);
  double adaptation = 0;
  if (move == Move::In) adaptation = scaleInCost_;
  if (move == Move::Out)
    adaptation = scaleOut_ == ScaleOutCost::Inverse ? 1.0 / std::max(replicas, 1) : 1;
  return weights_.resources * after / maxReplicas_ + weights_.adaptation * adaptation;
}

Move cheapest(const Problem& problem, std::int32_t replicas, const Costs& costs) {
  Move best = Move::Hold;
  for (const Move move : {Move::In, Move::Out}) {
    if (problem.isPossible(replicas, move) &&
        costs[static_cast<std::size_t>(move)] < costs[static_cast<std::size_t>(best)]) {
      best = move;
    }
  }
  return best;
}

}  // namespace evenkeel::learning
