// A run that rests ends as one that decides every time: over loads, rules and worlds by chance.
#include <gtest/gtest.h>

#include <array>

#include "base/random.h"
#include "evaluation/compare.h"
#include "policy/catalogue.h"

namespace evenkeel::evaluation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array kCalls{
    "hpa(cpu=60)",
    "hpa(cpu=45,tolerance=0.02,cpuInitializationPeriod=40s)",
    "hpa(cpu=35,tolerance=0)",
    "hpa(cpu=70,loop=20s,downscaleStabilization=0s)",
    "hpa(cpu=50,downscaleStabilization=17m,cpuInitializationPeriod=90s)",
    "hpa(cpu=60,behavior={scaleDown: {stabilizationWindowSeconds: 120, policies: [{type: Pods, "
    "value: 1, periodSeconds: 60}]}})",
    "hpa(cpu=60,behavior={scaleUp: {stabilizationWindowSeconds: 200, policies: [{type: Percent, "
    "value: 30, periodSeconds: 90}]}, scaleDown: {selectPolicy: Disabled}})",
    "hpa(metrics=[{type: Resource, resource: {name: memory, target: {type: AverageValue, "
    "averageValue: 100Mi}}}, {type: Resource, resource: {name: cpu, target: {type: AverageValue, "
    "averageValue: 300m}}}])",
    "static",
    "static(replicas=3)",
    "schedule(policy='hpa(cpu=60)', rules=[{start: '7 * * * *', duration: 11m, minReplicas: 3}])",
    "schedule(policy=static, rules=[{start: '*/40 * * * *', duration: 13m, minReplicas: 4}])"};

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_(seed, "rest", "case") {}

  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low +
           static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(high - low + 1)));
  }
  bool once(std::int64_t in) { return between(1, in) == 1; }
  Duration seconds(std::int64_t low, std::int64_t high) {
    return std::chrono::seconds(between(low, high));
  }

 private:
  RandomStream random_;
};

Scenario scenarioOf(Chance& chance, Duration length) {
  Scenario scenario;
  scenario.name = "chance";
  scenario.duration = length;
  scenario.telemetry.scrapeInterval = chance.once(3) ? chance.seconds(10, 70) : Duration(60s);
  scenario.telemetry.delay = chance.once(3) ? chance.seconds(0, 20) : Duration(1s);
  if (chance.once(4)) scenario.telemetry.loss = 0.2;
  if (chance.once(4)) scenario.decisionDelay = chance.seconds(1, 20);
  Node node;
  node.name = "all";
  node.allocatable = {Quantity::units(chance.once(4) ? 4 : 1000), Quantity::units(1LL << 40)};
  scenario.nodes.push_back(node);
  Application application;
  application.name = "shop";
  application.permittedActions = {PermittedAction::Scale};
  if (chance.once(4)) application.guardrails.profile = GuardrailProfile::Parity;
  application.guardrails.maxSampleAge = chance.once(4) ? chance.seconds(20, 90) : Duration(90s);
  application.guardrails.churnLimit = static_cast<std::int32_t>(chance.between(2, 60));
  Component& component = application.components.emplace_back();
  component.name = "web";
  component.requests.cpu = Quantity::millis(chance.between(100, 1000));
  component.limits = {Quantity::units(1), Quantity::units(1 << 30)};
  component.replicas = static_cast<std::int32_t>(chance.between(1, 6));
  component.scaling = {static_cast<std::int32_t>(chance.between(1, 2)),
                       static_cast<std::int32_t>(chance.between(3, 12)),
                       {}};
  component.serving.serviceTime = {DistributionKind::Exponential, 20ms, 1, {}};
  component.startup.readinessDelay = chance.seconds(0, 100);
  if (chance.once(3)) component.baseCpu = {};
  application.targets.emplace_back().value = 0.2;
  scenario.applications.push_back(std::move(application));
  scenario.loads.push_back({"shop", SteadyLoad{}});
  if (chance.once(3)) {
    Fault fault;
    fault.kind = chance.once(2) ? FaultKind::MetricsMissing : FaultKind::MetricsZero;
    fault.at = chance.seconds(0, 3600);
    fault.duration = chance.seconds(60, 1800);
    scenario.faults.push_back(fault);
  }
  return scenario;
}

Intensity loadOf(Chance& chance, Duration length, std::int64_t most) {
  Intensity load;
  while (load.end() < Instant(length)) {
    const double rate = chance.once(4) ? 0 : static_cast<double>(chance.between(1, most));
    EXPECT_TRUE(load.append(chance.seconds(60, 1500), rate));
  }
  return load;
}

TEST(Rest, TheOutcomeIsTheSame) {
  std::uint64_t decided = 0;
  std::uint64_t asked = 0;
  for (std::uint64_t seed = 1; seed <= 250; ++seed) {
    Chance chance(seed);
    const bool fluid = !chance.once(5);
    const Duration length = fluid ? Duration(hours(5)) : Duration(minutes(45));
    ComparisonSetup setup;
    setup.detail = fluid ? simulation::Detail::Fluid : simulation::Detail::Requests;
    setup.scenario = scenarioOf(chance, length);
    const std::string call = kCalls[seed % kCalls.size()];
    const auto parsed = parsePolicyCall(call);
    ASSERT_TRUE(parsed) << parsed.error().text();
    const auto policy = makePolicy(*parsed);
    ASSERT_TRUE(policy) << policy.error().text();
    setup.contenders = {{call, {{call, policy->get()}}}};
    if (chance.once(6)) {  // two with a wish for the same knob
      setup.contenders.front().policies.push_back({"again", policy->get()});
    }
    const Intensity load = loadOf(chance, length, fluid ? 200 : 30);
    std::array<RunMeasures, 2> measures;
    for (const bool rests : {false, true}) {
      setup.rests = rests;
      auto compared = compare(setup, {load}, [](std::size_t) {}, [] { return false; });
      ASSERT_TRUE(compared) << compared.error().text();
      measures[rests ? 1 : 0] = std::move(compared->policies.front().runs.front());
      DecisionCounts& counts = measures[rests ? 1 : 0].total.decisions;
      (rests ? asked : decided) += counts.decisions;
      counts.decisions = counts.guarded = 0;
      measures[rests ? 1 : 0].applications.clear();
    }
    EXPECT_EQ(measures[0], measures[1]) << "seed " << seed << ": " << call;
  }
  EXPECT_LT(4 * asked, 3 * decided);
}

}  // namespace
}  // namespace evenkeel::evaluation
