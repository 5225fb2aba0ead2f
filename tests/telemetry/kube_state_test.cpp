#include "telemetry/kube_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace evenkeel::telemetry {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Labels = std::vector<std::pair<std::string, std::string>>;

class Told : public testing::Test {
 protected:
  void tell(const std::string& metric, Labels labels, double value) {
    labels.emplace_back("__name__", metric);
    state_.take({std::move(labels), {{1700000000, value}}});
  }
  void pod(const std::string& name, const std::string& kind, const std::string& owner) {
    tell("kube_pod_owner",
         {{"namespace", "shop"}, {"pod", name}, {"owner_kind", kind}, {"owner_name", owner}}, 1);
  }
  void request(const std::string& name, const std::string& container, const std::string& resource,
               double amount, const std::string& which = "requests") {
    tell("kube_pod_container_resource_" + which,
         {{"namespace", "shop"}, {"pod", name}, {"container", container}, {"resource", resource}},
         amount);
  }
  void scaler(const std::string& metric, double value, Labels more = {}) {
    more.insert(more.end(), {{"namespace", "shop"}, {"horizontalpodautoscaler", "web-hpa"}});
    tell("kube_horizontalpodautoscaler_" + metric, std::move(more), value);
  }

  KubeState state_{""};
};

TEST_F(Told, WorkloadsWithTheirPodsAndSizes) {
  tell("kube_deployment_spec_replicas", {{"namespace", "shop"}, {"deployment", "web"}}, 3);
  tell("kube_statefulset_replicas", {{"namespace", "shop"}, {"statefulset", "db"}}, 2);
  tell("kube_replicaset_owner",
       {{"namespace", "shop"},
        {"replicaset", "web-1a"},
        {"owner_kind", "Deployment"},
        {"owner_name", "web"}},
       1);
  pod("web-1a-x", "ReplicaSet", "web-1a");
  pod("web-2b-y", "ReplicaSet", "web-2b");  // its ReplicaSet is gone
  pod("db-0", "StatefulSet", "db");
  pod("lost-0", "StatefulSet", "lost");
  request("web-1a-x", "main", "cpu", 0.5);
  request("web-1a-x", "side", "cpu", 0.1);
  request("web-1a-x", "main", "memory", 1000);
  request("web-1a-x", "main", "cpu", 1, "limits");
  request("db-0", "main", "cpu", 2);
  request("db-0", "main", "cpu", 4, "limits");
  request("web-1a-x", "main", "memory", 5000, "limits");

  const auto all = state_.workloads();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].kind + all[0].space + all[0].name, "Deploymentshopweb");
  EXPECT_EQ(all[0].replicas, 3);
  EXPECT_DOUBLE_EQ(all[0].cpuRequest.value(), 0.6);
  EXPECT_DOUBLE_EQ(all[0].memoryRequest.value(), 1000);
  EXPECT_EQ(all[0].cpuLimit, std::nullopt) << "its sidecar has none";
  EXPECT_EQ(all[0].scaler, std::nullopt);
  EXPECT_EQ(all[1].kind, "StatefulSet");
  EXPECT_EQ(all[1].cpuLimit, 4);
  EXPECT_EQ(all[1].memoryRequest, std::nullopt);

  const WorkloadOfPod owner = state_.owners();
  EXPECT_EQ(owner("shop", "web-1a-x"), 0u);
  EXPECT_EQ(owner("shop", "web-2b-y"), 0u);
  EXPECT_EQ(owner("shop", "db-0"), 1u);
  EXPECT_EQ(owner("shop", "lost-0"), std::nullopt);
  EXPECT_EQ(owner("other", "db-0"), std::nullopt);
}

// As the cluster has it: nothing is kept free for such a pod, and nothing holds it back.
TEST_F(Told, ARequestOfNothingIsNone) {
  tell("kube_statefulset_replicas", {{"namespace", "shop"}, {"statefulset", "db"}}, 2);
  pod("db-0", "StatefulSet", "db");
  request("db-0", "main", "cpu", 0);
  request("db-0", "main", "memory", 0);
  request("db-0", "main", "cpu", 0, "limits");
  const auto one = state_.workloads().front();
  EXPECT_EQ(one.cpuRequest, std::nullopt);
  EXPECT_EQ(one.memoryRequest, std::nullopt);
  EXPECT_EQ(one.cpuLimit, std::nullopt);
  request("db-0", "side", "cpu", 0.5);
  EXPECT_EQ(state_.workloads().front().cpuRequest, 0.5);
}

TEST_F(Told, LabelsThatWereMovedAsideAndOldNames) {
  tell("kube_deployment_spec_replicas",
       {{"namespace", "monitoring"}, {"exported_namespace", "shop"}, {"deployment", "web"}}, 1);
  tell("kube_pod_owner",
       {{"namespace", "monitoring"},
        {"exported_namespace", "shop"},
        {"pod", "kube-state-metrics"},
        {"exported_pod", "web-1a-x"},
        {"owner_kind", "ReplicaSet"},
        {"owner_name", "web-1a"}},
       1);
  tell("kube_pod_container_resource_requests_cpu_cores",
       {{"exported_namespace", "shop"},
        {"exported_pod", "web-1a-x"},
        {"exported_container", "main"}},
       0.25);
  const auto all = state_.workloads();
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].space, "shop");
  EXPECT_EQ(all[0].cpuRequest, 0.25);
}

TEST_F(Told, AnAutoscalerIsTheSameRule) {
  tell("kube_deployment_spec_replicas", {{"namespace", "shop"}, {"deployment", "web"}}, 3);
  scaler("info", 1, {{"scaletargetref_kind", "Deployment"}, {"scaletargetref_name", "web"}});
  scaler("spec_min_replicas", 2);
  scaler("spec_max_replicas", 9);
  scaler("status_desired_replicas", 4);
  const Labels cpu{{"metric_name", "cpu"}, {"metric_target_type", "utilization"}};
  scaler("spec_target_metric", 60, cpu);
  auto told = state_.workloads().front().scaler.value();
  EXPECT_EQ(told.minReplicas, 2);
  EXPECT_EQ(told.maxReplicas, 9);
  EXPECT_EQ(told.desired, 4);
  EXPECT_EQ(told.call, "hpa(cpu=60)");
  scaler("spec_target_metric", 70,
         {{"metric_name", "memory"}, {"metric_target_type", "utilization"}});
  EXPECT_THAT(state_.workloads().front().scaler->call,
              HasSubstr("{name: memory, target: {type: Utilization, averageUtilization: 70}}"));
  scaler("spec_target_metric", 5, {{"metric_name", "queue"}, {"metric_target_type", "average"}});
  told = state_.workloads().front().scaler.value();
  EXPECT_EQ(told.call, "");
  EXPECT_THAT(told.unread, HasSubstr("queue"));
}

TEST_F(Told, OneNamespaceAlone) {
  state_ = KubeState("other");
  tell("kube_deployment_spec_replicas", {{"namespace", "shop"}, {"deployment", "web"}}, 3);
  EXPECT_THAT(state_.workloads(), IsEmpty());
}

}  // namespace
}  // namespace evenkeel::telemetry
