// What bears on advice about workloads without being decided on: KEDA's objects, disruption
// budgets, nodes and what is free on them. On the thread of the loop.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "kubernetes/disruption_budget.h"
#include "kubernetes/node.h"
#include "kubernetes/pod.h"
#include "kubernetes/scaled_object.h"
#include "kubernetes/targeted.h"
#include "kubernetes/workload.h"

namespace evenkeel::kubernetes {

class Surroundings {
 public:
  void observe(const ScaledObject& scaled);
  void observe(const DisruptionBudget& budget);
  void observe(const NodeObject& node);
  // By uid.
  void removeScaledObject(const std::string& uid) { scaled_.remove(uid); }
  void removeBudget(const std::string& uid);
  void removeNode(const std::string& uid);

  // Null: KEDA does not scale it.
  const ScaledObject* scaledObject(const Workload& workload) const;
  // Those that a pod with these labels counts for.
  std::vector<const DisruptionBudget*> budgets(
      const std::string& space, const std::map<std::string, std::string>& labels) const;
  const std::map<std::string, NodeObject>& nodes() const { return nodes_; }

 private:
  Targeted<ScaledObject> scaled_;
  std::map<std::string, std::map<std::string, DisruptionBudget>> budgets_;  // by space, by uid
  std::map<std::string, NodeObject> nodes_;                                 // by name
};

}  // namespace evenkeel::kubernetes
