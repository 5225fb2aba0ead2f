// Objects as API servers write them, cut to what is read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"
#include "kubernetes/autoscaler.h"
#include "kubernetes/disruption_budget.h"
#include "kubernetes/metric_values.h"
#include "kubernetes/node.h"
#include "kubernetes/pod.h"
#include "kubernetes/pod_metrics.h"
#include "kubernetes/scaled_object.h"
#include "kubernetes/vertical_autoscaler.h"
#include "kubernetes/workload.h"

namespace evenkeel::kubernetes {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr std::string_view kPod = R"({
  "metadata": {"name": "web-1", "namespace": "shop", "uid": "u1", "resourceVersion": "7",
    "creationTimestamp": "2026-01-01T00:00:00Z", "labels": {"app": "web"},
    "annotations": {"prometheus.io/port": "9090", "a": "b"},
    "ownerReferences": [{"apiVersion": "v1", "kind": "Thing", "name": "x", "uid": "u0"},
      {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web", "uid": "u2", "controller": true}]},
  "spec": {"nodeName": "node-1", "resources": {"requests": {"cpu": "2"}},
    "containers": [
      {"name": "web", "ports": [{"name": "metrics", "containerPort": 9090}, {"containerPort": 80}],
        "resources": {"requests": {"cpu": "250m", "memory": "64Mi"}, "limits": {"cpu": 1, "memory": "128Mi"}}},
      {"name": "log", "resources": {}}],
    "initContainers": [{"name": "once"}, {"name": "proxy", "restartPolicy": "Always",
      "resources": {"requests": {"cpu": "10m"}}}]},
  "status": {"phase": "Running", "podIP": "10.0.0.7", "startTime": "2026-01-01T00:00:01Z",
    "conditions": [{"type": "PodScheduled", "status": "True"},
      {"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-01T00:00:05Z"}],
    "containerStatuses": [{"name": "web", "restartCount": 2,
      "lastState": {"terminated": {"reason": "OOMKilled"}}, "state": {"running": {}}}],
    "initContainerStatuses": [{"name": "proxy", "restartCount": 1}]}})";

TEST(ReadPod, AsTheApiServerWritesIt) {
  const auto pod = readPod(kPod);
  ASSERT_TRUE(pod) << pod.error().text();
  EXPECT_EQ(pod->meta.name, "web-1");
  EXPECT_EQ(pod->meta.space, "shop");
  EXPECT_EQ(pod->meta.uid, "u1");
  EXPECT_EQ(pod->meta.created, *parseTimestamp("2026-01-01T00:00:00Z"));
  EXPECT_EQ(pod->meta.labels.at("app"), "web");
  EXPECT_THAT(pod->meta.annotations, ElementsAre(Pair("prometheus.io/port", "9090")));
  EXPECT_EQ(pod->meta.controller, (Owner{"apps/v1", "ReplicaSet", "web", "u2"}));
  EXPECT_EQ(pod->node, "node-1");
  EXPECT_EQ(pod->address, "10.0.0.7");
  ASSERT_EQ(pod->ports.size(), 2u);
  EXPECT_EQ(pod->ports[0].name, "metrics");
  EXPECT_EQ(pod->ports[0].number, 9090);
  EXPECT_EQ(pod->ports[1].name, "");
  EXPECT_EQ(pod->started, *parseTimestamp("2026-01-01T00:00:01Z"));
  EXPECT_EQ(pod->readyTransition, *parseTimestamp("2026-01-01T00:00:05Z"));
  const PodState& state = pod->state;
  EXPECT_EQ(state.phase, PodPhase::Running);
  EXPECT_EQ(state.ready, true);
  EXPECT_FALSE(state.deleting);
  EXPECT_FALSE(state.unschedulable);
  EXPECT_EQ(state.podRequests, (Resources{Quantity::units(2), Quantity{}}));
  ASSERT_EQ(state.containers.size(), 3u);
  EXPECT_EQ(state.containers[0].cpuRequest, Quantity::millis(250));
  EXPECT_EQ(state.containers[0].cpuLimit, Quantity::units(1));
  EXPECT_EQ(state.containers[0].memoryLimit, Quantity::units(128 << 20));
  EXPECT_EQ(state.containers[0].restarts, 2);
  EXPECT_TRUE(state.containers[0].lastKilledForMemory);
  EXPECT_FALSE(state.containers[1].cpuRequest);
  EXPECT_EQ(state.containers[2].name, "proxy");
  EXPECT_TRUE(state.containers[2].restartableInit);
  EXPECT_EQ(state.containers[2].restarts, 1);
}

TEST(ReadPod, BeforeANodeHasIt) {
  const auto pod = readPod(
      R"({"metadata": {"name": "p", "uid": "u", "deletionTimestamp": "2026-01-01T00:00:00Z"},
    "status": {"conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable"}]}})");
  ASSERT_TRUE(pod) << pod.error().text();
  EXPECT_EQ(pod->state.phase, PodPhase::Pending);
  EXPECT_EQ(pod->state.ready, std::nullopt);
  EXPECT_EQ(pod->started, std::nullopt);
  EXPECT_TRUE(pod->state.unschedulable);
  EXPECT_TRUE(pod->state.deleting);
  EXPECT_FALSE(pod->state.podRequests);
  EXPECT_EQ(readPod(R"({"metadata": {"name": "p", "uid": "u"}, "status": {"phase": "Unknown"}})")
                ->state.phase,
            PodPhase::Running);
}

TEST(ReadObjects, SayWhatIsNone) {
  for (const char* text :
       {"", "[]", "7", "{", "{}", R"({"metadata": []})", R"({"metadata": {"name": "a"}})"}) {
    EXPECT_FALSE(readPod(text)) << text;
    EXPECT_FALSE(readNode(text)) << text;
    EXPECT_FALSE(readWorkload(text, "Deployment")) << text;
  }
  const auto odd =
      readPod(R"({"metadata": {"name": "p", "namespace": "n", "uid": "u"}, "spec": {"containers":
      [{"name": "c", "resources": {"requests": {"cpu": "much"}}}]}})");
  ASSERT_FALSE(odd);
  EXPECT_THAT(odd.error().text(), HasSubstr("n/p, container c: cpu: "));
  // What is of another type than it should be counts as not there.
  EXPECT_TRUE(
      readPod(R"({"metadata": {"name": "p", "uid": "u", "labels": 7, "ownerReferences": {"a": 1}},
      "spec": [], "status": {"conditions": "none", "containerStatuses": {"x": []}}})"));
}

Workload workloadOf(const std::string& kind, const std::string& spec, const std::string& status) {
  const auto read = readWorkload(
      R"({"metadata": {"name": "web", "namespace": "shop", "uid": "u", "generation": 4},
      "spec": {)" +
          spec + R"(}, "status": {)" + status + "}}",
      kind);
  EXPECT_TRUE(read) << read.error().text();
  return read.value_or(Workload{});
}

TEST(ReadWorkload, CountsAndSizes) {
  const Workload web = workloadOf(
      "Deployment",
      R"("replicas": 3, "template": {"spec": {"containers": [
          {"name": "a", "resources": {"requests": {"cpu": "100m", "memory": "10M"}, "limits": {"cpu": "1", "memory": "20M"}}},
          {"name": "b", "resources": {"requests": {"cpu": "50m"}, "limits": {"cpu": "1", "memory": "20M"}}}]}})",
      R"("observedGeneration": 4, "replicas": 3, "readyReplicas": 2, "updatedReplicas": 3)");
  EXPECT_EQ(web.kind, "Deployment");
  EXPECT_EQ(web.meta.generation, 4);
  EXPECT_EQ(web.observedGeneration, 4);
  EXPECT_EQ(web.state.replicas, 3);
  EXPECT_EQ(web.state.statusReplicas, 3);
  EXPECT_EQ(web.state.readyReplicas, 2);
  EXPECT_EQ(web.state.podRequests, (Resources{Quantity::millis(150), Quantity::units(10'000'000)}));
  EXPECT_EQ(web.state.podLimits, (Resources{Quantity::units(2), Quantity::units(40'000'000)}));
  EXPECT_FALSE(web.state.rollout);
}

TEST(ReadWorkload, WithoutAReplicaCountItIsOneAndWithoutALimitThereIsNone) {
  const Workload web =
      workloadOf("Deployment", R"("template": {"spec": {"containers": [{"name": "a",
      "resources": {"limits": {"cpu": "1"}}}]}})",
                 "");
  EXPECT_EQ(web.state.replicas, 1);
  EXPECT_EQ(web.state.podLimits, std::nullopt);
  EXPECT_EQ(workloadOf("Deployment", R"("replicas": 0)", "").state.replicas, 0);
}

TEST(ReadWorkload, ARolloutIsWherePodsOfAnOlderTemplateAreThere) {
  const auto isRollout = [](const std::string& kind, const std::string& status) {
    return workloadOf(kind, R"("replicas": 5)", status).state.rollout;
  };
  EXPECT_TRUE(isRollout("Deployment", R"("replicas": 6, "updatedReplicas": 2)"));
  EXPECT_FALSE(isRollout("Deployment", R"("replicas": 3, "updatedReplicas": 3)"))
      << "it is scaled up";
  EXPECT_FALSE(isRollout("ReplicaSet", R"("replicas": 3)"));
  EXPECT_TRUE(isRollout(
      "StatefulSet",
      R"("replicas": 5, "updatedReplicas": 1, "currentRevision": "a", "updateRevision": "b")"));
  EXPECT_FALSE(
      isRollout("StatefulSet", R"("replicas": 5, "currentRevision": "a", "updateRevision": "a")"));
}

TEST(ReadNode, AsTheApiServerWritesIt) {
  const auto node = readNode(
      R"({"metadata": {"name": "n1", "uid": "u", "labels": {"zone": "a"}}, "spec": {"unschedulable": true},
      "status": {"allocatable": {"cpu": "3920m", "memory": "12Gi", "pods": "110"},
        "conditions": [{"type": "MemoryPressure", "status": "False"}, {"type": "Ready", "status": "True"}]}})");
  ASSERT_TRUE(node) << node.error().text();
  EXPECT_TRUE(node->state.ready);
  EXPECT_FALSE(node->schedulable);
  EXPECT_EQ(node->mostPods, 110);
  EXPECT_EQ(node->state.allocatable,
            (Resources{Quantity::millis(3920), Quantity::units(std::int64_t{12} << 30)}));
  EXPECT_EQ(node->meta.labels.at("zone"), "a");
  EXPECT_FALSE(
      readNode(
          R"({"metadata": {"name": "n", "uid": "u"}, "status": {"conditions": [{"type": "Ready", "status": "Unknown"}]}})")
          ->state.ready);
}

constexpr std::string_view kAutoscaler = R"({
  "metadata": {"name": "web", "namespace": "shop", "uid": "h1"},
  "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
    "minReplicas": 2, "maxReplicas": 9,
    "metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}}]},
  "status": {"currentReplicas": 3, "desiredReplicas": 4, "lastScaleTime": "2026-01-01T00:00:05Z",
    "conditions": [{"type": "AbleToScale", "status": "True", "reason": "SucceededRescale", "message": "m"}]}})";

TEST(ReadAutoscaler, AsTheApiServerWritesIt) {
  const auto scaler = readAutoscaler(kAutoscaler);
  ASSERT_TRUE(scaler) << scaler.error().text();
  EXPECT_EQ(scaler->targetKind, "Deployment");
  EXPECT_EQ(scaler->targetName, "web");
  EXPECT_EQ(scaler->minReplicas, 2);
  EXPECT_EQ(scaler->maxReplicas, 9);
  EXPECT_EQ(scaler->call, "hpa(cpu=70)");
  EXPECT_EQ(scaler->currentReplicas, 3);
  EXPECT_EQ(scaler->desiredReplicas, 4);
  EXPECT_EQ(scaler->lastScale, *parseTimestamp("2026-01-01T00:00:05Z"));
  ASSERT_EQ(scaler->conditions.size(), 1u);
  EXPECT_EQ(scaler->conditions[0].reason, "SucceededRescale");
}

TEST(ReadAutoscaler, ItsRuleIsACallOfOurs) {
  const auto call = [](const std::string& spec) {
    const auto scaler =
        readAutoscaler(R"({"metadata": {"name": "a", "uid": "u"}, "spec": {)" + spec + "}}");
    return scaler ? scaler->call : scaler.error().text();
  };
  EXPECT_EQ(call(""), "hpa()");
  EXPECT_EQ(call(R"("behavior": {"scaleDown": {"selectPolicy": "Disabled"}})"),
            R"(hpa(behavior={"scaleDown":{"selectPolicy":"Disabled"}}))");
  EXPECT_EQ(
      call(R"("metrics": [{"type": "Pods", "pods": {"metric": {"name": "q"},
                    "target": {"type": "AverageValue", "averageValue": "3"}}}])"),
      R"(hpa(metrics=[{"pods":{"metric":{"name":"q"},"target":{"averageValue":"3","type":"AverageValue"}},"type":"Pods"}]))");
}

TEST(ReadAutoscaler, MetricsThatAreNoResourcesAreKnownByThemselves) {
  const auto scaler =
      readAutoscaler(R"({"metadata": {"name": "a", "uid": "u"}, "spec": {"metrics": [
    {"type": "Resource", "resource": {"name": "cpu"}},
    {"type": "Pods", "pods": {"metric": {"name": "hits", "selector": {"matchLabels": {"verb": "GET"}}}}},
    {"type": "Object", "object": {"metric": {"name": "lag"},
      "describedObject": {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "name": "main"}}},
    {"type": "External", "external": {"metric": {"name": "queue", "selector":
      {"matchExpressions": [{"key": "q", "operator": "NotIn", "values": ["x"]}]}}}},
    {"type": "External", "external": {"metric": {"name": "odd", "selector":
      {"matchExpressions": [{"key": "q", "operator": "Like"}]}}}}]}})");
  ASSERT_TRUE(scaler) << scaler.error().text();
  const std::vector<AppMetric> expected{
      {MetricSourceType::Pods, "hits", {{{"verb", "GET"}}, {}}, {}, {}, {}},
      {MetricSourceType::Object, "lag", {}, "networking.k8s.io/v1", "Ingress", "main"},
      {MetricSourceType::External,
       "queue",
       {{}, {{"q", LabelOperator::NotIn, {"x"}}}},
       {},
       {},
       {}}};
  EXPECT_EQ(scaler->appMetrics, expected);
}

TEST(ReadVerticalAutoscaler, AsTheApiServerWritesIt) {
  const auto scaler = readVerticalAutoscaler(R"({
    "metadata": {"name": "web", "namespace": "shop", "uid": "v1", "annotations": {"a": "b"}},
    "spec": {"targetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
      "updatePolicy": {"updateMode": "Off"}},
    "status": {"recommendation": {"containerRecommendations": [{"containerName": "c",
      "target": {"cpu": "250m", "memory": "262144k"}, "lowerBound": {"cpu": "25m"},
      "upperBound": {"cpu": "2", "memory": "1Gi"}, "uncappedTarget": {"cpu": "250m"}}]}}})");
  ASSERT_TRUE(scaler) << scaler.error().text();
  EXPECT_EQ(scaler->targetKind, "Deployment");
  EXPECT_EQ(scaler->targetName, "web");
  EXPECT_EQ(scaler->mode, "Off");
  ASSERT_EQ(scaler->containers.size(), 1u);
  const ContainerSize& size = scaler->containers[0];
  EXPECT_EQ(size.name, "c");
  EXPECT_EQ(size.target, (Resources{Quantity::millis(250), Quantity::units(262'144'000)}));
  EXPECT_EQ(size.lower, (Resources{Quantity::millis(25), {}}));
  EXPECT_EQ(size.upper.memory, Quantity::units(1 << 30));
  EXPECT_TRUE(scaler->meta.annotations.empty());
}

TEST(ReadVerticalAutoscaler, ThatRecommendsNothing) {
  const auto scaler = readVerticalAutoscaler(R"({"metadata": {"name": "web", "uid": "v1"},
    "status": {"conditions": [{"type": "RecommendationProvided", "status": "False", "reason": "NoPodsMatched"}]}})");
  ASSERT_TRUE(scaler) << scaler.error().text();
  EXPECT_EQ(scaler->mode, "Auto");
  EXPECT_TRUE(scaler->containers.empty());
  EXPECT_EQ(scaler->doubt, "NoPodsMatched");
  EXPECT_FALSE(readVerticalAutoscaler(
      R"({"metadata": {"name": "web", "uid": "v1"}, "status": {"recommendation":
    {"containerRecommendations": [{"target": {"cpu": "much"}}]}}})"));
  EXPECT_FALSE(readVerticalAutoscaler("{}"));
}

TEST(ReadScaledObject, AsTheApiServerWritesIt) {
  const auto scaled = readScaledObject(R"({
    "metadata": {"name": "web", "namespace": "shop", "uid": "s1", "annotations": {"autoscaling.keda.sh/paused-replicas": "3"}},
    "spec": {"scaleTargetRef": {"name": "web"}, "idleReplicaCount": 0, "minReplicaCount": 2, "maxReplicaCount": 9,
      "fallback": {"failureThreshold": 3, "replicas": 6}, "triggers": [{"type": "cron", "metadata": {}}, {"type": "kafka"}]},
    "status": {"conditions": [{"type": "Ready", "status": "False", "message": "no such topic"},
      {"type": "Active", "status": "False"}, {"type": "Fallback", "status": "True"}, {"type": "Paused", "status": "True"}]}})");
  ASSERT_TRUE(scaled) << scaled.error().text();
  EXPECT_EQ(scaled->targetApiVersion, "apps/v1");
  EXPECT_EQ(scaled->targetKind, "Deployment");
  EXPECT_EQ(scaled->targetName, "web");
  EXPECT_EQ(scaled->minReplicas, 2);
  EXPECT_EQ(scaled->idleReplicas, 0);
  EXPECT_EQ(scaled->triggers, (std::vector<std::string>{"cron", "kafka"}));
  EXPECT_TRUE(scaled->paused);
  EXPECT_EQ(scaled->pausedReplicas, 3);
  EXPECT_TRUE(scaled->onFallback);
  EXPECT_EQ(scaled->fallbackReplicas, 6);
  EXPECT_FALSE(scaled->active);
  EXPECT_EQ(scaled->doubt, "no such topic");
}

TEST(ReadScaledObject, WhatIsLeftOutIsAsKedaTakesIt) {
  const auto read = [](const std::string& annotations) {
    return *readScaledObject(
        R"({"metadata": {"name": "a", "uid": "u", "annotations": {)" + annotations +
        R"(}}, "spec": {"scaleTargetRef": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": "x"}}})");
  };
  const ScaledObject plain = read("");
  EXPECT_EQ(plain.targetKind, "Rollout");
  EXPECT_EQ(plain.minReplicas, 0);
  EXPECT_FALSE(plain.paused || plain.onFallback || plain.idleReplicas || plain.fallbackReplicas);
  EXPECT_TRUE(plain.active);
  EXPECT_TRUE(read(R"("autoscaling.keda.sh/paused": "true")").paused);
  EXPECT_FALSE(read(R"("autoscaling.keda.sh/paused": "false")").paused);
  EXPECT_FALSE(readScaledObject("[]"));
}

DisruptionBudget budgetOf(const std::string& spec) {
  const auto budget = readDisruptionBudget(
      R"({"metadata": {"name": "b", "namespace": "shop", "uid": "u"}, "spec": {)" + spec +
      R"(}, "status": {"disruptionsAllowed": 2}})");
  EXPECT_TRUE(budget) << budget.error().text();
  return *budget;
}

TEST(ReadDisruptionBudget, HowManyMayGo) {
  const DisruptionBudget least =
      budgetOf(R"("minAvailable": 2, "selector": {"matchLabels": {"app": "web"}})");
  EXPECT_EQ(least.text(), "minAvailable 2");
  EXPECT_EQ(least.allowed, 2);
  EXPECT_EQ(least.allowedOf(5), 3);
  EXPECT_EQ(least.allowedOf(1), 0);
  EXPECT_EQ(least.selector->matchLabels.size(), 1u);
  const DisruptionBudget share = budgetOf(R"("minAvailable": "70%")");
  EXPECT_EQ(share.text(), "minAvailable 70 %");
  EXPECT_FALSE(share.selector);
  EXPECT_EQ(share.allowedOf(10), 3);
  EXPECT_EQ(share.allowedOf(3), 0);
  EXPECT_EQ(budgetOf(R"("maxUnavailable": "10%")").allowedOf(11), 2);
  EXPECT_EQ(budgetOf(R"("maxUnavailable": 0)").allowedOf(11), 0);
  EXPECT_FALSE(readDisruptionBudget(
      R"({"metadata": {"name": "b", "uid": "u"}, "spec": {"minAvailable": "some"}})"));
  EXPECT_FALSE(readDisruptionBudget(R"({"metadata": {"name": "b"}})"));
}

TEST(ReadMetricValues, OfBothVersions) {
  const auto values = readMetricValues(R"({"kind": "MetricValueList", "items": [
    {"describedObject": {"name": "a"}, "timestamp": "2026-01-01T00:00:00Z", "windowSeconds": 30, "value": "1500m"},
    {"describedObject": {"name": "b"}, "timestamp": "2026-01-01T00:00:01Z", "window": 15, "value": "2"},
    {"timestamp": "2026-01-01T00:00:01Z", "value": "3"}]})");
  ASSERT_TRUE(values) << values.error().text();
  ASSERT_EQ(values->size(), 3u);
  EXPECT_EQ(values->at(0).object, "a");
  EXPECT_EQ(values->at(0).window, 30s);
  EXPECT_EQ(values->at(0).value, Quantity::millis(1500));
  EXPECT_EQ(values->at(0).time, *parseTimestamp("2026-01-01T00:00:00Z"));
  EXPECT_EQ(values->at(1).window, 15s);
  EXPECT_EQ(values->at(2).window, 0s);
}

TEST(ReadMetricValues, WhatIsNone) {
  for (
      const char* text :
      {"", "{}", R"({"kind": "Status"})",
       R"({"kind": "MetricValueList", "items": [{"value": "1"}]})",
       R"({"kind": "MetricValueList", "items": [{"timestamp": "2026-01-01T00:00:01Z"}]})",
       R"({"kind": "MetricValueList", "items": [{"timestamp": "2026-01-01T00:00:01Z", "value": "x"}]})"})
    EXPECT_FALSE(readMetricValues(text)) << text;
}

TEST(ReadPodMetrics, AsTheMetricsApiWritesThem) {
  const auto metrics = readPodMetrics(R"({"metadata": {"name": "web-1", "namespace": "shop"},
    "timestamp": "2026-01-01T00:00:15Z", "window": "15.25s",
    "containers": [{"name": "web", "usage": {"cpu": "1500001n", "memory": "1Mi"}},
                   {"name": "log", "usage": {"cpu": "0", "memory": "2Ki"}}]})");
  ASSERT_TRUE(metrics) << metrics.error().text();
  EXPECT_EQ(metrics->space, "shop");
  EXPECT_EQ(metrics->name, "web-1");
  EXPECT_EQ(metrics->time, *parseTimestamp("2026-01-01T00:00:15Z"));
  EXPECT_EQ(metrics->window, 15250ms);
  ASSERT_EQ(metrics->containers.size(), 2u);
  EXPECT_EQ(metrics->containers[0].cpu, Quantity::millis(2));  // rounded up, as the HPA does
  EXPECT_EQ(metrics->containers[0].memory, Quantity::units(1 << 20));
}

TEST(ReadPodMetrics, FaultsAreTold) {
  for (const char* text :
       {"", "[]", "{}", R"({"metadata": {"name": "a"}})",
        R"({"metadata": {"name": "a"}, "timestamp": "2026-01-01T00:00:15Z", "window": "x"})",
        R"({"metadata": {"name": "a"}, "timestamp": "2026-01-01T00:00:15Z", "window": "1s",
                               "containers": [{"usage": {"cpu": "-"}}]})"})
    EXPECT_FALSE(readPodMetrics(text)) << text;
  EXPECT_FALSE(readAutoscaler("{}"));
}

}  // namespace
}  // namespace evenkeel::kubernetes
