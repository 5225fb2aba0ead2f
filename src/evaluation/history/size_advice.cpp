#include "evaluation/history/size_advice.h"

namespace evenkeel::evaluation {
namespace {

void add(vpa::Amounts& sum, const vpa::Amounts& amounts) {
  sum.cpu += amounts.cpu;
  sum.memory += amounts.memory;
}

}  // namespace

SizeAdvice adviseSize(const UsageHistory& history) {
  SizeAdvice advice;
  const auto& containers = history.containers();
  for (const auto& [name, usage] : containers) {
    const vpa::Recommendation one = vpa::recommend(usage, {}, containers.size());
    advice.containers.emplace(name, one);
    add(advice.pod.lower, one.lower);
    add(advice.pod.target, one.target);
    add(advice.pod.upper, one.upper);
    advice.cpu = advice.cpu || !usage.cpu.empty();
    advice.memory = advice.memory || !usage.memory.empty();
  }
  return advice;
}

}  // namespace evenkeel::evaluation
