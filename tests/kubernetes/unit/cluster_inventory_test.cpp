// What of a cluster's objects becomes an asset, in whatever order they come.
#include "kubernetes/cluster_inventory.h"

#include <gtest/gtest.h>

#include "base/virtual_timeline.h"

namespace evenkeel::kubernetes {
namespace {

Metadata meta(const std::string& uid, const std::string& name,
              std::optional<std::string> controller = std::nullopt) {
  Metadata out;
  out.uid = uid;
  out.name = name;
  out.space = "shop";
  out.generation = 1;
  if (controller) out.controller = Owner{"apps/v1", "X", "x", *controller};
  return out;
}

Workload workload(const std::string& kind, Metadata metadata, std::int32_t replicas = 2) {
  Workload out;
  out.meta = std::move(metadata);
  out.apiVersion = "apps/v1";
  out.kind = kind;
  out.state.replicas = replicas;
  return out;
}

Pod pod(const std::string& uid, const std::string& owner) {
  Pod out;
  out.meta = meta(uid, "pod-" + uid, owner);
  out.state.phase = PodPhase::Running;
  return out;
}

Autoscaler autoscaler(const std::string& uid, const std::string& target) {
  Autoscaler out;
  out.meta = meta(uid, "hpa-" + uid);
  out.targetApiVersion = "apps/v1";
  out.targetKind = "Deployment";
  out.targetName = target;
  out.minReplicas = 2;
  out.maxReplicas = 7;
  out.call = "hpa(cpu=60)";
  return out;
}

class ClusterInventoryTest : public ::testing::Test, public EventSink {
 protected:
  // "+Deployment", for what was posted since.
  std::string posted() {
    timeline_.runDue();
    return std::exchange(said_, {});
  }
  bool post(EventBody body) override {
    if (full_) return false;
    std::string what;
    if (const auto* observed = std::get_if<AssetObserved>(&body)) {
      const Asset& asset = observed->asset;
      names_[asset.id] = asset.name;
      if (asset.kind == AssetKind::Application) application_ = asset.id;
      what = '+' + asset.name;
      if (asset.kind == AssetKind::Pod) what += '<' + names_[asset.owner];
    } else if (const auto* removed = std::get_if<AssetRemoved>(&body)) {
      what = '-' + names_[removed->asset];
    } else {
      what = "synced";
    }
    said_ += (said_.empty() ? "" : " ") + what;
    return true;
  }

  VirtualTimeline timeline_;
  ClusterInventory inventory_{timeline_};
  std::map<AssetId, std::string> names_;
  AssetId application_;
  std::string said_;
  bool full_ = false;
};

TEST_F(ClusterInventoryTest, AllIsPostedOnceEverythingHasBeenSeenOwnersFirst) {
  inventory_.watch(*this);
  inventory_.observe(pod("p1", "rs"));  // before its owners
  inventory_.observe(workload("ReplicaSet", meta("rs", "web-1", "d")));
  inventory_.observe(workload("Deployment", meta("d", "web")));
  inventory_.observe(pod("p2", "nobody"));
  EXPECT_EQ(posted(), "");
  inventory_.synced();
  EXPECT_EQ(posted(), "+web.shop +web.shop/deployment +shop/pod-p1<web.shop/deployment synced");
  inventory_.observe(pod("p3", "rs"));
  EXPECT_EQ(posted(), "+shop/pod-p3<web.shop/deployment");
  inventory_.observe(pod("p3", "rs"));
  EXPECT_EQ(posted(), "");  // as it was
  inventory_.removePod("p3");
  EXPECT_EQ(posted(), "-shop/pod-p3");
}

TEST_F(ClusterInventoryTest, PodsWhoseOwnerComesLaterAreFoundThen) {
  inventory_.watch(*this);
  inventory_.synced();
  EXPECT_EQ(posted(), "synced");
  inventory_.observe(pod("p1", "rs"));
  inventory_.observe(workload("Deployment", meta("d", "web")));
  EXPECT_EQ(posted(), "+web.shop +web.shop/deployment");
  inventory_.observe(workload("ReplicaSet", meta("rs", "web-1", "d")));
  EXPECT_EQ(posted(), "+shop/pod-p1<web.shop/deployment");
}

TEST_F(ClusterInventoryTest, AnAutoscalerSaysWhoDecidesAndWithinWhichBounds) {
  inventory_.watch(*this);
  inventory_.synced();
  inventory_.observe(workload("Deployment", meta("d", "web"), 3));
  posted();
  const Component& component = inventory_.description(application_)->components.at(0);
  EXPECT_TRUE(component.policies.empty());
  EXPECT_EQ(component.scaling.minReplicas, 1);
  inventory_.observe(autoscaler("h", "web"));
  EXPECT_EQ(posted(), "+web.shop");
  EXPECT_EQ(component.policies, std::vector<std::string>{"hpa(cpu=60)"});
  EXPECT_EQ(component.scaling, (ScalingBounds{2, 7, {}}));
  Autoscaler status = autoscaler("h", "web");
  status.desiredReplicas = 5;
  inventory_.observe(status);
  EXPECT_EQ(posted(), "");  // its status is no description
  EXPECT_EQ(inventory_.autoscaler(*inventory_.components().at(0))->desiredReplicas, 5);
  inventory_.observe(autoscaler("h", "other"));
  EXPECT_EQ(posted(), "+web.shop");
  EXPECT_TRUE(component.policies.empty());
  EXPECT_EQ(inventory_.autoscaler(*inventory_.components().at(0)), nullptr);
}

TEST_F(ClusterInventoryTest, WorkloadsOfOneNameAreOneApplicationAndGoOneByOne) {
  inventory_.watch(*this);
  inventory_.synced();
  inventory_.observe(workload("Deployment", meta("d", "web")));
  inventory_.observe(workload("StatefulSet", meta("s", "web", "operator")));
  EXPECT_EQ(posted(), "+web.shop +web.shop/deployment +web.shop/statefulset synced");
  inventory_.removeWorkload("d");
  EXPECT_EQ(posted(), "-web.shop/deployment");
  ASSERT_EQ(inventory_.description(application_)->components.size(), 1u);
  inventory_.removeWorkload("s");
  EXPECT_EQ(inventory_.description(application_), nullptr);
  inventory_.observe(workload("StatefulSet", meta("s2", "web")));
  EXPECT_NE(posted().find("+web.shop/statefulset"), std::string::npos);
}

// A list that is read anew shows what is there before what has gone.
TEST_F(ClusterInventoryTest, AWorkloadThatWasMadeAgainIsAnotherAsset) {
  inventory_.watch(*this);
  inventory_.synced();
  inventory_.observe(workload("Deployment", meta("d1", "web")));
  inventory_.observe(autoscaler("h", "web"));
  posted();
  inventory_.observe(workload("Deployment", meta("d2", "web")));
  inventory_.removeWorkload("d1");
  EXPECT_EQ(posted(), "-web.shop/deployment +web.shop/deployment");
  ASSERT_EQ(inventory_.components().size(), 1u);
  EXPECT_NE(inventory_.autoscaler(*inventory_.components().at(0)), nullptr);
  ASSERT_EQ(inventory_.description(application_)->components.size(), 1u);
  EXPECT_EQ(inventory_.description(application_)->components[0].policies.size(), 1u);
  inventory_.removeWorkload("d2");
  EXPECT_EQ(inventory_.description(application_), nullptr);
}

TEST_F(ClusterInventoryTest, WhatTheSinkDoesNotTakeIsOfferedAgain) {
  inventory_.watch(*this);
  inventory_.observe(workload("Deployment", meta("d", "web")));
  full_ = true;
  inventory_.synced();
  EXPECT_EQ(posted(), "");
  full_ = false;
  timeline_.runUntil(timeline_.now() + 2s);
  EXPECT_EQ(posted(), "+web.shop +web.shop/deployment synced");
}

TEST_F(ClusterInventoryTest, TimesOfTheWallAreTakenByHowLongAgoTheyWere) {
  Pod started = pod("p", "d");
  started.started = timeline_.wall() - 30s;
  inventory_.watch(*this);
  inventory_.observe(workload("Deployment", meta("d", "web")));
  inventory_.observe(started);
  inventory_.synced();
  EXPECT_EQ(posted(), "+web.shop +web.shop/deployment +shop/pod-p<web.shop/deployment synced");
}

TEST_F(ClusterInventoryTest, WhereAWorkloadDoesNotSayItItsPodsDo) {
  inventory_.watch(*this);
  inventory_.observe(workload("ReplicaSet", meta("rs", "web-1", "r")));
  Pod ready = pod("p1", "rs");
  ready.state.ready = true;
  ready.state.containers = {{"c", Quantity::parse("250m").value(), {}, {}, {}}};
  inventory_.observe(ready);
  Workload rollout = workload("Rollout", meta("r", "web"));
  rollout.podsTell = true;
  inventory_.observe(rollout);
  inventory_.synced();
  EXPECT_EQ(posted(), "+web.shop +web.shop/rollout +shop/pod-p1<web.shop/rollout synced");
  const ComponentState& state = inventory_.components().at(0)->workload.state;
  EXPECT_EQ(state.readyReplicas, 1);
  EXPECT_EQ(state.podRequests.cpu, Quantity::parse("250m").value());
  inventory_.observe(rollout);
  EXPECT_EQ(posted(), "");  // as it was
  ready.meta.uid = "p2";
  inventory_.observe(ready);
  EXPECT_EQ(state.readyReplicas, 2);
  inventory_.removePod("p2");
  inventory_.removePod("p1");
  EXPECT_EQ(state.readyReplicas, 0);
  EXPECT_EQ(state.podRequests.cpu, Quantity::parse("250m").value());  // that of its last
}

TEST_F(ClusterInventoryTest, AutoscalersWithoutATargetAreKnown) {
  inventory_.observe(autoscaler("h", "web"));
  ASSERT_EQ(inventory_.withoutTarget().size(), 1u);
  EXPECT_EQ(inventory_.withoutTarget()[0]->meta.name, "hpa-h");
  inventory_.observe(workload("Deployment", meta("d", "web")));
  EXPECT_TRUE(inventory_.withoutTarget().empty());
}

TEST_F(ClusterInventoryTest, PodsThatChangeHandsAreFoundByTheirNewOwner) {
  inventory_.watch(*this);
  inventory_.observe(workload("StatefulSet", meta("old", "web")));
  inventory_.observe(workload("StatefulSet", meta("new", "other")));
  inventory_.observe(pod("p1", "old"));
  inventory_.observe(pod("p2", "old"));
  inventory_.synced();
  posted();
  inventory_.observe(pod("p1", "new"));
  EXPECT_EQ(posted(), "+shop/pod-p1<other.shop/statefulset");
  Pod released = pod("p2", "old");
  released.meta.controller.reset();
  inventory_.observe(released);
  inventory_.removePod("p1");
  inventory_.removePod("p2");
  posted();
  inventory_.removeWorkload("old");
  inventory_.observe(workload("StatefulSet", meta("old", "web")));
  EXPECT_EQ(posted(), "-web.shop -web.shop/statefulset +web.shop +web.shop/statefulset");
}

TEST_F(ClusterInventoryTest, OfTwoUnderOneNameWhoeverIsLeftStays) {
  inventory_.watch(*this);
  inventory_.observe(autoscaler("h", "web"));
  inventory_.observe(workload("Deployment", meta("d1", "web"), 3));
  inventory_.observe(workload("Deployment", meta("d2", "web"), 5));
  inventory_.synced();
  posted();
  inventory_.removeWorkload("d2");
  ASSERT_EQ(inventory_.components().size(), 1u);
  EXPECT_EQ(inventory_.components()[0]->workload.meta.uid, "d1");
  EXPECT_NE(inventory_.autoscaler(*inventory_.components()[0]), nullptr);
  EXPECT_EQ(inventory_.description(application_)->components.size(), 1u);
  inventory_.removeWorkload("d1");
  EXPECT_TRUE(inventory_.components().empty());
}

TEST_F(ClusterInventoryTest, AnObjectThatComesUnderAnotherNameIsAnother) {
  inventory_.observe(workload("Deployment", meta("d", "web")));
  inventory_.observe(workload("Deployment", meta("d", "other")));
  ASSERT_EQ(inventory_.components().size(), 1u);
  EXPECT_EQ(inventory_.components()[0]->workload.meta.name, "other");
  inventory_.removeWorkload("d");
  EXPECT_TRUE(inventory_.components().empty());
}

TEST_F(ClusterInventoryTest, KindsOfOneNameAreToldApartByTheirGroup) {
  Workload foreign = workload("StatefulSet", meta("k", "web"));
  foreign.apiVersion = "apps.kruise.io/v1beta1";
  Autoscaler scaler = autoscaler("h", "web");
  scaler.targetKind = "StatefulSet";
  scaler.targetApiVersion = foreign.apiVersion;
  inventory_.watch(*this);
  inventory_.observe(workload("StatefulSet", meta("s", "web")));
  inventory_.observe(foreign);
  inventory_.observe(scaler);
  inventory_.synced();
  EXPECT_EQ(posted(),
            "+web.shop +web.shop/statefulset-apps-kruise-io +web.shop/statefulset synced");
  for (const auto* component : inventory_.components())
    EXPECT_EQ(inventory_.autoscaler(*component) != nullptr, component->workload.meta.uid == "k");
}

TEST_F(ClusterInventoryTest, AReplicaSetThatIsAdoptedIsNoWorkloadAnyMore) {
  inventory_.watch(*this);
  inventory_.observe(workload("ReplicaSet", meta("rs", "web-1")));
  inventory_.observe(pod("p", "rs"));
  inventory_.synced();
  EXPECT_EQ(posted(),
            "+web-1.shop +web-1.shop/replicaset +shop/pod-p<web-1.shop/replicaset synced");
  inventory_.observe(workload("Deployment", meta("d", "web")));
  inventory_.observe(workload("ReplicaSet", meta("rs", "web-1", "d")));
  EXPECT_EQ(posted(),
            "-web-1.shop -web-1.shop/replicaset +web.shop +web.shop/deployment "
            "+shop/pod-p<web.shop/deployment");
}

TEST_F(ClusterInventoryTest, PodsOfAReplicaSetThatIsGoneAreNobodys) {
  inventory_.watch(*this);
  inventory_.observe(workload("Deployment", meta("d", "web")));
  inventory_.observe(workload("ReplicaSet", meta("rs", "web-1", "d")));
  inventory_.synced();
  inventory_.removeWorkload("rs");
  posted();
  inventory_.observe(pod("p1", "rs"));
  EXPECT_EQ(posted(), "");
}

TEST_F(ClusterInventoryTest, GuardrailsAreThoseAskedFor) {
  ClusterInventory bounded(timeline_, {}, GuardrailProfile::Parity);
  for (ClusterInventory* inventory : {&inventory_, &bounded}) {
    inventory->watch(*this);
    inventory->observe(workload("Deployment", meta("d", "web")));
    inventory->synced();
    posted();
    EXPECT_EQ(inventory->description(application_)->guardrails.profile,
              inventory == &bounded ? GuardrailProfile::Parity : GuardrailProfile::Standard);
  }
}

TEST_F(ClusterInventoryTest, MorePodsThanThereCanBeTwiceAreNoFault) {
  inventory_.watch(*this);
  inventory_.observe(workload("Deployment", meta("d", "web"), 2'000'000'000));
  inventory_.synced();
  posted();
  EXPECT_GT(inventory_.description(application_)->components[0].scaling.maxReplicas, 2'000'000'000);
}

TEST_F(ClusterInventoryTest, SizesAreAskedForWhereAVerticalAutoscalerIs) {
  ClusterInventory inventory(timeline_, {"hpa(cpu=50)", "static"});
  inventory.watch(*this);
  inventory.synced();
  const auto policies = [&] {
    timeline_.runDue();
    return inventory.description(application_)->components.front().policies;
  };
  VerticalAutoscaler vertical;
  vertical.meta = meta("v", "web");
  vertical.targetApiVersion = "apps/v1";
  vertical.targetKind = "Deployment";
  vertical.targetName = "web";
  inventory.observe(workload("Deployment", meta("w", "web")));
  EXPECT_TRUE(policies().empty()) << "who else decides is for the loop to say";
  inventory.observe(vertical);
  EXPECT_EQ(policies(), (std::vector<std::string>{"hpa(cpu=50)", "static", std::string(kSizes)}));
  inventory.observe(autoscaler("h", "web"));
  EXPECT_EQ(policies(), (std::vector<std::string>{"hpa(cpu=60)", std::string(kSizes)}));
  EXPECT_NE(inventory.verticalAutoscaler(*inventory.components().front()), nullptr);
  vertical.targetName = "other";
  inventory.observe(vertical);
  EXPECT_EQ(policies(), (std::vector<std::string>{"hpa(cpu=60)"}));
  inventory.removeVerticalAutoscaler(vertical.meta.uid);
  EXPECT_EQ(inventory.verticalAutoscaler(*inventory.components().front()), nullptr);
}

TEST_F(ClusterInventoryTest, KnowsWhosePodItIsAndTheNewest) {
  inventory_.observe(workload("Deployment", meta("w", "web")));
  Pod older = pod("p1", "w");
  Pod newer = pod("p2", "w");
  older.meta.created = WallTime{1s};
  newer.meta.created = WallTime{2s};
  inventory_.observe(newer);
  inventory_.observe(older);
  inventory_.observe(pod("p3", "nobody"));
  const auto* component = inventory_.components().front();
  EXPECT_EQ(inventory_.newestPod(*component)->meta.uid, "p2");
  EXPECT_EQ(inventory_.pods().size(), 3u);
  EXPECT_EQ(inventory_.ownerOf(component->id), nullptr);
  EXPECT_EQ(inventory_.ownerOf(AssetId{99}), nullptr);
}

}  // namespace
}  // namespace evenkeel::kubernetes
