// What is written for MLSysOps: what was given and its framework demands, in its own words; and
// what is told of the rest is true.
#include <gtest/gtest.h>

#include "description/convert.h"

namespace evenkeel {
namespace {

std::string textOf(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const auto& d : diagnostics) out += d.text() + "\n";
  return out;
}

std::string document(const std::string& kind, const std::string& name, const std::string& spec) {
  return "apiVersion: evenkeel.dev/v1alpha1\nkind: " + kind + "\nmetadata: {name: " + name +
         "}\nspec: " + spec + "\n";
}

std::string component(const std::string& fields) {
  return document("Application", "a",
                  "{components: [{name: c, deployment: {containers: [{image: i}]}" +
                      (fields.empty() ? "" : ", " + fields) + "}]}");
}

std::string node(const std::string& fields) {
  return document(
      "Node", "x",
      "{details: {environment: {os: ubuntu}}" + (fields.empty() ? "" : ", " + fields) + "}");
}

std::string details(const std::string& fields) {
  return document("Node", "x", "{details: {environment: {os: ubuntu}, " + fields + "}}");
}

Conversion written(const std::string& native) {
  return convertToMlsysops(native, "f");
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// ---- only what was given

TEST(MlsysopsWrite, DefaultsThatWereNotGivenAreNotWritten) {
  EXPECT_EQ(written(component("")).text,
            "MLSysOpsApp:\n  name: a\n  components:\n    - metadata:\n        name: c\n"
            "      containers:\n        - image: i\n");
  // A node's hardware is demanded: the cores in force say it.
  EXPECT_EQ(written(node("")).text,
            "MLSysOpsNode:\n  name: x\n  continuum_layer: cloud\n  environment:\n    os: ubuntu\n"
            "  hardware:\n    cpu:\n      cores: 4\n");
  EXPECT_EQ(written(node("architecture: arm64")).text,
            "MLSysOpsNode:\n  name: x\n  continuum_layer: cloud\n  environment:\n    os: ubuntu\n"
            "  hardware:\n    cpu:\n      architecture: arm64\n");
}

struct Given {
  std::string native;
  std::string has;
};

class Defaults : public testing::TestWithParam<Given> {};

TEST_P(Defaults, ThatWereGivenAreWritten) {
  const Conversion conversion = written(GetParam().native);
  EXPECT_EQ(textOf(conversion.diagnostics), "");
  EXPECT_TRUE(holds(conversion.text, GetParam().has)) << conversion.text;
}

INSTANTIATE_TEST_SUITE_P(
    MlsysopsWrite, Defaults,
    testing::Values(
        Given{component("replicas: 1"), "scaling:\n          instances: 1\n"},
        Given{component("requests: {cpu: 1}"),
              "platform_requirements:\n            cpu:\n              requests: \"1\"\n"},
        Given{component("requests: {memory: 128Mi}"),
              "platform_requirements:\n            memory:\n              requests: 128Mi\n"},
        // Kubernetes takes a limit for a request that is left out.
        Given{component("limits: {cpu: 2, memory: 1Gi}"),
              "cpu:\n              requests: \"1\"\n              limits: \"2\"\n            "
              "memory:\n"
              "              requests: 128Mi\n              limits: 1Gi\n"},
        Given{component("data: {sensitive: false}"), "data_sensitivity: false\n"},
        Given{component("needs: {hardware: {gpu: {}}}"), "gpu: {}\n"},
        Given{component("needs: {hardware: {gpu: {count: 1}}}"),
              "gpu:\n              requests: 1\n"},
        Given{component("needs: {sensors: [{kind: camera, instances: 1}]}"),
              "- camera: {}\n          instances: 1\n"},
        Given{component("qosMetrics: [{metric: m, value: 1, weight: 1}]"), "weight: 1\n"},
        Given{node("mobile: false"), "mobile: false\n"},
        Given{node("architecture: amd64"), "cpu:\n      architecture: amd64\n"},
        Given{node("allocatable: {cpu: 4, memory: 8G}"), "cores: 4\n    memory: 8\n"},
        Given{details("networks: [{technology: wifi, applicationTraffic: true}]"),
              "application_traffic_permission: true\n"}));

TEST(MlsysopsWrite, WhatMlsysopsItselfSaysIsKeptThoughItIsADefault) {
  const std::string text = convertToMlsysops(
                               "MLSysOpsApplication: {name: a, components: [{Component: {name: c}, "
                               "nodePlacement: {Scaling: {instances: 1}}, containers: [{image: i, "
                               "resources: {requests: {cpu: '1', memory: 128Mi, nvidia.com/gpu: "
                               "1}}}]}]}\n---\nMLSysOpsNode: {name: x, continuumLayer: Cloud, "
                               "mobility: false, environment: {OS: Ubuntu}, hardware: {CPU: "
                               "{architecture: amd64, cores: 4}}}\n",
                               "f")
                               .text;
  for (const char* kept : {"instances: 1\n", "requests: \"1\"\n", "requests: 128Mi\n",
                           "gpu:\n              requests: 1\n", "mobile: false\n",
                           "architecture: amd64\n", "cores: 4\n"})
    EXPECT_TRUE(holds(text, kept)) << kept << text;
}

// ---- what the framework demands

TEST(MlsysopsWrite, DemandedReferencesAreTakenFromTheOtherDocuments) {
  const Conversion conversion = written(
      document("Continuum", "all", "{}") + "---\n" + document("Datacenter", "d", "{layer: edge}") +
      "---\n" + document("Cluster", "k", "{datacenter: d}") + "---\n" +
      document("Node", "n", "{count: 2, cluster: k, details: {environment: {os: kali}}}"));
  EXPECT_EQ(textOf(conversion.diagnostics), "");
  for (const char* part :
       {"MLSysOpsContinuum:\n  name: all\n  continuum_id: all\n  clusters: [k]\n",
        "MLSysOpsDatacenter:\n  datacenter_id: d\n  cluster_id: k\n  continuum: edge\n"
        "  nodes: [n-1, n-2]\n",
        "MLSysOpsCluster:\n  name: k\n  cluster_id: k\n  nodes: [n-1, n-2]\n"})
    EXPECT_TRUE(holds(conversion.text, part)) << conversion.text;
}

TEST(MlsysopsWrite, DemandedKeysThatNothingGivesAreToldOnceEach) {
  const std::pair<std::string, std::string> cases[] = {
      {document("Application", "a", "{components: [{name: c}, {name: d}]}"),
       "f:4: spec.components[0]: warning: MLSysOps requires "
       "MLSysOpsApp.components[].containers[].image, which is not given here and in 1 more place; "
       "add an image of deployment.containers, or the key to what is written\n"},
      {document("Node", "n", "{}") + "---\n" + document("Node", "o", "{}") + "---\n" +
           document("Node", "p", "{count: 3}"),
       "f:4: spec: warning: MLSysOps requires MLSysOpsNode.environment, which is not given here "
       "and in 2 more places; add details.environment, or the key to what is written\n"},
      {document("Cluster", "k", "{}"),
       "f:4: spec: warning: MLSysOps requires MLSysOpsCluster.nodes, which is not given here; add "
       "nodes, or Nodes that name this cluster, or the key to what is written\n"},
      {document("Continuum", "k", "{}"),
       "f:4: spec: warning: MLSysOps requires MLSysOpsContinuum.clusters, which is not given here; "
       "add clusters, or Clusters beside it, or the key to what is written\n"},
      {document("Datacenter", "d", "{clusters: [k], nodes: [n]}"),
       "f:4: spec: warning: MLSysOps requires MLSysOpsDatacenter.continuum, which is not given "
       "here; add layer, or the key to what is written\n"},
      {"MLSysOpsCluster: {cluster_id: k}\n",
       "f:1: MLSysOpsCluster: warning: MLSysOps requires MLSysOpsCluster.nodes, which is not given "
       "here; add "
       "it\n"},
      {details("accelerationCalls: [{name: image_inference}]"),
       "f:4: spec: warning: MLSysOps requires MLSysOpsNode.acceleration_api[].supported_platforms, "
       "which is not given here; add platforms of details.accelerationCalls, or the key to what is "
       "written\n"},
      {details("networks: [{name: w, redirection: true}]"),
       "f:4: spec: warning: MLSysOps requires "
       "MLSysOpsNode.network_resources.redirection_interface[].connection_type, which is not given "
       "here; add the technology of details.networks, or the key to what is written\n"}};
  for (const auto& [native, told] : cases) {
    const Conversion conversion = written(native);
    EXPECT_EQ(textOf(conversion.diagnostics), told);
    EXPECT_NE(conversion.text, "");
  }
}

// ---- its words

class Words : public testing::TestWithParam<Given> {};

TEST_P(Words, AreThoseOfTheFramework) {
  const Conversion conversion = written(GetParam().native);
  EXPECT_EQ(textOf(conversion.diagnostics), "");
  EXPECT_TRUE(holds(conversion.text, GetParam().has)) << conversion.text;
}

std::string placed(const std::string& placement) {
  return document("Application", "a",
                  "{components: [{name: c, deployment: {containers: [{image: i}]}}], "
                  "clusterPlacement: {" +
                      placement + "}}");
}

std::string placedCentre(const std::string& fields) {
  return document("Datacenter", "d", "{layer: cloud, clusters: [k], nodes: [n], " + fields + "}");
}

INSTANTIATE_TEST_SUITE_P(
    MlsysopsWrite, Words,
    testing::Values(
        Given{placed("continents: [europe, asia]"), "continent: [Europe, Asia]\n"},
        Given{placed("continents: [EUROPE]"), "continent: [Europe]\n"},
        Given{placed("countries: [EL, GR, it]"), "country: [el, it]\n"},
        Given{placed("cities: [Volos]"), "city: [volos]\n"},
        Given{placed("cloudProvider: AWS"), "cloud_provider: aws\n"},
        Given{placed("cloudProvider: MicrosoftAzure"), "cloud_provider: microsoft_azure\n"},
        Given{placed("accelerators: [GPU]"), "accelerators: [gpu]\n"},
        Given{placedCentre("continent: Europe"), "continent: europe\n"},
        Given{placedCentre("continent: NorthAmerica"), "continent: north_america\n"},
        Given{placedCentre("country: GR, city: Athens"), "country: el\n  city: athens\n"},
        Given{component("needs: {environment: {os: Ubuntu, containerRuntimes: [Docker]}}"),
              "os: ubuntu\n      container_runtime: docker\n"},
        Given{component("placement: {architectures: [x86_64]}"), "architecture: [amd64]\n"},
        Given{component("needs: {hardware: {mcu: {architecture: arm-M4}}}"),
              "architecture: [arm-m4]\n"},
        Given{details("hardware: {mcu: {architecture: arm-m4}}"), "architecture: arm-M4\n"},
        Given{component("needs: {sensors: [{kind: camera, protocol: mqtt, model: D455}]}"),
              "model: d455\n          protocol: MQTT\n"},
        // The framework reads this key of all that measure.
        Given{component("needs: {sensors: [{kind: accelerometer, unit: m/s^2}]}"),
              "measurement_unit: \"m/s^2\"\n"},
        Given{component("needs: {sensors: [{kind: camera, instances: 3}]}"),
              "- camera: {}\n          instances: 3\n"},
        Given{details("sensors: [{kind: camera, instances: 3}]"),
              "- camera: {}\n      instances: 3\n"},
        Given{details("sensors: [{kind: temperature, minimumSamplingFrequency: 3}]"),
              "sampling_frequency: 3\n"},
        Given{details("sensors: [{kind: sound, minimumSamplingFrequency: 3}]"),
              "sampling_frequency:\n          min: 3\n"},
        Given{details("networks: [{technology: WiFi}]"), "name: wifi\n"},
        Given{details("powerSupply: {targets: [{quantity: cost, value: 1, unit: kWh}]}"),
              "measurement_unit: kwh\n"}));

TEST(MlsysopsWrite, WordsThatTheFrameworkRefusesAreTold) {
  const std::pair<std::string, std::string> cases[] = {
      {placed("continents: [africa]"),
       "f:4: spec: warning: for MLSysOpsApp.cluster_placement.location.continent[] found 'africa', "
       "which is none of Europe or Asia; written as it is; MLSysOps refuses it\n"},
      {component("needs: {environment: {os: plan9}}"),
       "f:4: spec.components[0]: warning: for MLSysOpsApp.components[].os found 'plan9', which is "
       "none of ubuntu, kali or zephyr; written as it is; MLSysOps refuses it\n"},
      {details("hardware: {gpu: {model: NVIDIA}}"),
       "f:4: spec: warning: for MLSysOpsNode.hardware.gpu.model found 'nvidia', which is none of "
       "k80 or k40; written as it is; MLSysOps refuses it\n"}};
  for (const auto& [native, told] : cases) EXPECT_EQ(textOf(written(native).diagnostics), told);
}

// ---- what is told is true

TEST(MlsysopsWrite, WhatIsWrittenIsNotToldAsLeftOut) {
  for (const std::string& native :
       {component("calls: [{component: d, targets: [{metric: latency, value: 0.0333333333}]}]}, "
                  "{name: d, deployment: {containers: [{image: i}]}"),
        details("networks: [{technology: 4g, redirection: true}, {technology: wifi}]"),
        details("powerSupply: {batteryLevels: [5, 5]}"), details("hardware: {mcu: {}, fpga: {}}"),
        component("baseMemory: 16Mi, limits: {cpu: 1, memory: 128Mi}}, {name: e, deployment: "
                  "{containers: [{image: i}]}")}) {
    std::string told = textOf(written(native).diagnostics);
    if (holds(native, "baseMemory"))
      told.erase(0, told.find('\n') + 1);  // that one has no word, and is told
    EXPECT_EQ(told, "") << native;
  }
}

TEST(MlsysopsWrite, WhatIsToldAsLeftOutIsNotWritten) {
  const Conversion conversion =
      written(details("sensors: [{kind: camera, accuracy: 2}, {kind: barometer, frameRate: 3, "
                      "maximumSamplingFrequency: 7}]"));
  EXPECT_EQ(textOf(conversion.diagnostics),
            "f:4: spec.details.sensors[0].accuracy: warning: MLSysOps has no words for it; left "
            "out\n"
            "f:4: spec.details.sensors[1].frameRate: warning: MLSysOps has no words for it; left "
            "out\n"
            "f:4: spec.details.sensors[1].maximumSamplingFrequency: warning: MLSysOps has no words "
            "for it; left out\n");
  EXPECT_TRUE(holds(conversion.text, "sensors:\n    - camera: {}\n    - barometer: {}\n"))
      << conversion.text;
}

TEST(MlsysopsWrite, WhatIsLostIsToldWhereItStood) {
  const std::pair<std::string, std::string> cases[] = {
      {node("allocatable: {cpu: 2500m, memory: 4Gi}"),
       "f:4: spec.allocatable.cpu: warning: MLSysOps cannot say just this; it gets \"2\"\n"
       "f:4: spec.allocatable.memory: warning: MLSysOps cannot say just this; it gets 4G\n"},
      {node("allocatable: {cpu: 4500m, memory: 16Gi}"),
       "f:4: spec.allocatable.cpu: warning: MLSysOps cannot say just this; it gets \"4\"\n"
       "f:4: spec.allocatable.memory: warning: MLSysOps cannot say just this; it gets 17G\n"},
      {node("allocatable: {cpu: 4, memory: 16Gi}"),
       "f:4: spec.allocatable.memory: warning: MLSysOps cannot say just this; it gets 17G\n"},
      {node("allocatable: {cpu: 500m, memory: 8G}"),
       "f:4: spec.allocatable.cpu: warning: MLSysOps takes whole cores only; left out\n"},
      {node("allocatable: {cpu: 2, memory: 300Mi}"),
       "f:4: spec.allocatable.memory: warning: MLSysOps takes whole GB only; left out\n"},
      {node("allocatable: {cpu: 4, memory: 300Mi}"),
       "f:4: spec.allocatable.memory: warning: MLSysOps takes whole GB only; left out\n"},
      {node("allocatable: {cpu: 500m, memory: 300Mi}"),
       "f:4: spec.allocatable.cpu: warning: MLSysOps takes whole cores only; left out\n"
       "f:4: spec.allocatable.memory: warning: MLSysOps takes whole GB only; left out\n"},
      {details("hardware: {gpu: {memory: 300Mi}, fpga: {memory: 1M}}"),
       "f:4: spec.details.hardware.gpu.memory: warning: MLSysOps takes whole GB only; left out\n"
       "f:4: spec.details.hardware.fpga.memory: warning: MLSysOps takes whole GB only; left "
       "out\n"},
      {component("needs: {sensors: [{kind: humidity}, {kind: camera, frameRate: 7.5}]}"),
       "f:4: spec.components[0].needs.sensors[0]: warning: MLSysOps has no words for it; left out\n"
       "f:4: spec.components[0].needs.sensors[1].frameRate: warning: MLSysOps has no words for it; "
       "left out\n"},
      {component("needs: {hardware: {fpga: {count: 2}}}"),
       "f:4: spec.components[0].needs.hardware.fpga.count: warning: MLSysOps has no words for it; "
       "left out\n"},
      {document("Continuum", "all",
                "{clusters: [k], latencies: [{from: edge, to: cloud, latency: 1ms}]}"),
       "f:4: spec.latencies: warning: MLSysOps has no words for it; left out\n"},
      {placedCentre("carbonIntensity: 3"),
       "f:4: spec.carbonIntensity: warning: MLSysOps has no words for it; left out\n"},
      {component("baseMemory: 8Mi, requests: {memory: 16Mi}, limits: {cpu: 1, memory: 32Mi}"),
       "f:4: spec.components[0].baseMemory: warning: MLSysOps has no words for it; left out\n"},
      // At the keys of who wrote it, whatever a native document calls them.
      {"MLSysOpsApplication:\n  name: a\n  mlsysops-id: 4\n  components:\n    - Component: {name: "
       "c}\n      containers:\n        - image: i\n          resourceRequirements:\n            "
       "MCU:\n              memory: 2G\n",
       "f:3: MLSysOpsApplication.mlsysops-id: warning: MLSysOps has no words for it; left out\n"
       "f:10: MLSysOpsApplication.components[0].containers[0].resourceRequirements.MCU.memory: "
       "warning: MLSysOps has no words for it; left out\n"},
      {"MLSysOpsNode:\n  name: n\n  continuumLayer: Edge\n  environment: {OS: Kali}\n  hardware:\n"
       "    RAM: 512MB\n    FPGA: {instances: 2}\n",
       "f:6: MLSysOpsNode.hardware.RAM: warning: MLSysOps takes whole GB only; left out\n"
       "f:7: MLSysOpsNode.hardware.FPGA.instances: warning: MLSysOps has no words for it; left "
       "out\n"}};
  for (const auto& [native, told] : cases) EXPECT_EQ(textOf(written(native).diagnostics), told);
}

TEST(MlsysopsWrite, NumbersThatMlsysopsCannotHoldAreLeftOutAndTheRestIsWritten) {
  const Conversion conversion = written(
      "apiVersion: evenkeel.dev/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n"
      "  components:\n    - name: c\n      replicas: 2000000\n"
      "      scaling: {maxReplicas: 3000000}\n"
      "      deployment: {containers: [{image: i}]}\n      qosMetrics:\n"
      "        - {metric: m, value: 1}\n        - metric: n\n          value: 1e300\n"
      "        - {metric: o, value: 3}\n"
      "      data: {buckets: [{id: b, maxLatency: 1e20}]}\n");
  EXPECT_EQ(textOf(conversion.diagnostics),
            "f:7: spec.components[0].replicas: warning: MLSysOps has no words for it; left out\n"
            "f:8: spec.components[0].scaling: warning: MLSysOps has no words for it; left out\n"
            "f:12: spec.components[0].qosMetrics[1]: warning: MLSysOps has no words for it; left "
            "out\n"
            "f:15: spec.components[0].data.buckets[0].maxLatency: warning: MLSysOps has no words "
            "for it; left out\n");
  EXPECT_EQ(conversion.text.find("application_metric_id: n\n"), std::string::npos);
  for (const char* part : {"application_metric_id: m\n", "application_metric_id: o\n",
                           "buckets:\n          - bucket_id: b\n", "image: i\n"})
    EXPECT_TRUE(holds(conversion.text, part)) << part << conversion.text;
}

}  // namespace
}  // namespace evenkeel
