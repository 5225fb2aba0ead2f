// A Kubernetes cluster as a world, to be observed: its workloads, pods and autoscalers over watch
// caches, what else autoscalers scale by its /scale, the metrics APIs as sources, a mechanism and
// an authority that let nothing be done. VerticalPodAutoscalers and KEDA's ScaledObjects where they
// are served, disruption budgets, and nodes where all namespaces are looked at.
//
// What cannot be seen (no rights, no such API, an object that cannot be read) is kept to be told;
// the rest goes on. On the thread of the loop.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "io/event_loop.h"
#include "kubernetes/api_client.h"
#include "kubernetes/cluster_inventory.h"
#include "kubernetes/node_room.h"
#include "kubernetes/rights.h"
#include "kubernetes/surroundings.h"
#include "world/world.h"

namespace evenkeel::kubernetes {

// What it looks at in every cluster, of one namespace or (empty) of all; in that case nodes too.
std::vector<Right> rightsToObserve(const std::string& space);

class ClusterWorld {
 public:
  // Loop and client outlive it. `space`: one namespace; empty: all of them. `others`, `guardrails`:
  // as ClusterInventory has them.
  ClusterWorld(io::EventLoop& loop, ApiClient& client, RandomStream random, std::string space,
               std::vector<std::string> others = {},
               GuardrailProfile guardrails = GuardrailProfile::Standard);
  ~ClusterWorld();
  ClusterWorld(const ClusterWorld&) = delete;
  ClusterWorld& operator=(const ClusterWorld&) = delete;

  World world();
  const ClusterInventory& inventory() const;
  const Surroundings& surroundings() const;
  // What is free on nodes; empty where that is not known.
  std::vector<NodeRoom> room() const;
  // Everything that there is has been listed, or cannot be.
  bool isComplete() const;
  // And what autoscalers scale beside it has been asked for, and what else bears on it.
  bool isSettled() const;
  // Each question for metrics has been answered once, with figures or a failure.
  bool isMeasured() const;
  // What cannot be seen at the moment and bears on every workload; empty: there is no such kind.
  std::string unseenOfAll() const;
  // What cannot be seen at the moment and bears on a workload, so that what is known of it may be
  // old ("pods"); empty: it is what there is now.
  std::string unseenOf(const Workload& workload) const;
  // Nothing can be listed at the moment.
  bool isBlind() const;
  // And waiting will not help: the server does not just lack room.
  bool isLost() const;

  struct Gap {
    std::string what;  // "horizontalpodautoscalers", "metrics.k8s.io"
    std::string why;
  };
  // What is not known at the moment.
  std::vector<Gap> gaps() const;
  // Why metrics that its autoscaler names cannot be had, by component.
  std::map<AssetId, std::string> metricFailures() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace evenkeel::kubernetes
