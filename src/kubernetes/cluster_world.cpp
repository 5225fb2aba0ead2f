#include "kubernetes/cluster_world.h"

#include <algorithm>
#include <array>
#include <utility>

#include "kubernetes/api_path.h"
#include "kubernetes/observed_scale.h"
#include "kubernetes/observing.h"
#include "kubernetes/scale_targets.h"
#include "kubernetes/watch_cache.h"

namespace evenkeel::kubernetes {
namespace {

struct ApiKind {
  std::string_view apiVersion;
  std::string_view resource;
};

constexpr ApiKind kDeployments{"apps/v1", "deployments"};
constexpr ApiKind kStatefulSets{"apps/v1", "statefulsets"};
constexpr ApiKind kReplicaSets{"apps/v1", "replicasets"};
constexpr ApiKind kAutoscalers{"autoscaling/v2", "horizontalpodautoscalers"};
constexpr ApiKind kPods{"v1", "pods"};
constexpr std::array kWatched{kDeployments, kStatefulSets, kReplicaSets, kAutoscalers, kPods};

// In one namespace or everywhere.
ReflectedKind allOf(const ApiKind& kind, const std::string& space) {
  return {pathOf(kind.apiVersion, space, kind.resource), {}};
}

template <const char* Kind>
Result<Workload> readAs(std::string_view text) {
  return readWorkload(text, Kind);
}

constexpr char kDeployment[] = "Deployment";
constexpr char kStatefulSet[] = "StatefulSet";
constexpr char kReplicaSet[] = "ReplicaSet";

// What it scales is listed anyway.
bool isWatched(const Autoscaler& scaler) {
  const std::string& kind = scaler.targetKind;
  return groupOf(scaler.targetApiVersion) == "apps" &&
         (kind == kDeployment || kind == kStatefulSet || kind == kReplicaSet);
}

ScaleTarget targetOf(const Autoscaler& scaler) {
  return {scaler.targetApiVersion, scaler.targetKind, scaler.meta.space, scaler.targetName};
}

}  // namespace

struct ClusterWorld::Parts {
  Parts(io::EventLoop& on, ApiClient& by, RandomStream chance, std::string of,
        GuardrailProfile guardrails)
      : space(std::move(of)),
        timeline(on.timeline()),
        inventory(timeline, guardrails),
        scale(inventory, timeline),
        metrics(timeline, by, inventory, space),
        others(timeline, by, handler<Workload>()),
        deployments(on, by, chance, allOf(kDeployments, space), readAs<kDeployment>,
                    handler<Workload>()),
        statefulSets(on, by, chance, allOf(kStatefulSets, space), readAs<kStatefulSet>,
                     handler<Workload>()),
        replicaSets(on, by, chance, allOf(kReplicaSets, space), readAs<kReplicaSet>,
                    handler<Workload>()),
        autoscalers(on, by, chance, allOf(kAutoscalers, space), readAutoscaler,
                    autoscalerHandler()),
        pods(on, by, chance, allOf(kPods, space), readPod, handler<Pod>()) {}

  template <class T>
  WatchHandler<T> handler() {
    return {[this](const T& object) { inventory.observe(object); },
            [this](const T& object) { inventory.remove(object); },
            [this] {
              if (isComplete()) inventory.synced();
            }};
  }

  WatchHandler<Autoscaler> autoscalerHandler() {
    WatchHandler<Autoscaler> handler = this->handler<Autoscaler>();
    handler.changed = [this](const Autoscaler& scaler) {
      inventory.observe(scaler);
      if (isWatched(scaler)) {
        others.leave(scaler.meta.uid);
      } else {
        others.follow(scaler.meta.uid, targetOf(scaler));
      }
    };
    handler.gone = [this](const Autoscaler& scaler) {
      others.leave(scaler.meta.uid);
      inventory.remove(scaler);
    };
    return handler;
  }

  const WatchState& listOf(const std::string& kind) const {
    if (kind == kDeployment) return deployments;
    return kind == kStatefulSet ? static_cast<const WatchState&>(statefulSets) : replicaSets;
  }

  bool isComplete() const {
    return std::all_of(watched.begin(), watched.end(),
                       [](const WatchState* kind) { return kind->isComplete(); });
  }

  std::string space;
  Timeline& timeline;
  ClusterInventory inventory;
  ObservedScale scale;
  ResourceMetrics metrics;
  Observing authority;
  ScaleTargets others;
  WatchCache<Workload> deployments;
  WatchCache<Workload> statefulSets;
  WatchCache<Workload> replicaSets;
  WatchCache<Autoscaler> autoscalers;
  WatchCache<Pod> pods;
  // In the order of kWatched.
  std::array<const WatchState*, kWatched.size()> watched{&deployments, &statefulSets, &replicaSets,
                                                         &autoscalers, &pods};
};

ClusterWorld::ClusterWorld(io::EventLoop& loop, ApiClient& client, RandomStream random,
                           std::string space, GuardrailProfile guardrails)
    : parts_(std::make_unique<Parts>(loop, client, random, std::move(space), guardrails)) {}

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

bool ClusterWorld::isSettled() const {
  return isComplete() && parts_->others.isSettled();
}

bool ClusterWorld::seesAutoscalers() const {
  return parts_->autoscalers.failure().empty();
}

bool ClusterWorld::isBlind() const {
  return std::all_of(parts_->watched.begin(), parts_->watched.end(),
                     [](const WatchState* kind) { return !kind->failure().empty(); });
}

std::vector<ClusterWorld::Gap> ClusterWorld::gaps() const {
  std::vector<Gap> gaps;
  const auto tell = [&](std::string_view what, const std::string& why) {
    if (!why.empty()) gaps.push_back({std::string(what), why});
  };
  for (std::size_t i = 0; i < kWatched.size(); ++i)
    tell(kWatched[i].resource, parts_->watched[i]->failure());
  tell(parts_->metrics.name(), parts_->metrics.failure());
  for (const auto& [target, why] : parts_->others.failures())
    tell(target.kind + ' ' + target.space + '/' + target.name, why);
  for (const Autoscaler* scaler : parts_->inventory.withoutTarget()) {
    if (isWatched(*scaler) && parts_->listOf(scaler->targetKind).failure().empty())
      tell("horizontalpodautoscaler " + scaler->meta.space + '/' + scaler->meta.name,
           "there is no " + scaler->targetKind + ' ' + scaler->targetName +
               ", or it is managed by another object");
  }
  return gaps;
}

std::vector<Right> rightsToObserve(const std::string& space) {
  std::vector<Right> rights;
  for (const ApiKind& kind : kWatched) {
    for (const char* verb : {"list", "watch"})
      rights.push_back(
          {verb, std::string(groupOf(kind.apiVersion)), std::string(kind.resource), space});
  }
  rights.push_back({"list", "metrics.k8s.io", "pods", space});
  return rights;
}

}  // namespace evenkeel::kubernetes
