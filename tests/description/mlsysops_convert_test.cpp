// Files of MLSysOps in, native documents out, and back.
#include <gtest/gtest.h>

#include "description/convert.h"
#include "description/mlsysops_samples.h"
#include "description/read_scenario.h"

namespace evenkeel {
namespace {

using samples::indented;

std::string textOf(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const auto& d : diagnostics) out += d.text() + "\n";
  return out;
}

std::string native(const std::string& text) {
  const Conversion conversion = convertFromMlsysops(text, "app.yaml");
  return textOf(conversion.diagnostics) + conversion.text;
}

std::string resource(const std::string& version, const std::string& kind, const std::string& name,
                     const std::string& body) {
  return "apiVersion: " + version + "\nkind: " + kind + "\nmetadata: {name: " + name + "}\n" + body;
}

std::string userFile(const std::string& root, const std::string& body) {
  return root + ":\n" + indented(body);
}

// ---- the five generations

TEST(MlsysopsConvert, CustomResources) {
  EXPECT_EQ(native(resource("mlsysops.eu/v1", "MLSysOpsApp", "watch", samples::kSnakeApp)),
            samples::kNativeApp);
  EXPECT_EQ(native(resource("mlsysops.eu/v1", "MLSysOpsNode", "pi-1", samples::kSnakeNode)),
            samples::kNativeNode);
}

TEST(MlsysopsConvert, UserFiles) {
  EXPECT_EQ(native(userFile("MLSysOpsApp", "name: watch\n" + samples::kSnakeApp)),
            samples::kNativeApp);
  EXPECT_EQ(native(userFile("MLSysOpsNode", samples::kSnakeNode)), samples::kNativeNode);
}

TEST(MlsysopsConvert, ResourcesOfFluidityWithNamesAndNumbersAsStrings) {
  EXPECT_EQ(native(resource("mlsysops.eu/v1", "MLSysOpsCluster", "athens-1",
                            "name: athens-1\ncluster_id: athens-1\nnodes: [pi-1]\n")),
            "apiVersion: evenkeel.dev/v1alpha1\nkind: Cluster\nmetadata:\n  name: athens-1\n"
            "spec:\n  nodes: [pi-1]\n");
  const std::string told = native(
      resource("mlsysops.eu/v1", "MLSysOpsNode", "n",
               "continuum_layer: edge\nhardware:\n  memory: \"4\"\n  gpu: {memory: \"2\"}\n"));
  EXPECT_NE(told.find("app.yaml:6: hardware.memory: warning: found the string '4'; read as a "
                      "number\n"),
            std::string::npos)
      << told;
  EXPECT_NE(told.find("hardware.gpu.memory: warning"), std::string::npos) << told;
  EXPECT_NE(told.find("memory: 4G\n"), std::string::npos) << told;
}

TEST(MlsysopsConvert, CamelCase) {
  EXPECT_EQ(native(userFile("MLSysOpsApplication", "name: watch\n" + samples::kCamelApp)),
            samples::kNativeApp);
  EXPECT_EQ(native(resource("fluidity.gr/v1", "MLSysOpsApplication", "watch", samples::kCamelApp)),
            samples::kNativeApp);
  EXPECT_EQ(native(userFile("MLSysOpsNode", samples::kCamelNode)), samples::kNativeNode);
}

TEST(MlsysopsConvert, HandWrittenResources) {
  EXPECT_EQ(native(resource("mlsysops.eu/v1", "MLSysOpsApp", "watch", samples::kCamelApp)),
            "app.yaml:2: warning: found camelCase keys under apiVersion mlsysops.eu/v1; read as "
            "those of the generation that writes so\n" +
                samples::kNativeApp);
}

TEST(MlsysopsConvert, Infrastructure) {
  EXPECT_EQ(native("MLSysOpsContinuum: {continuum_id: all, clusters: [a, b]}\n---\n"
                   "MLSysOpsCluster: {cluster_id: a, nodes: [n1], datacenter_id: d}\n---\n"
                   "MLSysOpsCluster: {cluster_id: b, nodes: [n2]}\n---\n"
                   "MLSysOpsDatacenter: {datacenter_id: d, cluster_id: a, continuum: cloud, nodes: "
                   "[n1], continent: europe, country: el, city: volos, location: [22.9, 39.4], "
                   "cloud_provider: private}\n"),
            "apiVersion: evenkeel.dev/v1alpha1\nkind: Continuum\nmetadata:\n  name: all\nspec:\n"
            "  clusters: [a, b]\n---\n"
            "apiVersion: evenkeel.dev/v1alpha1\nkind: Cluster\nmetadata:\n  name: a\nspec:\n"
            "  datacenter: d\n  nodes: [n1]\n---\n"
            "apiVersion: evenkeel.dev/v1alpha1\nkind: Cluster\nmetadata:\n  name: b\nspec:\n"
            "  nodes: [n2]\n---\n"
            "apiVersion: evenkeel.dev/v1alpha1\nkind: Datacenter\nmetadata:\n  name: d\nspec:\n"
            "  continent: europe\n  country: el\n  city: volos\n  clusters: [a]\n"
            "  nodes: [n1]\n  layer: cloud\n  location:\n    longitude: 22.9\n    latitude: 39.4\n"
            "  cloudProvider: private\n");
}

// ---- what is read otherwise than it is written

struct Case {
  std::string node;     // fields of a node, or
  std::string app;      // of an application's only component
  std::string warning;  // all that is told, without file and line
  std::string has;      // in the native document
};

class Told : public testing::TestWithParam<Case> {};

TEST_P(Told, OnceAndReadAsMeant) {
  const Case& c = GetParam();
  const std::string text =
      c.app.empty() ? "MLSysOpsNode:\n  name: n\n  continuum_layer: edge\n" + indented(c.node)
                    : "MLSysOpsApp:\n  name: a\n  components:\n  - metadata: {name: c}\n" +
                          indented(indented(c.app));
  const Conversion conversion = convertFromMlsysops(text, "f");
  ASSERT_FALSE(hasErrors(conversion.diagnostics)) << textOf(conversion.diagnostics);
  std::string told;
  for (Diagnostic diagnostic : conversion.diagnostics) {
    EXPECT_EQ(diagnostic.severity, Severity::Warning);
    EXPECT_GT(diagnostic.line, 1u);
    EXPECT_FALSE(diagnostic.path.empty());
    told += diagnostic.found + "; " + diagnostic.valid + "\n";
  }
  EXPECT_EQ(told, c.warning + "\n");
  EXPECT_NE(conversion.text.find(c.has), std::string::npos) << conversion.text;
}

INSTANTIATE_TEST_SUITE_P(
    Normalisations, Told,
    testing::Values(
        Case{"mobility: true\n", "", "found the key 'mobility'; read as 'mobile'", "mobile: true"},
        Case{"continuumLayer: edge\nmobile: true\ncluster_id: x\n", "",
             "found the same again in another spelling; ignored; the first is on line 3",
             "layer: edge"},
        Case{"mobile: on\ncluster_id: x\n", "", "found 'on'; read as true", "mobile: true"},
        Case{"mobile: \"Yes\"\n", "", "found the string 'Yes'; read as true", "mobile: true"},
        Case{"hardware: {cpu: {cores: \"8\"}}\n", "", "found the string '8'; read as a number",
             "cpu: \"8\""},
        Case{"hardware: {cpu: {frequency: [1.4]}}\n", "",
             "found '1.4' where Hz belong; read as GHz", "[\"1400000000\"]"},
        Case{"hardware: {memory: 4Gi}\n", "",
             "found '4Gi' where a number belongs; read with its unit", "memory: 4Gi"},
        Case{"hardware: {os: ubuntu}\n", "",
             "found 'os' in a wrong place; read as if it stood under environment", "os: ubuntu"},
        Case{"power: {availability: transient}\n", "",
             "found 'availability' in a wrong place; read as if it stood under the node",
             "availability: transient"},
        Case{"node_type: native\n", "",
             "found 'node_type' in a wrong place; read as if it stood under environment",
             "nodeType: native"},
        Case{"power: {target: {consumption: {value: 5, measurement_unit: wh, relation: "
             "lower_or_qqual}}}\n",
             "", "found 'lower_or_qqual'; read as 'lower_or_equal'", "unit: wh"},
        Case{"acceleration_api: [{call_name: image_inference, supported_platforms: [{name: gpu, "
             "suported_frameworks: [opencl]}]}]\n",
             "", "found the key 'suported_frameworks'; read as 'supported_frameworks'",
             "frameworks: [opencl]"},
        Case{"datacenter_id: d\n", "",
             "key 'datacenter_id'; ignored: a node's data centre is that of its cluster", "Node"},
        Case{"labels: zone=a\n", "",
             "found a single value where a list belongs; read as a list of it", "zone: a"},
        Case{"cluster_id: [x]\n", "",
             "found a list where one value belongs; read as its only value", "cluster: x"},
        Case{"cluster_id: My_Cluster\n", "", "found the name 'My_Cluster'; read as 'my-cluster'",
             "cluster: my-cluster"},
        Case{"colour: red\n", "", "unknown key 'colour'; ignored", "Node"},
        Case{"hardwear: {}\n", "", "unknown key 'hardwear'; ignored; did you mean 'hardware'?",
             "Node"},
        Case{"cluster_id:\n", "", "found nothing; ignored", "Node"},
        Case{"", "restart_policy: on_failure\n", "found 'on_failure'; read as 'OnFailure'",
             "restartPolicy: OnFailure"},
        Case{"", "storage: {buckets: [{bucket_id: b, reduncancy: none}]}\n",
             "found the key 'reduncancy'; read as 'redundancy'", "redundancy: none"},
        Case{"", "storage: {buckets: [{bucket_id: b, server_side_encryption: OFF}]}\n",
             "found 'OFF'; read as false", "encryption: false"},
        Case{"", "containers: [{platform_requirements: {performance_indicator: 3}}]\n",
             "found 'performance_indicator' in a wrong place; read as if it stood under cpu",
             "performanceIndicator: 3"},
        Case{"", "containers: [{platform_requirements: {os: kali}}]\n",
             "found 'os' in a wrong place; read as if it stood under components[]", "os: kali"},
        Case{"", "containers: [{platform_requirements: {container_runtime: docker}}]\n",
             "found 'container_runtime' in a wrong place; read as if it stood under components[]",
             "containerRuntimes: [docker]"},
        Case{"", "containers: [{platform_requirements: {cpu: {requests: \"\"}}}]\n",
             "found an empty text; ignored", "name: c"},
        Case{"", "sensors: [{camera: {framerate: 5}}]\n",
             "found the key 'framerate'; read as 'minimum_framerate'", "frameRate: 5"},
        Case{"cluster_id: x\navailability: \"\"\n", "", "found an empty text; ignored",
             "cluster: x"},
        Case{"spec: {mobile: true}\n", "",
             "found the fields under 'spec'; read as if they stood beside it", "mobile: true"},
        Case{"", "platform_requirements: {cpu: {requests: 250m}}\n",
             "found 'platform_requirements' in a wrong place; read as if it stood under "
             "containers[]",
             "cpu: 250m"},
        Case{"", "depends_on: [d]\n", "found no component 'd'; left out", "name: c"},
        Case{"", "depends_on: [c]\n", "found a dependency that closes a circle; left out",
             "name: c"},
        Case{"", "os: plan9\n",
             "found 'plan9', which is none of ubuntu, kali or zephyr; kept as it is", "os: plan9"},
        Case{"", "containers: [{platform_requirements: {cpu: {limits: \"1\"}}}]\n",
             "found a limit of CPU and none of memory; a limit of memory that is never reached is "
             "written beside it: 8Pi",
             "limits:\n        cpu: \"1\"\n        memory: 8Pi"},
        Case{"sensors: [{camera: {instances: 2}, instances: 3}]\n", "",
             "found other instances than those of the sensor itself; ignored; 2 counts",
             "instances: 2"},
        Case{"distributed_storage_service: {member: false, available_space: 4}\n", "",
             "found space of a node that is no member; ignored", "layer: edge"},
        Case{"",
             "containers: [{platform_requirements: {cpu: {requests: 250m}, memory: {limits: "
             "1Gi}}}]\n",
             "found a limit of memory and none of CPU; the request of CPU is its limit, as it is "
             "without limits",
             "limits:\n        cpu: 250m\n        memory: 1Gi"},
        Case{
            "",
            "node_placement: {scaling: {instances: 3, scaling_criteria: max_cpu_utilization}}\n",
            "key 'scaling_criteria'; ignored: it names a metric without a value to hold it against",
            "replicas: 3"}));

TEST(MlsysopsConvert, OneContainerAsksOnce) {
  const std::string told = native(userFile(
      "MLSysOpsApp",
      "name: a\ncomponents:\n  - metadata: {name: b}\n    containers:\n"
      "      - platform_requirements: {cpu: {cores: 2}, ram: \"4\", memory: {requests: 2Gi}}\n"
      "        resources: {requests: {cpu: \"1\"}, limits: {cpu: \"1\", memory: 4Gi}}\n"
      "      - platform_requirements: {cpu: {requests: 500m}}\n"));
  for (const std::string wanted :
       {"found memory that is asked for twice; ignored; memory.requests counts\n",
        "found 1 beside 2 of the platform's requirements; the former counts\n",
        "found a request of 1500m above the limit of 1 (CPU, all containers together)"})
    EXPECT_NE(told.find(wanted), std::string::npos) << wanted << told;
}

TEST(MlsysopsConvert, BothWaysBetweenTwoComponentsIsOneCallWithAllThatIsWanted) {
  const Conversion conversion = convertFromMlsysops(
      "MLSysOpsApp:\n  name: a\n  components:\n"
      "    - {metadata: {name: b}, containers: [{image: b}]}\n"
      "    - {metadata: {name: c}, containers: [{image: c}]}\n"
      "  component_interactions:\n"
      "    - {component_name1: b, type: egress, component_name2: c}\n"
      "    - component_name1: b\n      type: ingress\n      component_name2: c\n"
      "      interaction_metrics:\n"
      "        - {system_metric_id: bandwidth, target: 5, measurement_unit: Mbps, relation: "
      "greater_than}\n",
      "f.yaml");
  ASSERT_EQ(conversion.diagnostics.size(), 1u);
  EXPECT_EQ(conversion.diagnostics[0].text(),
            "f.yaml:8: MLSysOpsApp.component_interactions[1]: warning: found an interaction that "
            "closes a circle; what it wants stands at the call the other way");
  EXPECT_NE(conversion.text.find("metric: bandwidth\n"), std::string::npos) << conversion.text;
}

TEST(MlsysopsConvert, EveryIgnoredSecretIsToldAndNotKept) {
  const Conversion conversion = convertFromMlsysops(
      "MLSysOpsNode:\n  name: n\n  continuum_layer: edge\n  network_resources:\n"
      "    redirection_interface: [{connection_type: wifi, pairing_info: {net_key: hush}}]\n",
      "f");
  EXPECT_EQ(textOf(conversion.diagnostics),
            "f:5: MLSysOpsNode.network_resources.redirection_interface[0].pairing_info.net_key: "
            "warning: key 'net_key'; ignored: a secret does not belong into a description\n");
  EXPECT_EQ(conversion.text.find("hush"), std::string::npos);
}

TEST(MlsysopsConvert, ReferencesToWhatAnotherFileMayHoldAreKept) {
  EXPECT_EQ(native("MLSysOpsCluster: {cluster_id: c, nodes: [n1, elsewhere]}\n---\n"
                   "MLSysOpsNode: {name: n1, continuum_layer: cloud, cluster_id: c}\n"),
            "app.yaml:1: MLSysOpsCluster.nodes[1]: warning: found 'elsewhere', and no such Node "
            "among those of this file; left out\n"
            "apiVersion: evenkeel.dev/v1alpha1\nkind: Cluster\nmetadata:\n  name: c\nspec:\n"
            "  nodes: [n1]\n---\napiVersion: evenkeel.dev/v1alpha1\nkind: Node\nmetadata:\n"
            "  name: n1\nspec:\n  cluster: c\n");
}

TEST(MlsysopsConvert, AStarIsNoConstraint) {
  EXPECT_EQ(native("MLSysOpsApp:\n  name: app\n  cluster_placement: {cluster_id: [\"*\"]}\n"
                   "  components:\n"
                   "    - metadata: {name: c}\n      node_placement: {continuum_layer: [\"*\"]}\n"
                   "  permitted_actions: [\"*\"]\n"),
            "apiVersion: evenkeel.dev/v1alpha1\nkind: Application\nmetadata:\n  name: app\nspec:\n"
            "  components:\n    - name: c\n"
            "  permittedActions: [move, redirect-traffic, change-image, change-runtime-class, "
            "change-cpu-set, resize, accelerate]\n");
}

TEST(MlsysopsConvert, TheFileNamesWhatHasNoName) {
  EXPECT_EQ(native("MLSysOpsApp:\n  components: [{metadata: {name: c}}]\n"),
            "app.yaml:1: MLSysOpsApp: warning: found no name; the name of the file is taken\n"
            "apiVersion: evenkeel.dev/v1alpha1\nkind: Application\nmetadata:\n  name: app\nspec:\n"
            "  components:\n    - name: c\n");
}

TEST(MlsysopsConvert, LeaveToScaleComesFromTheScalingModeAlone) {
  const std::string text = native(
      "MLSysOpsApp:\n  name: app\n  components:\n    - metadata: {name: c}\n"
      "      node_placement: {scaling: {scaling_mode: auto}}\n  permitted_actions: [\"*\"]\n");
  EXPECT_NE(text.find("permittedActions: [scale, move, "), std::string::npos) << text;
}

TEST(MlsysopsConvert, ADefaultThatWasNotGivenIsNotMadeUp) {
  const std::string head = "MLSysOpsNode: {name: n, continuum_layer: edge, hardware: {";
  const std::pair<std::string, std::string> cases[] = {
      {head + "cpu: {cores: 2}}}\n", "  allocatable:\n    cpu: \"2\"\n"},
      {head + "cpu: {cores: 4}}}\n", "  allocatable:\n    cpu: \"4\"\n"},
      {head + "memory: 4}}\n", "  allocatable:\n    memory: 4G\n"}};
  for (const auto& [described, has] : cases) {
    const std::string text = native(described);
    EXPECT_TRUE(text.starts_with("apiVersion")) << text;
    EXPECT_TRUE(text.ends_with(has)) << text;
  }
}

TEST(MlsysopsConvert, WhatWasGivenIsStillGivenAfterTheWayThroughANativeFile) {
  const std::string described =
      "MLSysOpsApp:\n  name: app\n  components:\n    - metadata: {name: c}\n"
      "      node_placement: {scaling: {instances: 1}}\n"
      "      qos_metrics: [{application_metric_id: fps, target: 3, relation: equal}]\n"
      "      containers:\n        - image: i\n"
      "          platform_requirements: {cpu: {requests: \"1\"}, gpu: {requests: 1, limits: 1, "
      "model: k80}}\n"
      "  permitted_actions: [\"*\"]\n"
      "  global_satisfaction: {threshold: 0.5, achievement_weights: [{metric_id: fps, weight: "
      "1}]}\n"
      "---\nMLSysOpsNode: {name: n, continuum_layer: edge, mobile: false, environment: {os: "
      "kali}, hardware: {cpu: {cores: 4, architecture: amd64}}}\n";
  const Conversion direct = convertToMlsysops(described, "app.yaml");
  EXPECT_EQ(textOf(direct.diagnostics), "");
  for (const char* part : {"instances: 1\n", "requests: \"1\"\n", "requests: 1\n", "weight: 1\n",
                           "permitted_actions: [\"*\"]\n", "mobile: false\n"})
    EXPECT_NE(direct.text.find(part), std::string::npos) << part << direct.text;
  EXPECT_EQ(direct.text.find("auto"), std::string::npos) << direct.text;
  EXPECT_EQ(convertToMlsysops(native(described), "native.yaml").text, direct.text);
}

// ---- what cannot be understood

TEST(MlsysopsConvert, RefusesWithItsPlace) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "found no document"},
      {"# nothing\n", "found no document"},
      {"a", "found 'a'; write a description"},
      {"- MLSysOpsNode: {}\n", "found a list; write a description"},
      {"{}", "found an empty map"},
      {"kind: MLSysOpsThing\napiVersion: mlsysops.eu/v1\n", "found 'MLSysOpsThing'; write one of"},
      {"kind: [a]\n", "found a list; write one of"},
      {"Deployment: {}\n", "unknown key 'Deployment'; write one of the keys"},
      {"MLSysOpsNode: 3\n", "found '3'; write a map"},
      {"MLSysOpsNode:\n", "found nothing; write a map"},
      {"MLSysOpsNode: {name: n, hardware: 3}\n", "MLSysOpsNode.hardware: found '3'; write a map"},
      {"MLSysOpsNode: {name: {a: b}}\n", "MLSysOpsNode.name: found a map; write a single value"},
      {"MLSysOpsNode: {name: n, mobile: perhaps}\n", "found 'perhaps'; write true or false"},
      {"MLSysOpsNode: {name: n, continuum_layer: sky}\n",
       "found 'sky'; write cloud, edge_infrastructure, edge or far_edge"},
      {"MLSysOpsNode: {name: n, hardware: {cpu: {cores: 1e999}}}\n", "write a whole number"},
      {"MLSysOpsNode: {name: n, hardware: {cpu: {cores: 2.5}}}\n", "write a whole number"},
      {"MLSysOpsNode: {name: n, hardware: {cpu: {cores: -1}}}\n", "out of range"},
      {"MLSysOpsNode: {name: n, hardware: {cpu: {cores: .nan}}}\n", "write a whole number"},
      {"MLSysOpsNode: {name: n, hardware: {memory: 99999999999999999999}}\n", "number of GB"},
      {"MLSysOpsNode: {name: n, hardware: {cpu: {frequency: [-1]}}}\n", "above 0, in Hz"},
      {"MLSysOpsNode: {name: '***'}\n", "found the name '***'"},
      {"MLSysOpsNode: {name: n}\n---\nMLSysOpsNode: {name: N}\n", "found a second Node 'n'"},
      {"MLSysOpsApp: {name: a}\n", "MLSysOpsApp.components: found no components"},
      {"MLSysOpsApp: {name: a, components: [{metadata: {name: c}}, {metadata: {name: C}}]}\n",
       "found a second component 'c'"},
      {"MLSysOpsApp: {name: a, components: [{metadata: {name: c}, containers: "
       "[{platform_requirements: {cpu: {requests: lots}}}]}]}\n",
       "found 'lots'; write a quantity"},
      {"apiVersion: evenkeel.dev/v1alpha1\nkind: Node\nmetadata: {name: n}\n",
       "found a native document"},
      {"MLSysOpsNode: {name: &a n, labels: *b}\n", "not YAML"},
      {"MLSysOpsNode: {name: n", "not YAML"},
  };
  for (const auto& [text, says] : cases) {
    const Conversion conversion = convertFromMlsysops(text, "f");
    EXPECT_TRUE(hasErrors(conversion.diagnostics)) << text;
    EXPECT_EQ(conversion.text, "") << text;
    EXPECT_NE(textOf(conversion.diagnostics).find(says), std::string::npos)
        << text << textOf(conversion.diagnostics);
  }
}

// ---- to MLSysOps

TEST(MlsysopsConvert, ThereAndBackIsTheSame) {
  for (const std::string& wanted : {samples::kNativeApp, samples::kNativeNode}) {
    const Conversion there = convertToMlsysops(wanted, "native.yaml");
    EXPECT_EQ(textOf(there.diagnostics), "");
    const Conversion back = convertFromMlsysops(there.text, "there.yaml");
    EXPECT_EQ(textOf(back.diagnostics), "");
    EXPECT_EQ(back.text, wanted);
  }
}

TEST(MlsysopsConvert, WritesTheSpellingThatTheFrameworkReads) {
  const std::string text = convertToMlsysops(
                               "MLSysOpsApplication: {name: a, components: [{Component: {name: c}, "
                               "storage: {buckets: [{bucketID: b, reduncancy: High}]}}]}",
                               "f")
                               .text;
  EXPECT_EQ(text.find("MLSysOpsApp:\n  name: a\n"), 0u) << text;
  EXPECT_NE(text.find("- metadata:\n        name: c\n"), std::string::npos) << text;
  EXPECT_NE(text.find("reduncancy: high\n"), std::string::npos) << text;
}

TEST(MlsysopsConvert, TellsWhatMlsysopsCannotSay) {
  const Conversion conversion = convertToMlsysops(R"(apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {name: shop}
spec:
  permittedActions: [scale, brownout, move]
  targets: [{name: fast, metric: responseTime, value: 0.25}]
  components:
    - name: cart
      scaling: {maxReplicas: 20}
      serving: {workers: 3}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {name: s}
spec: {}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {name: n}
spec: {count: 2, speed: 2, cluster: c}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Cluster
metadata: {name: c}
)",
                                                  "f");
  EXPECT_EQ(textOf(conversion.diagnostics),
            "f:5: spec.permittedActions[1]: warning: MLSysOps has no words for it; left out\n"
            "f:6: spec.targets: warning: MLSysOps has no words for it; left out\n"
            "f:8: spec.components[0]: warning: MLSysOps requires "
            "MLSysOpsApp.components[].containers[].image, which is not given here; add an image of "
            "deployment.containers, or the key to what is written\n"
            "f:9: spec.components[0].scaling: warning: MLSysOps has no words for it; left out\n"
            "f:10: spec.components[0].serving: warning: MLSysOps has no words for it; left out\n"
            "f:12: kind: warning: MLSysOps has no words for a Scenario; left out\n"
            "f:20: spec: warning: MLSysOps requires MLSysOpsNode.environment, which is not given "
            "here; add details.environment, or the key to what is written\n"
            "f:20: spec.speed: warning: MLSysOps has no words for it; left out\n");
  EXPECT_NE(conversion.text.find("scaling_mode: auto"), std::string::npos) << conversion.text;
  EXPECT_NE(conversion.text.find("nodes: [n-1, n-2]"), std::string::npos) << conversion.text;
}

}  // namespace
}  // namespace evenkeel
