#include "model/target.h"

namespace evenkeel {
namespace {

bool boundsFromAbove(const Target& target) {
  return target.relation == Relation::LowerOrEqual || target.relation == Relation::LowerThan;
}

bool ofTheTail(const Target& target) {
  return target.statistic >= Statistic::P95;
}

}  // namespace

const Target* responseTarget(std::span<const Target> targets) {
  const Target* chosen = nullptr;
  for (const Target& target : targets) {
    if (target.metric != TargetMetric::ResponseTime || !boundsFromAbove(target)) continue;
    if (chosen == nullptr || ofTheTail(target) > ofTheTail(*chosen) ||
        (ofTheTail(target) == ofTheTail(*chosen) && target.value < chosen->value)) {
      chosen = &target;
    }
  }
  return chosen;
}

}  // namespace evenkeel
