#include <algorithm>
#include <cmath>
#include <set>

#include "description/mlsysops_words.h"
#include "description/mlsysops_write.h"

namespace evenkeel::mlsysops {
namespace {

bool permits(const Application& application, PermittedAction action) {
  const auto& all = application.permittedActions;
  return std::find(all.begin(), all.end(), action) != all.end();
}

std::vector<std::string> layerWords(const std::vector<Layer>& layers) {
  std::vector<std::string> words;
  for (const Layer layer : layers) words.push_back(wordFor(kLayers, layer));
  return words;
}

DocumentNode writeClusterPlacement(const Application& application) {
  const ClusterPlacement& placement = application.clusterPlacement;
  DocumentNode out = DocumentNode::map();
  const auto& clusters = application.components.front().placement.clusters;
  if (std::all_of(application.components.begin(), application.components.end(),
                  [&](const Component& c) { return c.placement.clusters == clusters; }))
    putTexts(out, "cluster_id", clusters);
  putNumber(out, "instances", placement.instances);
  DocumentNode location = DocumentNode::map();
  putTexts(location, "continent", placement.continents);
  putTexts(location, "country", placement.countries);
  putTexts(location, "city", placement.cities);
  putNode(out, "location", std::move(location));
  putText(out, "cloud_provider", placement.cloudProvider);
  putTexts(out, "accelerators", placement.accelerators);
  putTexts(out, "node_types", layerWords(placement.layers));
  return out;
}

DocumentNode writeNodePlacement(const Component& component, Given given, bool mayScale) {
  const Placement& placement = component.placement;
  DocumentNode out = DocumentNode::map();
  putTexts(out, "continuum_layer", layerWords(placement.layers));
  putFlag(out, "mobile", placement.mobile);
  putTexts(out, "labels", placement.labels);
  if (placement.nodes.size() == 1) putText(out, "node", placement.nodes.front());
  const ScalingBounds& bounds = component.scaling;
  const bool fixed = bounds.minReplicas == component.replicas &&
                     bounds.maxReplicas == std::max(1, component.replicas);
  DocumentNode scaling = DocumentNode::map();
  if (fixed || mayScale) putText(scaling, "scaling_mode", fixed ? "manual" : "auto");
  if (given.has("replicas")) putNumber(scaling, "instances", component.replicas);
  putNode(out, "scaling", std::move(scaling));
  return out;
}

DocumentNode writeStorage(const ComponentData& data) {
  DocumentNode buckets = DocumentNode::list();
  for (const Bucket& bucket : data.buckets) {
    DocumentNode out = DocumentNode::map();
    putText(out, "bucket_id", bucket.id);
    DocumentNode where = DocumentNode::map();
    putFlag(where, "gdpr", bucket.gdpr);
    putNode(out, "location_restrictions", std::move(where));
    if (bucket.redundancy) putText(out, "reduncancy", wordFor(kRedundancies, *bucket.redundancy));
    putNumber(out, "max_latency", bucket.maxLatency);
    putNumber(out, "min_download_speed", bucket.minDownloadSpeed);
    putFlag(out, "server_side_encryption", bucket.encryption);
    buckets.items.push_back(std::move(out));
  }
  DocumentNode out = DocumentNode::map();
  putNode(out, "buckets", std::move(buckets));
  return out;
}

DocumentNode writeQosMetrics(const std::vector<QosMetric>& metrics) {
  DocumentNode out = DocumentNode::list();
  for (const QosMetric& metric : metrics) {
    DocumentNode written = DocumentNode::map();
    putText(written, "application_metric_id", metric.metric);
    putNumber(written, "target", metric.value);
    putText(written, "relation", wordFor(kRelations, metric.relation));
    out.items.push_back(std::move(written));
  }
  return out;
}

// What a pod asks for stands at its first container: MLSysOps looks at that one alone. Beside a
// limit its request is written though it was not given: Kubernetes would take the limit for it.
DocumentNode writePlatform(const Component& component, Given given) {
  const Hardware& hardware = component.needs.hardware;
  const Given requests = given.at("requests");
  const Given accelerators = given.at("needs").at("hardware");
  DocumentNode cpu = DocumentNode::map();
  if (requests.has("cpu") || component.limits)
    putText(cpu, "requests", component.requests.cpu.text());
  if (component.limits) putText(cpu, "limits", component.limits->cpu.text());
  putTexts(cpu, "architecture", component.placement.architectures);
  if (hardware.cpu && !hardware.cpu->frequencies.empty())
    putNumber(cpu, "frequency", hardware.cpu->frequencies.front().asDouble());
  if (hardware.cpu) putNumber(cpu, "performance_indicator", hardware.cpu->performanceIndicator);
  DocumentNode memory = DocumentNode::map();
  if (requests.has("memory") || (component.limits && component.limits->memory != kAllMemory))
    putText(memory, "requests", component.requests.memory.binaryText());
  if (component.limits && component.limits->memory != kAllMemory)
    putText(memory, "limits", component.limits->memory.binaryText());
  DocumentNode out = DocumentNode::map();
  putNode(out, "cpu", std::move(cpu));
  putNode(out, "memory", std::move(memory));
  putMicrocontroller(out, hardware.mcu, false);
  putSize(out, "disk", hardware.disk);
  putAccelerator(out, "gpu", "requests", hardware.gpu, accelerators.at("gpu"));
  putAccelerator(out, "fpga", "", hardware.fpga, accelerators.at("fpga"));
  return out;
}

DocumentNode writePorts(const std::vector<ContainerPort>& ports, Given given) {
  DocumentNode out = DocumentNode::list();
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const ContainerPort& port = ports[i];
    DocumentNode written = DocumentNode::map();
    putNumber(written, "container_port", port.containerPort);
    putText(written, "host_ip", port.hostIp);
    putNumber(written, "host_port", port.hostPort);
    putText(written, "name", port.name);
    if (given.at("ports", i).has("protocol"))
      putText(written, "protocol", wordFor(kProtocols, port.protocol));
    out.items.push_back(std::move(written));
  }
  return out;
}

DocumentNode writeVariables(const std::vector<EnvironmentVariable>& variables) {
  DocumentNode out = DocumentNode::list();
  for (const EnvironmentVariable& variable : variables) {
    DocumentNode written = DocumentNode::map();
    putText(written, "name", variable.name);
    putText(written, "value", variable.value);
    if (!variable.fieldPath.empty()) {
      DocumentNode field = DocumentNode::map();
      putText(field, "field_path", variable.fieldPath);
      DocumentNode from = DocumentNode::map();
      from.set("field_ref", std::move(field));
      written.set("value_from", std::move(from));
    }
    out.items.push_back(std::move(written));
  }
  return out;
}

DocumentNode writeContainer(const Container& container, Given given) {
  DocumentNode out = DocumentNode::map();
  putText(out, "image", container.image);
  putTexts(out, "command", container.command);
  if (container.imagePullPolicy)
    putText(out, "image_pull_policy", wordFor(kPullPolicies, *container.imagePullPolicy));
  DocumentNode calls = DocumentNode::list();
  for (const AcceleratedCall& call : container.acceleratedCalls) {
    DocumentNode written = DocumentNode::map();
    putText(written, "call_name", call.name);
    putText(written, "required_framework", call.framework);
    calls.items.push_back(std::move(written));
  }
  putNode(out, "acceleration_api", std::move(calls));
  putNode(out, "ports", writePorts(container.ports, given));
  putNode(out, "env", writeVariables(container.env));
  return out;
}

DocumentNode writeComponent(const Component& component, Given given, bool mayScale) {
  const Deployment& deployment = component.deployment;
  const Given deployed = given.at("deployment");
  const Environment& environment = component.needs.environment;
  DocumentNode metadata = DocumentNode::map();
  putText(metadata, "name", component.name);
  putText(metadata, "uid", component.uid);
  DocumentNode out = DocumentNode::map();
  out.set("metadata", std::move(metadata));
  putNode(out, "node_placement", writeNodePlacement(component, given, mayScale));
  putTexts(out, "depends_on", component.dependsOn);
  putNode(out, "sensors", writeSensors(component.needs.sensors, given.at("needs"), false));
  putNode(out, "qos_metrics", writeQosMetrics(component.qosMetrics));
  putNode(out, "storage", writeStorage(component.data));
  if (given.at("data").has("sensitive")) putFlag(out, "data_sensitivity", component.data.sensitive);
  if (component.data.criticality)
    putText(out, "data_criticality", wordFor(kCriticalities, *component.data.criticality));
  if (deployed.has("external")) putFlag(out, "external_component", deployment.external);
  if (deployed.has("externalAccess")) putFlag(out, "external_access", deployment.externalAccess);
  if (deployed.has("hostNetwork")) putFlag(out, "host_network", deployment.hostNetwork);
  putText(out, "runtime_class_name", deployment.runtimeClass);
  if (deployment.restartPolicy)
    putText(out, "restart_policy", wordFor(kRestartPolicies, *deployment.restartPolicy));
  putText(out, "os", environment.os);
  if (environment.nodeType) putText(out, "node_type", wordFor(kNodeTypes, *environment.nodeType));
  if (!environment.containerRuntimes.empty())
    putText(out, "container_runtime", environment.containerRuntimes.front());
  DocumentNode containers = DocumentNode::list();
  for (std::size_t i = 0; i < deployment.containers.size(); ++i)
    containers.items.push_back(
        writeContainer(deployment.containers[i], deployed.at("containers", i)));
  if (containers.items.empty()) containers.items.push_back(DocumentNode::map());
  putNode(containers.items.front(), "platform_requirements", writePlatform(component, given));
  out.set("containers", std::move(containers));
  return out;
}

DocumentNode writeInteraction(const std::string& caller, const Call& call) {
  DocumentNode out = DocumentNode::map();
  putText(out, "component_name1", caller);
  putText(out, "type", "egress");
  putText(out, "component_name2", call.component);
  if (call.criticality)
    putText(out, "interaction_criticality", wordFor(kCriticalities, *call.criticality));
  DocumentNode metrics = DocumentNode::list();
  for (const CallTarget& target : call.targets) {
    const bool bandwidth = target.metric == CallMetric::Bandwidth;
    const double value = bandwidth ? target.value / 1e6 : target.value * 1e3;
    const double rounded = std::round(value * 1e9) / 1e9;  // 0.007 s are 7 ms
    DocumentNode written = DocumentNode::map();
    putText(written, "system_metric_id", wordFor(kCallMetrics, target.metric));
    putNumber(written, "target", rounded);
    putText(written, "measurement_unit", bandwidth ? "Mbps" : "milliseconds");
    putText(written, "relation", wordFor(kRelations, target.relation));
    metrics.items.push_back(std::move(written));
  }
  putNode(out, "interaction_metrics", std::move(metrics));
  return out;
}

std::vector<std::string> actionWords(const Application& application) {
  std::vector<std::string> words;
  for (const auto& [word, action] : kActions)
    if (permits(application, action)) words.emplace_back(word);
  return words.size() == kActions.size() ? std::vector<std::string>{"*"} : words;
}

DocumentNode writeSatisfaction(const Application& application, Given given) {
  DocumentNode out = DocumentNode::map();
  if (application.satisfaction) {
    putNumber(out, "threshold", application.satisfaction->threshold);
    putText(out, "relation", wordFor(kRelations, application.satisfaction->relation));
  }
  DocumentNode weights = DocumentNode::list();
  std::set<std::string> seen;
  for (std::size_t i = 0; i < application.components.size(); ++i) {
    const auto& metrics = application.components[i].qosMetrics;
    for (std::size_t j = 0; j < metrics.size(); ++j) {
      const QosMetric& metric = metrics[j];
      const bool weighted = given.at("components", i).at("qosMetrics", j).has("weight");
      if (!weighted || !seen.insert(metric.metric).second) continue;
      DocumentNode written = DocumentNode::map();
      putText(written, "metric_id", metric.metric);
      putNumber(written, "weight", metric.weight);
      weights.items.push_back(std::move(written));
    }
  }
  putNode(out, "achievement_weights", std::move(weights));
  return out;
}

}  // namespace

DocumentNode writeApplication(const Application& application, Given given) {
  DocumentNode out = DocumentNode::map();
  putText(out, "name", application.name);
  putNode(out, "cluster_placement", writeClusterPlacement(application));
  DocumentNode groups = DocumentNode::list();
  for (const auto& group : application.colocated) {
    DocumentNode written = DocumentNode::map();
    putTexts(written, "components", group);
    groups.items.push_back(std::move(written));
  }
  putNode(out, "single_node", std::move(groups));
  DocumentNode components = DocumentNode::list();
  DocumentNode interactions = DocumentNode::list();
  const bool mayScale = permits(application, PermittedAction::Scale);
  for (std::size_t i = 0; i < application.components.size(); ++i) {
    const Component& component = application.components[i];
    components.items.push_back(writeComponent(component, given.at("components", i), mayScale));
    for (const Call& call : component.calls)
      interactions.items.push_back(writeInteraction(component.name, call));
  }
  out.set("components", std::move(components));
  putNode(out, "component_interactions", std::move(interactions));
  putTexts(out, "permitted_actions", actionWords(application));
  putNode(out, "global_satisfaction", writeSatisfaction(application, given));
  DocumentNode root = DocumentNode::map();
  root.set(std::string(rootKey(Kind::Application)), std::move(out));
  return root;
}

}  // namespace evenkeel::mlsysops
