#include "kubernetes/surroundings.h"

namespace evenkeel::kubernetes {

void Surroundings::observe(const ScaledObject& scaled) {
  scaled_.put(
      targetKey(scaled.meta.space, scaled.targetApiVersion, scaled.targetKind, scaled.targetName),
      scaled);
}

void Surroundings::observe(const DisruptionBudget& budget) {
  budgets_[budget.meta.space].insert_or_assign(budget.meta.uid, budget);
}

void Surroundings::observe(const NodeObject& node) {
  nodes_.insert_or_assign(node.meta.name, node);
}

void Surroundings::removeBudget(const std::string& uid) {
  for (auto& [space, budgets] : budgets_) budgets.erase(uid);
  std::erase_if(budgets_, [](const auto& space) { return space.second.empty(); });
}

void Surroundings::removeNode(const std::string& uid) {
  std::erase_if(nodes_, [&](const auto& node) { return node.second.meta.uid == uid; });
}

const ScaledObject* Surroundings::scaledObject(const Workload& workload) const {
  return scaled_.find(
      targetKey(workload.meta.space, workload.apiVersion, workload.kind, workload.meta.name));
}

std::vector<const DisruptionBudget*> Surroundings::budgets(
    const std::string& space, const std::map<std::string, std::string>& labels) const {
  std::vector<const DisruptionBudget*> found;
  const auto there = budgets_.find(space);
  if (there == budgets_.end()) return found;
  for (const auto& [uid, budget] : there->second) {
    if (budget.selector && matches(*budget.selector, labels)) found.push_back(&budget);
  }
  return found;
}

}  // namespace evenkeel::kubernetes
