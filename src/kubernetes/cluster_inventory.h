// The inventory of a cluster: workloads as components, their pods, and who is told to scale them.
//
// A workload (a Deployment, a StatefulSet, a ReplicaSet that nobody manages, what else an
// autoscaler scales) is the component named by its kind in lower case, with its group where that is
// not apps ("rollout-argoproj-io"); its application is named "name.namespace". Its description
// follows from the object and from its HorizontalPodAutoscaler: bounds, and the same rule as
// policy, so that both can be set side by side. Without one it has no policy of its own. Where a
// VerticalPodAutoscaler sizes it, what our rule would recommend (kSizes) is beside the policy that
// it has. Pods are found by their owner references.
//
// What changes within one turn of the loop is posted once, after it. Where the sink takes nothing,
// it is offered again a second later. Belongs to its timeline's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/timeline.h"
#include "kubernetes/autoscaler.h"
#include "kubernetes/pod.h"
#include "kubernetes/targeted.h"
#include "kubernetes/vertical_autoscaler.h"
#include "kubernetes/workload.h"
#include "world/inventory.h"

namespace evenkeel::kubernetes {

// The call of the policy that says which sizes would do.
inline constexpr std::string_view kSizes = "vpa(mode=Off, loop=15s)";

class ClusterInventory final : public Inventory {
 public:
  // Whether what is known of a workload is what there is now.
  using Currency = std::function<bool(const Workload&)>;

  // `others`: calls of who decides on workloads without a HorizontalPodAutoscaler. `guardrails`:
  // the profile of every application. `currency`: asked at any time; without it everything is.
  explicit ClusterInventory(Timeline& timeline, std::vector<std::string> others = {},
                            GuardrailProfile guardrails = GuardrailProfile::Standard,
                            Currency currency = {})
      : timeline_(timeline),
        others_(std::move(others)),
        guardrails_(guardrails),
        currency_(std::move(currency)) {}
  ~ClusterInventory() override;
  ClusterInventory(const ClusterInventory&) = delete;
  ClusterInventory& operator=(const ClusterInventory&) = delete;

  // Posts what is known once everything has been seen: synced() says when.
  void watch(EventSink& sink) override;
  const Application* description(AssetId application) const override;

  // What the cluster has. An owner may come after what it owns.
  void observe(const Workload& workload);
  void observe(const Pod& pod);
  void observe(const Autoscaler& scaler);
  void observe(const VerticalAutoscaler& scaler);
  // By uid; nothing where it is not there.
  void removeWorkload(const std::string& uid);
  void removePod(const std::string& uid);
  void removeAutoscaler(const std::string& uid);
  void removeVerticalAutoscaler(const std::string& uid);
  void synced();

  struct KnownPod {
    AssetId id;
    std::string space;
    std::string name;
  };
  // Null: the asset is none that is known.
  const KnownPod* pod(AssetId asset) const;
  struct KnownComponent {
    AssetId application;
    AssetId id;
    Workload workload;
  };
  const KnownComponent* component(AssetId asset) const;
  // Of a component, or of a pod's. False: it is not known, or it, its pods or who scales it may
  // have changed unseen: no figures of it mean anything.
  bool isCurrent(AssetId asset) const;
  // Whose pod it is; null where it is nobody's.
  const KnownComponent* ownerOf(AssetId pod) const;
  // Of a component, in no order.
  std::vector<const Pod*> pods(AssetId component) const;
  // Its description within that of its application; null where it is not described yet.
  const Component* described(const KnownComponent& component) const;
  // Of a component; null where it has none.
  const Autoscaler* autoscaler(const KnownComponent& component) const;
  const VerticalAutoscaler* verticalAutoscaler(const KnownComponent& component) const;
  // Made last; null where there is none.
  const Pod* newestPod(const KnownComponent& component) const;
  // Of all namespaces that are looked at, those of nobody too.
  std::vector<const Pod*> pods() const;
  std::vector<const KnownComponent*> components() const;
  // Autoscalers of what is not there, or not seen.
  std::vector<const Autoscaler*> withoutTarget() const;

 private:
  struct KnownApplication {
    AssetId id;
    std::int64_t version = 1;
    Application description;
    std::set<std::string> workloads;  // uids
  };
  struct PodEntry {
    KnownPod known;
    Pod pod;
    std::string owner;     // uid of the direct one, under which it stands in podsOf_
    std::string workload;  // uid; empty: that of nobody who is known
  };

  AssetId nextId() { return AssetId{++lastId_}; }
  std::string workloadOf(const Metadata& pod) const;
  void manage(const std::string& replicaSet, const std::string& manager);
  void release(const std::string& replicaSet);
  void own(const std::string& owner, PodEntry& entry);
  std::vector<const Pod*> podsOf(const std::string& workload) const;
  void adopt(const std::string& owner);
  void hear(const std::string& uid);
  void describe(const std::string& uid);
  void describeTarget(const std::string& target);
  void mark();
  void flush();
  bool postApplication(const KnownApplication& application);
  bool postComponent(const KnownComponent& component);
  bool postPod(const PodEntry& entry);

  Timeline& timeline_;
  std::vector<std::string> others_;
  const GuardrailProfile guardrails_;
  const Currency currency_;
  EventSink* sink_ = nullptr;
  bool complete_ = false;
  bool told_ = false;  // InventorySynced has been posted
  TimerId flushing_;
  std::uint32_t lastId_ = 0;
  std::map<std::string, KnownComponent> workloads_;       // by uid
  std::map<std::string, std::string> managed_;            // ReplicaSets: uid, of its manager
  std::map<std::string, std::set<std::string>> manages_;  // and the other way round
  std::map<std::string, KnownApplication> applications_;  // by name
  std::map<std::string, PodEntry> pods_;                  // by uid
  std::map<std::string, std::map<std::string, PodEntry*>> podsOf_;  // by uid of the direct owner
  std::map<std::string, std::string> byTarget_;                     // uid of the workload
  Targeted<Autoscaler> scalers_;
  Targeted<VerticalAutoscaler> verticals_;
  std::unordered_map<AssetId, const KnownComponent*> componentsById_;
  std::unordered_map<AssetId, const PodEntry*> podsById_;
  std::unordered_map<AssetId, std::string> names_;  // of applications
  std::set<std::string> changedApplications_;       // by name, to be posted
  std::set<std::string> changedWorkloads_;          // by uid
  std::set<std::string> changedPods_;               // by uid
  std::set<AssetId> posted_;
  std::vector<AssetId> gone_;
};

}  // namespace evenkeel::kubernetes
