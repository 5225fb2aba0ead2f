#include "kubernetes/cluster_world.h"

#include <utility>

#include "io/percent.h"
#include "kubernetes/observed_scale.h"
#include "kubernetes/observing.h"
#include "kubernetes/watch_cache.h"

namespace evenkeel::kubernetes {
namespace {

std::string pathOf(const std::string& group, const std::string& space, const std::string& kinds) {
  const std::string base = group.find('/') == std::string::npos ? "/api/" : "/apis/";
  return base + group + (space.empty() ? "/" : "/namespaces/" + io::percentEncoded(space) + '/') +
         kinds;
}

template <const char* Kind>
Result<Workload> readAs(std::string_view text) {
  return readWorkload(text, Kind);
}

constexpr char kDeployment[] = "Deployment";
constexpr char kStatefulSet[] = "StatefulSet";
constexpr char kReplicaSet[] = "ReplicaSet";

}  // namespace

struct ClusterWorld::Parts {
  Parts(io::EventLoop& on, ApiClient& by, RandomStream chance, std::string of)
      : space(std::move(of)),
        timeline(on.timeline()),
        inventory(timeline),
        scale(inventory, timeline),
        metrics(timeline, by, inventory, space),
        deployments(on, by, chance, {pathOf("apps/v1", space, "deployments"), {}},
                    readAs<kDeployment>, handler<Workload>()),
        statefulSets(on, by, chance, {pathOf("apps/v1", space, "statefulsets"), {}},
                     readAs<kStatefulSet>, handler<Workload>()),
        replicaSets(on, by, chance, {pathOf("apps/v1", space, "replicasets"), {}},
                    readAs<kReplicaSet>, handler<Workload>()),
        autoscalers(on, by, chance,
                    {pathOf("autoscaling/v2", space, "horizontalpodautoscalers"), {}},
                    readAutoscaler, handler<Autoscaler>()),
        pods(on, by, chance, {pathOf("v1", space, "pods"), {}}, readPod, handler<Pod>()) {}

  template <class T>
  WatchHandler<T> handler() {
    return {[this](const T& object) { inventory.observe(object); },
            [this](const T& object) { inventory.remove(object); },
            [this] {
              if (isComplete()) inventory.synced();
            }};
  }

  bool isComplete() const {
    return deployments.isComplete() && statefulSets.isComplete() && replicaSets.isComplete() &&
           autoscalers.isComplete() && pods.isComplete();
  }

  std::string space;
  Timeline& timeline;
  ClusterInventory inventory;
  ObservedScale scale;
  ResourceMetrics metrics;
  Observing authority;
  WatchCache<Workload> deployments;
  WatchCache<Workload> statefulSets;
  WatchCache<Workload> replicaSets;
  WatchCache<Autoscaler> autoscalers;
  WatchCache<Pod> pods;
};

ClusterWorld::ClusterWorld(io::EventLoop& loop, ApiClient& client, RandomStream random,
                           std::string space)
    : parts_(std::make_unique<Parts>(loop, client, random, std::move(space))) {}

ClusterWorld::~ClusterWorld() = default;

World ClusterWorld::world() {
  return {
      parts_->timeline, parts_->inventory, {&parts_->metrics}, {&parts_->scale}, parts_->authority};
}

const ClusterInventory& ClusterWorld::inventory() const {
  return parts_->inventory;
}

bool ClusterWorld::isComplete() const {
  return parts_->isComplete();
}

bool ClusterWorld::isBlind() const {
  return !parts_->deployments.failure().empty() && !parts_->statefulSets.failure().empty() &&
         !parts_->replicaSets.failure().empty() && !parts_->autoscalers.failure().empty() &&
         !parts_->pods.failure().empty();
}

std::vector<ClusterWorld::Gap> ClusterWorld::gaps() const {
  std::vector<Gap> gaps;
  const auto tell = [&](std::string_view what, const std::string& why) {
    if (!why.empty()) gaps.push_back({std::string(what), why});
  };
  tell("deployments", parts_->deployments.failure());
  tell("statefulsets", parts_->statefulSets.failure());
  tell("replicasets", parts_->replicaSets.failure());
  tell("horizontalpodautoscalers", parts_->autoscalers.failure());
  tell("pods", parts_->pods.failure());
  tell(parts_->metrics.name(), parts_->metrics.failure());
  return gaps;
}

}  // namespace evenkeel::kubernetes
