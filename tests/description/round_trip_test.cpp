// Any valid scenario, written and read back, is the same scenario.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "description/application_text.h"
#include "description/drawn_loads.h"
#include "description/read_scenario.h"
#include "description/write_scenario.h"
#include "model/policy_call.h"

namespace evenkeel {
namespace {

class Draw : public DrawnValues {
 public:
  std::vector<Target> targets() {
    std::vector<Target> out(static_cast<std::size_t>(small(0, 2)));
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = {name("t", i),
                one<TargetMetric>(7),
                one<Statistic>(7),
                one<Relation>(5),
                real(-10, 10),
                real(0, 5),
                time()};
    return out;
  }

  ScalingRules rules() {
    ScalingRules out;
    out.select = one<SelectPolicy>(3);
    if (yes()) out.stabilizationWindow = std::chrono::seconds(whole(0, 3600));
    if (yes()) out.tolerance = real(0, 1);
    if (yes())
      out.policies.push_back(
          {one<ScalingPolicyType>(2), small(1, 1000), std::chrono::seconds(whole(1, 1800))});
    return out;
  }

  ServiceTime serviceTime() {
    ServiceTime out;
    out.kind = one<DistributionKind>(6);
    if (out.kind == DistributionKind::Empirical) {
      out.values = {time(), time()};
      return out;
    }
    out.mean = time();
    out.cv = real(1, 10) + 0.001;
    return out;
  }

  Hardware hardware() {
    Hardware out;
    if (yes()) out.cpu = Processor{words(), {amount(), amount()}, real(0, 9)};
    if (yes()) out.mcu = Microcontroller{words(), small(0, 9), amount(), {}, amount(), real(0, 9)};
    if (yes()) out.disk = amount();
    if (yes()) out.gpu = Accelerator{words(), small(1, 9), amount(), real(0, 9)};
    if (yes()) out.fpga = Accelerator{};
    return out;
  }

  Environment environment() {
    Environment out;
    if (yes()) out.nodeType = one<NodeType>(3);
    out.os = words();
    if (yes()) out.containerRuntimes = {"containerd", "docker"};
    return out;
  }

  Sensor sensor() {
    Sensor out;
    out.kind = one<SensorKind>(9);
    out.model = words();
    out.instances = small(1, 9);
    if (yes()) out.resolutions = {"1024x768"};
    if (yes()) out.minimum = real(-9, 9);
    if (yes()) out.maximumSamplingFrequency = real(0, 9);
    out.endpoint = words();
    return out;
  }

  Deployment deployment() {
    Deployment out;
    out.hostNetwork = yes();
    if (yes()) out.restartPolicy = one<RestartPolicy>(3);
    if (!yes()) return out;
    Container container;
    container.image = words();
    container.command = {words(), words()};
    if (yes()) container.imagePullPolicy = one<ImagePullPolicy>(3);
    if (yes())
      container.ports = {
          {words(), small(1, 65'535), small(1, 65'535), words(), one<PortProtocol>(3)}};
    if (yes()) container.env = {{"a", words(), ""}, {"b", "", "spec.nodeName"}};
    if (yes()) container.acceleratedCalls = {{"call", words()}};
    out.containers = {container, container};
    return out;
  }

  void addDetails(Component& c) {
    c.uid = words();
    c.needs = {environment(), hardware(), {sensor()}};
    c.deployment = deployment();
    c.data.sensitive = yes();
    if (yes()) c.data.criticality = one<Criticality>(3);
    if (yes()) c.data.buckets = {{"b", one<Redundancy>(3), real(0, 9), {}, yes(), yes()}};
    if (yes()) c.qosMetrics = {{"fps", one<Relation>(5), real(-9, 9), real(0, 9)}};
    for (Call& call : c.calls) {
      if (yes()) call.criticality = one<Criticality>(3);
      if (yes()) call.targets = {{one<CallMetric>(3), one<Relation>(5), real(0, 9)}};
    }
  }

  void addDetails(Application& a) {
    a.uid = words();
    if (yes()) a.clusterPlacement.instances = small(0, 9);
    if (yes()) a.clusterPlacement.layers = {one<Layer>(4)};
    if (yes()) a.clusterPlacement.cities = {"volos"};
    if (yes()) a.colocated = {{"c0"}};
    if (yes()) a.satisfaction = Satisfaction{real(0, 1), one<Relation>(5)};
  }

  NodeDetails details() {
    NodeDetails out;
    if (yes()) out.availability = one<Availability>(2);
    if (yes()) out.location = Location{real(-180, 180), real(-90, 90)};
    out.environment = environment();
    out.hardware = hardware();
    if (yes()) out.sensors = {sensor(), sensor()};
    if (yes()) out.accelerationCalls = {{"call", {{"gpu", {"opencl"}}}}};
    if (yes()) out.networks = {{"wifi", words(), words(), words(), words(), yes(), yes()}};
    if (yes())
      out.powerSupply = {yes(),
                         {{"sun", {1, 2}}},
                         {3},
                         real(0, 9),
                         {{one<PowerQuantity>(3), one<Relation>(5), real(-9, 9), words()}}};
    if (yes()) out.sharedStorage = amount();
    if (yes()) out.permittedActions = {one<NodeAction>(7)};
    return out;
  }

  Component component(std::size_t i) {
    Component c;
    c.name = name("c", i);
    c.requests = {amount(), amount()};
    if (yes()) c.limits = c.requests + Resources{amount(), amount() + c.baseMemory};
    c.optional = yes();
    if (yes()) c.placement.layers = {Layer::Cloud};
    if (yes()) c.placement.labels = {"zone=a"};
    if (yes()) c.placement.mobile = false;
    for (std::size_t k = 0; k < i; ++k) {
      if (yes()) c.dependsOn.push_back(name("c", k));
      if (yes()) c.calls.push_back({name("c", k), real(0, 3), real(0, 1), small(0, 3)});
    }
    c.serving = {one<Discipline>(2), small(1, 100), small(0, 1000),
                 std::nullopt,       serviceTime(), amount()};
    if (yes()) c.serving.timeout = time();
    c.startup = {amount(), time(), time(), time()};
    c.scaling.minReplicas = small(0, 5);
    c.scaling.maxReplicas = small(6, 1000);
    c.replicas = small(c.scaling.minReplicas, c.scaling.maxReplicas);
    if (yes()) c.scaling.behavior = Behavior{rules(), std::nullopt};
    if (yes())
      c.resourceBounds = ResourceBounds{c.requests, c.requests + Resources{amount(), amount()}};
    if (yes()) c.workloadRef = WorkloadRef{"apps/v1", "Deployment", "x.y"};
    if (yes()) c.policies = {"hpa(cpu=60)", "static"};
    addDetails(c);
    return c;
  }

  Application application(std::size_t i) {
    Application a;
    a.name = name("app", i);
    const auto count = static_cast<std::size_t>(small(1, 3));
    for (std::size_t k = 0; k < count; ++k) a.components.push_back(component(k));
    if (yes()) a.requestTypes = {{"all", "c0", real(0, 9)}};
    a.targets = targets();
    a.weights = {real(0, 1), real(0, 1)};
    if (yes()) a.permittedActions = {PermittedAction::Scale, one<PermittedAction>(6)};
    if (a.permittedActions.size() == 2 && a.permittedActions[1] == PermittedAction::Scale)
      a.permittedActions.pop_back();
    a.guardrails = {
        one<GuardrailProfile>(2), real(0, 9), real(0, 1), time(), small(1, 99), time(), time()};
    addDetails(a);
    return a;
  }

  Fault fault() {
    Fault f;
    f.kind = one<FaultKind>(12);
    f.at = time();
    const bool momentary = f.kind == FaultKind::PodKill || f.kind == FaultKind::ClockJump;
    if (!momentary) f.duration = time();
    if (f.kind == FaultKind::ClockJump) f.jump = yes() ? time() : -time();
    if (f.kind == FaultKind::PodKill && yes()) f.subject = "app0/c0";
    if (f.kind == FaultKind::NodeDown && yes()) f.subject = "big";
    f.count = small(1, 9);
    return f;
  }

  Scenario scenario() {
    Scenario s;
    s.name = "s.1";
    const auto applications = static_cast<std::size_t>(small(1, 2));
    for (std::size_t i = 0; i < applications; ++i) s.applications.push_back(application(i));
    Node node;
    node.name = "big";
    node.labels = {"zone=a", "x"};
    node.allocatable = {Quantity::units(1'000'000'000'000), Quantity::units(1'000'000'000'000)};
    node.speed = real(0, 5);
    node.pullBandwidth = amount();
    if (yes()) node.power = PowerModel{1, real(1, 100)};
    node.details = details();
    if (yes()) {
      node.cluster = "east";
      s.clusters.push_back({"east", "", {"big"}, targets(), {real(0, 1), 0, real(0, 1), 0}});
      if (yes()) {
        s.clusters[0].datacenter = "home";
        s.datacenters.push_back({"home", "Europe", "el", words(), {"east"}, real(0, 900)});
      }
    }
    s.nodes.push_back(node);
    if (yes()) {
      s.continuum = Continuum{"all", {}, targets(), {{Layer::Cloud, Layer::Edge, 20ms}}};
      for (const auto& cluster : s.clusters) s.continuum->clusters.push_back(cluster.name);
    }
    for (int i = small(0, 3); i > 0; --i)
      s.loads.push_back({"app0", drawnShape(*this), real(0, 1)});
    for (int i = small(0, 3); i > 0; --i) s.faults.push_back(fault());
    for (const char* text : {"static", "hpa(cpu=60, metrics=[{type: Resource}])"})
      if (yes()) s.policies.push_back(*parsePolicyCall(text));
    s.routing = one<Routing>(2);
    s.telemetry = {100ms + time(), time(), real(0, 0.9)};
    s.duration = time() + 1s;
    if (yes()) s.start = WallTime(Duration(whole(0, 2'000'000'000'000'000'000)));
    s.warmUp = 1s;
    s.decisionDelay = time();
    s.seed = static_cast<std::uint64_t>(whole(0, std::numeric_limits<std::int64_t>::max() - 1));
    s.prices = {real(0, 1), real(0, 1), 0, real(0, 1)};
    return s;
  }
};

RC_GTEST_PROP(RoundTrip, ScenariosAreReadBack, ()) {
  const Scenario scenario = Draw().scenario();
  const std::string text = writeScenario(scenario);
  const auto read = readScenarioText(text, "", {.tracesMustExist = false});
  for (const auto& diagnostic : read.diagnostics) RC_LOG() << diagnostic.text() << "\n";
  RC_LOG() << text;
  RC_ASSERT(read.diagnostics.empty());
  RC_ASSERT(read.scenario == scenario);
}

RC_GTEST_PROP(RoundTrip, ApplicationsAloneAreReadBack, ()) {
  const Application application = Draw().scenario().applications.front();
  const auto read = readApplicationText(applicationText(application));
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == application);
}

// A Kubernetes object's name and its namespace's together can be longer than a document's.
TEST(RoundTrip, ALongNameIsCut) {
  Application application;
  application.name = std::string(252, 'a') + '.' + std::string(63, 'b');
  Component web;
  web.name = "web";
  application.components = {web};
  const auto read = readApplicationText(applicationText(application));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->name, std::string(252, 'a'));
  EXPECT_EQ(read->components, application.components);
}

TEST(RoundTrip, WhatIsNoApplicationIsRefused) {
  for (const std::string_view text :
       {"", "nonsense",
        "apiVersion: evenkeel.dev/v1alpha1\nkind: Application\nmetadata: {name: a}\n",
        "apiVersion: evenkeel.dev/v1alpha1\nkind: Continuum\nmetadata: {name: a}\nspec: {}\n"}) {
    EXPECT_FALSE(readApplicationText(text)) << text;
  }
}

}  // namespace
}  // namespace evenkeel
