#include "policy/scaling/hpa_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/schema_parameters.h"
#include "policy/catalogue.h"
#include "policy/component_fixture.h"
#include "policy/scaling/hpa_memory.h"

namespace evenkeel {
namespace {

using testing::codesOf;
using testing::ComponentFixture;
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::replicasIn;

std::unique_ptr<Policy> hpaAt(std::int32_t percent, std::optional<Behavior> behavior = {}) {
  HpaParameters parameters;
  parameters.cpu = percent;
  parameters.behavior = std::move(behavior);
  return *makeHpaPolicy(parameters);
}

TEST(HpaPolicy, ScalesUpByUtilisation) {
  const auto policy = hpaAt(60);
  ComponentFixture component(4);
  component.load(0.9);  // 90 % against 60 %: ceil(1.5 * 4)
  const auto answer = component.decide(*policy, {});
  ASSERT_TRUE(answer);
  EXPECT_EQ(replicasIn(answer->decision), 6);
  const Action& action = answer->decision.actions.at(0);
  EXPECT_EQ(action.mechanism, "scale");
  EXPECT_EQ(action.asset, AssetId{1});
  EXPECT_EQ(action.generation, 7);
  const Reason& reason = answer->decision.reasons.at(0);
  EXPECT_EQ(reason.code, "ValidMetricFound");
  EXPECT_EQ(reason.subject, "cpu");
  EXPECT_EQ(reason.observed, 90);
  EXPECT_EQ(reason.target, 60);
  EXPECT_EQ(reason.proposal, 6);
}

TEST(HpaPolicy, HoldsWithinTheTolerance) {
  const auto policy = hpaAt(60);
  ComponentFixture component(4);
  component.load(0.65);
  const auto answer = component.decide(*policy, {});
  EXPECT_EQ(replicasIn(answer->decision), std::nullopt);
  EXPECT_THAT(codesOf(answer->decision), Contains("WithinTolerance"));
}

TEST(HpaPolicy, WaitsFiveMinutesBeforeItScalesDown) {
  const auto policy = hpaAt(60);
  ComponentFixture component(4);
  PolicyState memory;
  std::optional<std::int64_t> asked;
  int steps = 0;
  for (; !asked; ++steps) {
    ASSERT_LT(steps, 40);
    component.load(0.3);
    auto answer = component.decide(*policy, memory);
    memory = answer->state;
    asked = replicasIn(answer->decision);
    component.now += 15s;
  }
  EXPECT_EQ(asked, 2);
  // The first sight of it recommended 4; at 300 s that still counts, at 315 s no more.
  EXPECT_EQ(steps - 1, 21);
}

TEST(HpaPolicy, AnOldSampleIsMissing) {
  const auto policy = hpaAt(60);
  ComponentFixture component(4);
  component.load(0.9);
  component.now += 91s;
  const auto answer = component.decide(*policy, {});
  EXPECT_EQ(replicasIn(answer->decision), std::nullopt);
  EXPECT_THAT(codesOf(answer->decision), Contains("FailedGetResourceMetric"));
}

// What a metric could not be used for, and the container that it speaks of.
struct Lack {
  std::string code;
  std::string subject;
  friend bool operator==(const Lack&, const Lack&) = default;
};

Lack lackOf(ComponentFixture& component, const Policy& policy) {
  const auto answer = component.decide(policy, {});
  EXPECT_EQ(replicasIn(answer->decision), std::nullopt) << "it holds";
  const Reason& reason = answer->decision.reasons.at(0);
  EXPECT_FALSE(reason.observed || reason.proposal);
  return {reason.code, reason.subject};
}

TEST(HpaPolicy, SaysWhyAMetricCannotBeUsed) {
  const auto policy = hpaAt(60);
  ComponentFixture component(2);
  component.load(0.9);
  component.pod(1).containers.emplace_back().name = "sidecar";
  EXPECT_EQ(lackOf(component, *policy), (Lack{"FailedMissingRequest", "cpu{container=sidecar}"}));

  component.load(0.9);
  for (const std::size_t i : {0u, 1u}) component.pod(i).containers[0].cpuRequest = Quantity{};
  EXPECT_EQ(lackOf(component, *policy), (Lack{"FailedZeroRequest", "cpu"}));

  component.load(0.9);
  component.pod(0).ready = component.pod(1).ready = std::nullopt;
  EXPECT_EQ(lackOf(component, *policy), (Lack{"FailedNoPodCounts", "cpu"}));

  component.pods({std::nullopt, std::nullopt});
  EXPECT_EQ(lackOf(component, *policy), (Lack{"FailedGetResourceMetric", "cpu"}));
}

TEST(HpaPolicy, SaysThatAContainerIsNotThere) {
  HpaParameters parameters;
  MetricSpec spec;
  spec.source = MetricSourceType::ContainerResource;
  spec.name = "cpu";
  spec.container = "gone";
  spec.target.averageUtilization = 60;
  parameters.metrics = {spec};
  ComponentFixture component(2);
  component.load(0.9);
  EXPECT_EQ(lackOf(component, **makeHpaPolicy(parameters)),
            (Lack{"FailedMissingContainer", "cpu{container=gone}"}));
}

TEST(HpaPolicy, SaysThatThereAreNoPodsToMultiply) {
  HpaParameters parameters;
  MetricSpec queue;
  queue.source = MetricSourceType::External;
  queue.name = "queue";
  queue.target = {MetricTargetType::Value, 0, Quantity::units(100)};
  parameters.metrics = {queue};
  ComponentFixture component(2);
  component.series.add({SeriesId{9}, component.now, 15s, 520});
  EXPECT_EQ(lackOf(component, **makeHpaPolicy(parameters)), (Lack{"FailedNoPods", "queue"}));
}

// A pod that burns CPU to get ready, or whose sample is from before it was.
TEST(HpaPolicy, CpuOfAPodThatStartsIsNoLoad) {
  const auto policy = hpaAt(60);
  ComponentFixture component(4);
  const auto replicasWith = [&](Duration age, bool ready, Duration readyFor) {
    component.pods({0.6, 0.6, 0.6, 5.0});
    PodState& pod = component.pod(3);
    pod.started = component.now - age;
    pod.ready = ready;
    pod.readyTransition = component.now - readyFor;
    return replicasIn(component.decide(*policy, {})->decision);
  };
  EXPECT_EQ(replicasWith(20s, false, 20s), std::nullopt);
  EXPECT_EQ(replicasWith(20s, true, 5s), std::nullopt);
  EXPECT_EQ(replicasWith(40s, true, 20s), 8);  // a whole window since: it is load
}

TEST(HpaPolicy, GoesToTheBoundsWithoutMetrics) {
  const auto policy = hpaAt(60);
  ComponentFixture component(20, {2, 10, {}});
  EXPECT_EQ(replicasIn(component.decide(*policy, {})->decision), 10);
  component.state.replicas = 1;
  EXPECT_EQ(replicasIn(component.decide(*policy, {})->decision), 2);
}

TEST(HpaPolicy, LeavesPodsAloneThatAnotherScalerClaims) {
  const auto policy = hpaAt(60);
  ComponentFixture component(4);
  component.load(5);
  component.state.selectorAmbiguous = true;
  const auto answer = component.decide(*policy, {});
  EXPECT_EQ(replicasIn(answer->decision), std::nullopt);
  EXPECT_THAT(codesOf(answer->decision), Contains("AmbiguousSelector"));
}

TEST(HpaPolicy, ScalesByASeriesOfTheComponent) {
  HpaParameters parameters;
  MetricSpec rate;
  rate.source = MetricSourceType::External;
  rate.name = metric::kRequestRate;
  rate.target = {MetricTargetType::AverageValue, 0, Quantity::units(100)};
  parameters.metrics = {rate};
  const auto policy = *makeHpaPolicy(parameters);
  EXPECT_EQ(policy->needs().metrics.at(0).of, MetricOf::Component);
  ComponentFixture component(3);
  component.load(0.1);
  component.series.add({SeriesId{9}, component.now, 15s, 520});
  EXPECT_EQ(replicasIn(component.decide(*policy, {})->decision), 6);
}

MetricSpec queueOn(MetricSourceType source, std::string object) {
  MetricSpec spec;
  spec.source = source;
  spec.name = "queue";
  spec.object = std::move(object);
  spec.target = {MetricTargetType::Value, 0, Quantity::units(30)};
  return spec;
}

TEST(HpaPolicy, RefusesMetricsOfDifferentObjectsThatOneSeriesWouldAnswer) {
  const auto first = queueOn(MetricSourceType::Object, "Ingress/main");
  HpaParameters parameters;
  for (const auto& other : {queueOn(MetricSourceType::Object, "Service/main"),
                            queueOn(MetricSourceType::External, "")}) {
    parameters.metrics = {first, other};
    const auto policy = makeHpaPolicy(parameters);
    ASSERT_FALSE(policy);
    EXPECT_THAT(policy.error().text(), HasSubstr("'queue' both on 'Ingress/main' and "));
  }
  parameters.metrics = {first, first};
  EXPECT_TRUE(makeHpaPolicy(parameters));
  parameters.metrics[1].source = MetricSourceType::Pods;
  EXPECT_TRUE(makeHpaPolicy(parameters)) << "pods have series of their own";
}

TEST(HpaPolicy, SeriesOfOneMetricAreToldApartByTheirSelector) {
  const char* const metrics =
      "[{type: External, external: {metric: {name: queue, selector: {matchLabels: {name: orders}}},"
      " target: {type: AverageValue, averageValue: 3}}},"
      " {type: External, external: {metric: {name: queue, selector: {matchExpressions:"
      " [{key: name, operator: NotIn, values: [orders]}]}}, target: {type: Value, value: 3}}}]";
  const auto policy = makePolicy({"hpa", {{"metrics", metrics}}, "hpa"});
  ASSERT_TRUE(policy) << policy.error().text();
  EXPECT_EQ((*policy)->needs().metrics.at(0).metric, "queue{name=orders}");
  EXPECT_EQ((*policy)->needs().metrics.at(1).metric, "queue{name notin (orders)}");
  const char* const odd =
      "[{type: External, external: {metric: {name: queue, selector: {matchExpressions:"
      " [{key: name, operator: In}]}}, target: {type: Value, value: 3}}}]";
  EXPECT_THAT(makePolicy({"hpa", {{"metrics", odd}}, "hpa"}).error().text(),
              HasSubstr("'values' is missing"));
}

Behavior fourAMinute() {
  ScalingRules up;
  up.policies = {{ScalingPolicyType::Pods, 4, 60s}};
  return {up, {}};
}

TEST(HpaPolicy, WhatWasAskedForCountsOnceItIsSeen) {
  const auto policy = hpaAt(50, fourAMinute());
  ComponentFixture component(4);
  component.load(4);
  auto answer = component.decide(*policy, {});
  EXPECT_EQ(replicasIn(answer->decision), 8);
  component.now += 15s;

  // It never happened: all four are still free.
  component.load(4);
  EXPECT_EQ(replicasIn(component.decide(*policy, answer->state)->decision), 8);

  // A guardrail let half of it through: two are left.
  component.state.replicas = 6;
  component.load(4);
  EXPECT_EQ(replicasIn(component.decide(*policy, answer->state)->decision), 8);

  // All of it: nothing is left in this minute, and on a grid of 15 s the fifth step is free again.
  component.state.replicas = 8;
  PolicyState memory = answer->state;
  for (int step = 1; step < 4; ++step) {
    component.load(4);
    auto held = component.decide(*policy, memory);
    EXPECT_EQ(replicasIn(held->decision), std::nullopt) << step;
    EXPECT_THAT(codesOf(held->decision), Contains("ScaleUpLimit"));
    memory = held->state;
    component.now += 15s;
  }
  component.load(4);
  EXPECT_EQ(replicasIn(component.decide(*policy, memory)->decision), 12);
}

TEST(HpaPolicy, TakesTheBehaviorOfTheComponent) {
  const auto policy = hpaAt(50);
  ComponentFixture component(4, {1, 100, fourAMinute()});
  component.load(40);
  EXPECT_EQ(replicasIn(component.decide(*policy, {})->decision), 8);
}

TEST(HpaPolicy, ComesBackFromZeroOnlyWhereItWentThereItself) {
  HpaParameters parameters;
  MetricSpec queue;
  queue.source = MetricSourceType::External;
  queue.name = "queue";
  queue.target = {MetricTargetType::Value, 0, Quantity::units(10)};
  parameters.metrics = {queue};
  ScalingRules down;
  down.stabilizationWindow = 0s;
  parameters.behavior = Behavior{{}, down};
  const auto policy = *makeHpaPolicy(parameters);
  ComponentFixture component(2, {0, 10, {}});
  component.load(0);
  component.series.add({SeriesId{9}, component.now, {}, 0});
  const auto toZero = component.decide(*policy, {});
  ASSERT_EQ(replicasIn(toZero->decision), 0);

  component.now += 15s;
  component.state.replicas = component.state.statusReplicas = 0;
  component.load(0);
  component.series.add({SeriesId{9}, component.now, {}, 25});
  EXPECT_EQ(replicasIn(component.decide(*policy, toZero->state)->decision), 3);
  EXPECT_EQ(replicasIn(component.decide(*policy, {})->decision), std::nullopt);
}

TEST(HpaPolicy, GoesToZeroOnlyByAMetricThatIsThereWithoutPods) {
  HpaParameters parameters;
  ScalingRules down;
  down.stabilizationWindow = 0s;
  parameters.behavior = Behavior{{}, down};
  ComponentFixture component(2, {0, 10, {}});
  component.load(0);
  EXPECT_EQ(replicasIn(component.decide(**makeHpaPolicy(parameters), {})->decision), 1);
}

TEST(HpaPolicy, DamagedStateStartsAnewAndSaysSo) {
  const auto policy = hpaAt(60);
  ComponentFixture component(4);
  component.load(0.1);
  for (const PolicyState& bad : {PolicyState{1, "rubbish"}, PolicyState{9, "x"}}) {
    const auto answer = component.decide(*policy, bad);
    ASSERT_TRUE(answer);
    EXPECT_THAT(codesOf(answer->decision), Contains("state-reset"));
    // The first sight of a count holds it up, so that forgetting never scales down at once.
    EXPECT_EQ(replicasIn(answer->decision), std::nullopt);
  }
}

TEST(HpaPolicy, ReadsItsParametersAsWritten) {
  const auto read =
      readParameters(hpaSchema(),
                     {{"cpu", "70"},
                      {"loop", "3m"},
                      {"tolerance", "0.2"},
                      {"behavior", "{scaleDown: {selectPolicy: Disabled}}"},
                      {"metrics",
                       "[{type: Pods, pods: {metric: {name: q}, target: {type: AverageValue, "
                       "averageValue: 500m}}}]"}},
                     "hpa(...)");
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->cpu, 70);
  EXPECT_EQ(read->loop, 180s);
  EXPECT_EQ(read->behavior->scaleDown->select, SelectPolicy::Disabled);
  EXPECT_EQ(read->metrics.at(0).target.value, Quantity::millis(500));
  EXPECT_EQ((*makeHpaPolicy(*read))->needs().period, 180s);
}

// Any count, pods and load, over several decisions.
TEST(HpaPolicyProperty, StaysWithinTheBoundsAndNeverDownOnPartialData) {
  EXPECT_TRUE(rc::check([] {
    const auto low = *rc::gen::inRange(1, 20);
    const auto high = *rc::gen::inRange(low, 60);
    const bool withBehavior = *rc::gen::arbitrary<bool>();
    HpaParameters parameters;
    parameters.cpu = *rc::gen::inRange(1, 200);
    if (withBehavior) parameters.behavior = fourAMinute();
    MetricSpec other;  // nobody measures this one
    other.source = MetricSourceType::Pods;
    other.name = "unmeasured";
    other.target = {MetricTargetType::AverageValue, 0, Quantity::units(1)};
    const bool partial = *rc::gen::arbitrary<bool>();
    if (partial) parameters.metrics = {other};
    const auto policy = *makeHpaPolicy(parameters);

    ComponentFixture component(*rc::gen::inRange(0, 80), {low, high, {}});
    PolicyState memory;
    for (int step = 0; step < 6; ++step) {
      const auto loads = *rc::gen::container<std::vector<double>>(
          static_cast<std::size_t>(component.state.replicas),
          rc::gen::map(rc::gen::inRange(0, 4000), [](int m) { return m / 1000.0; }));
      std::vector<std::optional<double>> cores(loads.begin(), loads.end());
      for (auto& c : cores) {
        if (*rc::gen::inRange(0, 5) == 0) c.reset();
      }
      component.pods(cores);
      const auto answer = component.decide(*policy, memory);
      RC_ASSERT(answer.has_value());
      if (const auto asked = replicasIn(answer->decision)) {
        RC_ASSERT(*asked >= low && *asked <= high);
        const bool inBounds = component.state.replicas >= low && component.state.replicas <= high;
        if (partial && inBounds) RC_ASSERT(*asked > component.state.replicas);
        component.state.replicas = static_cast<std::int32_t>(*asked);
        component.state.statusReplicas = component.state.replicas;
      }
      memory = answer->state;
      component.now += std::chrono::seconds(*rc::gen::inRange(1, 120));
    }
  }));
}

TEST(HpaMemoryProperty, GoesThroughItsBytesUnchanged) {
  EXPECT_TRUE(rc::check([] {
    const Instant now{std::chrono::hours(1000)};
    const auto time = rc::gen::map(rc::gen::inRange<std::int64_t>(0, 3'600'000'000'000'000),
                                   [](std::int64_t ns) { return Instant(Duration(ns)); });
    hpa::PolicyMemory written;
    written.memory.scaledToZero = *rc::gen::arbitrary<bool>();
    if (*rc::gen::arbitrary<bool>()) written.memory.recommendations.emplace();
    for (int i = *rc::gen::inRange(0, 30); written.memory.recommendations && i > 0; --i)
      written.memory.recommendations->push_back({*rc::gen::inRange(0, 1 << 30), *time});
    for (int i = *rc::gen::inRange(0, 5); i > 0; --i)
      written.memory.events.up.push_back(
          {*rc::gen::inRange(1, 1 << 30), *time, *rc::gen::arbitrary<bool>()});
    if (*rc::gen::arbitrary<bool>()) written.asked = hpa::AskedChange{3, 4, *time};
    const auto read = hpa::decode(hpa::encode(written), now);
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->memory.recommendations == written.memory.recommendations);
    RC_ASSERT(read->memory.events == written.memory.events);
    RC_ASSERT(read->memory.scaledToZero == written.memory.scaledToZero);
    RC_ASSERT(read->asked == written.asked);
  }));
}

TEST(HpaMemoryProperty, AnyBytesGiveAMemoryOrAnError) {
  const auto policy = hpaAt(60);
  ComponentFixture component(4);
  component.load(0.5);
  EXPECT_TRUE(rc::check([&] {
    const auto bytes = *rc::gen::arbitrary<std::string>();
    (void)hpa::decode({1, bytes}, component.now);
    RC_ASSERT(component.decide(*policy, {1, bytes}).has_value());
  }));
}

TEST(HpaMemory, ATimeFromTheFutureBecomesNow) {
  const Instant now{std::chrono::hours(1)};
  hpa::PolicyMemory ahead;
  ahead.memory.recommendations = {{5, now + std::chrono::hours(9)}};
  const auto read = hpa::decode(hpa::encode(ahead), now);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->memory.recommendations->at(0).time, now);
}

}  // namespace
}  // namespace evenkeel
