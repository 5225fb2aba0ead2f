#include <algorithm>
#include <cmath>
#include <tuple>

#include "view/advice.h"
#include "view/requests_cost.h"

namespace evenkeel::view {
namespace {

constexpr double kWorthWhile = 0.1;  // of a size, as the VerticalPodAutoscaler's updater has it

bool differs(double now, double then) {
  return std::abs(then - now) >= kWorthWhile * std::max(now, 1e-9);
}

int groupOf(const Advice& one) {
  if (isChanged(one)) return 0;
  return one.wanted || one.policy.empty() ? 2 : 1;
}

}  // namespace

PodSize Advice::VerticalAutoscaler::target() const {
  PodSize sum;
  for (const Container& container : containers) {
    sum.cores += container.target.cores;
    sum.bytes += container.target.bytes;
  }
  return sum;
}

std::int32_t changeOf(const Advice& advice) {
  const auto wanted = advice.later ? advice.later : advice.wanted;
  return wanted ? *wanted - advice.replicas : 0;
}

PodSize requestsChange(const Advice& advice) {
  const PodSize now{advice.podCores, advice.podBytes};
  const PodSize then = advice.sizing && advice.sizing->isSure() ? *advice.sizing->pod : now;
  const double before = advice.replicas;
  const double after = before + changeOf(advice);
  return {after * then.cores - before * now.cores, after * then.bytes - before * now.bytes};
}

double costChange(const Advice& advice, const Prices& prices) {
  const PodSize change = requestsChange(advice);
  return requestsCost(change.cores, change.bytes / kGib, prices);
}

bool isChanged(const Advice& advice) {
  if (changeOf(advice) != 0) return true;
  if (!advice.sizing || !advice.sizing->isSure() || advice.replicas == 0) return false;
  return differs(advice.podCores, advice.sizing->pod->cores) ||
         differs(advice.podBytes, advice.sizing->pod->bytes);
}

Advice timeless(Advice advice) {
  if (advice.figures) advice.figures->lasting = 0;
  if (advice.sizing) advice.sizing->known = advice.sizing->isSure() ? advice.sizing->enough : 0;
  return advice;
}

void sortByWeight(std::vector<Advice>& advice, const std::optional<Prices>& prices) {
  const auto key = [&](const Advice& one) {
    const double weight = std::abs(costChange(one, prices.value_or(kUsualPrices)));
    return std::tuple(groupOf(one), -weight, -std::abs(changeOf(one)), one.space, one.name,
                      one.kind);
  };
  std::sort(advice.begin(), advice.end(),
            [&](const Advice& a, const Advice& b) { return key(a) < key(b); });
}

}  // namespace evenkeel::view
