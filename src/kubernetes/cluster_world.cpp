#include "kubernetes/cluster_world.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "kubernetes/api_path.h"
#include "kubernetes/app_metrics.h"
#include "kubernetes/observed_scale.h"
#include "kubernetes/observing.h"
#include "kubernetes/optional_watch.h"
#include "kubernetes/resource_metrics.h"
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
constexpr ApiKind kBudgets{"policy/v1", "poddisruptionbudgets"};
constexpr ApiKind kNodes{"v1", "nodes"};
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

ScaleTarget targetOf(const Workload& workload) {
  return {workload.apiVersion, workload.kind, workload.meta.space, workload.meta.name};
}

ScaleTarget targetOf(const Autoscaler& scaler) {
  return {scaler.targetApiVersion, scaler.targetKind, scaler.meta.space, scaler.targetName};
}

}  // namespace

struct ClusterWorld::Parts {
  Parts(io::EventLoop& on, ApiClient& by, RandomStream chance, std::string of,
        std::vector<std::string> otherwise, GuardrailProfile guardrails)
      : space(std::move(of)),
        timeline(on.timeline()),
        inventory(timeline, std::move(otherwise), guardrails,
                  [this](const Workload& workload) { return unseenOf(workload).empty(); }),
        scale(inventory, timeline),
        metrics(timeline, by, inventory, space),
        names(by),
        appMetrics(timeline, by, names, inventory),
        others(timeline, by, names, handler<Workload>(&ClusterInventory::removeWorkload)),
        deployments(on, by, chance, allOf(kDeployments, space), readAs<kDeployment>,
                    handler<Workload>(&ClusterInventory::removeWorkload)),
        statefulSets(on, by, chance, allOf(kStatefulSets, space), readAs<kStatefulSet>,
                     handler<Workload>(&ClusterInventory::removeWorkload)),
        replicaSets(on, by, chance, allOf(kReplicaSets, space), readAs<kReplicaSet>,
                    handler<Workload>(&ClusterInventory::removeWorkload)),
        autoscalers(on, by, chance, allOf(kAutoscalers, space), readAutoscaler,
                    autoscalerHandler()),
        pods(on, by, chance, allOf(kPods, space), readPod,
             handler<Pod>(&ClusterInventory::removePod)),
        verticals(on, by, names, chance, {"autoscaling.k8s.io/v1", "VerticalPodAutoscaler"}, space,
                  readVerticalAutoscaler,
                  handler<VerticalAutoscaler>(&ClusterInventory::removeVerticalAutoscaler)),
        scaledObjects(on, by, names, chance, {"keda.sh/v1alpha1", "ScaledObject"}, space,
                      readScaledObject, around<ScaledObject>(&Surroundings::removeScaledObject)),
        budgets(on, by, chance, allOf(kBudgets, space), readDisruptionBudget,
                around<DisruptionBudget>(&Surroundings::removeBudget)) {
    // What is asked for on a node is known from all pods alone.
    if (space.empty())
      nodes.emplace(on, by, chance, allOf(kNodes, {}), readNode,
                    around<NodeObject>(&Surroundings::removeNode));
  }

  template <class T>
  WatchHandler<T> handler(void (ClusterInventory::*remove)(const std::string&)) {
    return {[this](const T& object) { inventory.observe(object); },
            [this, remove](const std::string& uid) { (inventory.*remove)(uid); },
            [this] {
              if (isComplete()) inventory.synced();
            }};
  }

  template <class T>
  WatchHandler<T> around(void (Surroundings::*remove)(const std::string&)) {
    return {[this](const T& object) { surroundings.observe(object); },
            [this, remove](const std::string& uid) { (surroundings.*remove)(uid); }, [] {}};
  }

  WatchHandler<Autoscaler> autoscalerHandler() {
    WatchHandler<Autoscaler> handler =
        this->handler<Autoscaler>(&ClusterInventory::removeAutoscaler);
    handler.changed = [this](const Autoscaler& scaler) {
      inventory.observe(scaler);
      if (isWatched(scaler)) {
        others.leave(scaler.meta.uid);
      } else {
        others.follow(scaler.meta.uid, targetOf(scaler));
      }
    };
    handler.gone = [this](const std::string& uid) {
      others.leave(uid);
      inventory.removeAutoscaler(uid);
    };
    return handler;
  }

  const WatchState& listOf(const std::string& kind) const {
    if (kind == kDeployment) return deployments;
    return kind == kStatefulSet ? static_cast<const WatchState&>(statefulSets) : replicaSets;
  }

  std::string_view unseenOfAll() const {
    if (pods.isLost()) return kPods.resource;
    return autoscalers.isLost() ? kAutoscalers.resource : "";
  }

  // Pods of a StatefulSet are its own, those of others a ReplicaSet's.
  std::string_view unseenOf(const Workload& workload) const {
    if (const auto unseen = unseenOfAll(); !unseen.empty()) return unseen;
    const bool ownsPods = workload.kind == kStatefulSet;
    if (replicaSets.isLost() && !ownsPods) return kReplicaSets.resource;
    if (groupOf(workload.apiVersion) != "apps")
      return others.isLost(targetOf(workload)) ? "its scale" : "";
    if (workload.kind == kDeployment && deployments.isLost()) return kDeployments.resource;
    return ownsPods && statefulSets.isLost() ? kStatefulSets.resource : "";
  }

  bool isComplete() const {
    return std::all_of(watched.begin(), watched.end(),
                       [](const WatchState* kind) { return kind->isComplete(); });
  }

  bool isSettled() const {
    return isComplete() && others.isSettled() && verticals.isSettled() &&
           scaledObjects.isSettled() && budgets.isSettled() && (!nodes || nodes->isSettled());
  }

  std::string space;
  Timeline& timeline;
  ClusterInventory inventory;
  Surroundings surroundings;
  ObservedScale scale;
  ResourceMetrics metrics;
  ResourceNames names;
  AppMetrics appMetrics;
  Observing authority;
  ScaleTargets others;
  WatchCache<Workload> deployments;
  WatchCache<Workload> statefulSets;
  WatchCache<Workload> replicaSets;
  WatchCache<Autoscaler> autoscalers;
  WatchCache<Pod> pods;
  OptionalWatch<VerticalAutoscaler> verticals;
  OptionalWatch<ScaledObject> scaledObjects;
  WatchCache<DisruptionBudget> budgets;
  std::optional<WatchCache<NodeObject>> nodes;  // absent: one namespace is looked at
  // In the order of kWatched.
  std::array<const WatchState*, kWatched.size()> watched{&deployments, &statefulSets, &replicaSets,
                                                         &autoscalers, &pods};
};

ClusterWorld::ClusterWorld(io::EventLoop& loop, ApiClient& client, RandomStream random,
                           std::string space, std::vector<std::string> others,
                           GuardrailProfile guardrails)
    : parts_(std::make_unique<Parts>(loop, client, random, std::move(space), std::move(others),
                                     guardrails)) {}

ClusterWorld::~ClusterWorld() = default;

World ClusterWorld::world() {
  return {parts_->timeline,
          parts_->inventory,
          {&parts_->metrics, &parts_->appMetrics},
          {&parts_->scale},
          parts_->authority};
}

const ClusterInventory& ClusterWorld::inventory() const {
  return parts_->inventory;
}

const Surroundings& ClusterWorld::surroundings() const {
  return parts_->surroundings;
}

std::vector<NodeRoom> ClusterWorld::room() const {
  const bool isKnown = parts_->nodes && parts_->nodes->isComplete() &&
                       parts_->nodes->failure().empty() && parts_->pods.failure().empty();
  if (!isKnown) return {};
  const std::vector<const Pod*> pods = parts_->inventory.pods();
  return roomOn(parts_->surroundings.nodes(), pods);
}

bool ClusterWorld::isComplete() const {
  return parts_->isComplete();
}

bool ClusterWorld::isSettled() const {
  return parts_->isSettled();
}

bool ClusterWorld::isMeasured() const {
  return parts_->metrics.isSettled() && parts_->appMetrics.isSettled();
}

std::string ClusterWorld::unseenOfAll() const {
  return std::string(parts_->unseenOfAll());
}

std::string ClusterWorld::unseenOf(const Workload& workload) const {
  return std::string(parts_->unseenOf(workload));
}

bool ClusterWorld::isBlind() const {
  return std::all_of(parts_->watched.begin(), parts_->watched.end(),
                     [](const WatchState* kind) { return !kind->failure().empty(); });
}

bool ClusterWorld::isLost() const {
  return isBlind() && std::none_of(parts_->watched.begin(), parts_->watched.end(),
                                   [](const WatchState* kind) { return kind->isOverloaded(); });
}

std::vector<ClusterWorld::Gap> ClusterWorld::gaps() const {
  std::vector<Gap> gaps;
  const auto tell = [&](std::string_view what, const std::string& why) {
    if (!why.empty()) gaps.push_back({std::string(what), why});
  };
  for (std::size_t i = 0; i < kWatched.size(); ++i)
    tell(kWatched[i].resource, parts_->watched[i]->failure());
  tell("verticalpodautoscalers", parts_->verticals.failure());
  tell("scaledobjects", parts_->scaledObjects.failure());
  tell(kBudgets.resource, parts_->budgets.failure());
  if (parts_->nodes) tell(kNodes.resource, parts_->nodes->failure());
  tell(parts_->metrics.name(), parts_->metrics.failure());
  if (const auto failures = metricFailures(); !failures.empty()) {
    const std::size_t more = failures.size() - 1;
    tell(parts_->appMetrics.name(),
         failures.begin()->second +
             (more > 0 ? " (and those of " + std::to_string(more) + " more)" : ""));
  }
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

std::map<AssetId, std::string> ClusterWorld::metricFailures() const {
  return parts_->appMetrics.failures();
}

std::vector<Right> rightsToObserve(const std::string& space) {
  std::vector<Right> rights;
  const auto watching = [&](const ApiKind& kind) {
    for (const char* verb : {"list", "watch"})
      rights.push_back(
          {verb, std::string(groupOf(kind.apiVersion)), std::string(kind.resource), space});
  };
  for (const ApiKind& kind : kWatched) watching(kind);
  rights.push_back({"list", "metrics.k8s.io", "pods", space});
  watching(kBudgets);
  if (space.empty()) watching(kNodes);
  return rights;
}

}  // namespace evenkeel::kubernetes
