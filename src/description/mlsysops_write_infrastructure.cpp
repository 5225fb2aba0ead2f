#include <algorithm>

#include "description/mlsysops_words.h"
#include "description/mlsysops_write.h"

namespace evenkeel::mlsysops {
namespace {

DocumentNode rooted(Kind kind, DocumentNode body) {
  DocumentNode root = DocumentNode::map();
  root.set(std::string(rootKey(kind)), std::move(body));
  return root;
}

void putLocation(DocumentNode& map, const std::optional<Location>& location) {
  if (location) putNumbers(map, "location", {location->longitude, location->latitude});
}

DocumentNode writeEnvironment(const Environment& environment) {
  DocumentNode out = DocumentNode::map();
  if (environment.nodeType) putText(out, "node_type", wordFor(kNodeTypes, *environment.nodeType));
  putText(out, "os", environment.os);
  putTexts(out, "container_runtime", environment.containerRuntimes);
  return out;
}

// MLSysOps requires it: without anything given it says how many cores there are.
DocumentNode writeHardware(const Node& node, Given given) {
  const Hardware& hardware = node.details.hardware;
  const Given details = given.at("details").at("hardware");
  DocumentNode out = DocumentNode::map();
  DocumentNode cpu = DocumentNode::map();
  if (hardware.cpu) putText(cpu, "model", hardware.cpu->model);
  if (given.has("architecture")) putText(cpu, "architecture", node.architecture);
  const auto cores = static_cast<double>(node.allocatable.cpu.milli / 1000);
  if (cores > 0 && given.at("allocatable").has("cpu")) putNumber(cpu, "cores", cores);
  if (hardware.cpu) {
    std::vector<double> frequencies;
    for (const Quantity frequency : hardware.cpu->frequencies)
      frequencies.push_back(frequency.asDouble());
    putNumbers(cpu, "frequency", frequencies);
    putNumber(cpu, "performance_indicator", hardware.cpu->performanceIndicator);
  }
  putNode(out, "cpu", std::move(cpu));
  putMicrocontroller(out, hardware.mcu, true);
  if (given.at("allocatable").has("memory")) putGigabytes(out, "memory", node.allocatable.memory);
  putSize(out, "disk", hardware.disk);
  putAccelerator(out, "gpu", "instances", hardware.gpu, details.at("gpu"));
  putAccelerator(out, "fpga", "", hardware.fpga, details.at("fpga"));
  if (out.members.empty() && cores > 0) {
    DocumentNode least = DocumentNode::map();
    putNumber(least, "cores", cores);
    out.set("cpu", std::move(least));
  }
  return out;
}

DocumentNode writeNetworks(const std::vector<NetworkInterface>& networks, Given given) {
  DocumentNode out = DocumentNode::map();
  DocumentNode redirections = DocumentNode::list();
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const NetworkInterface& one = networks[i];
    DocumentNode written = DocumentNode::map();
    putText(written, one.redirection ? "connection_type" : "name", one.technology);
    putText(written, "range", one.range);
    putText(written, "interface_name", one.name);
    if (one.redirection) {
      putText(written, "mode", one.mode);
      putText(written, "hardware_address", one.address);
      redirections.items.push_back(std::move(written));
    } else if (out.find("basic_interface") == nullptr) {
      if (given.at("networks", i).has("applicationTraffic"))
        putFlag(written, "application_traffic_permission", one.applicationTraffic);
      out.set("basic_interface", std::move(written));
    }
  }
  putNode(out, "redirection_interface", std::move(redirections));
  return out;
}

DocumentNode writeLevels(const std::vector<double>& levels) {
  DocumentNode out = DocumentNode::map();
  putNumbers(out, "levels", levels);
  if (!levels.empty()) putText(out, "measurement_unit", "wh");
  return out;
}

DocumentNode writePower(const PowerSupply& supply) {
  DocumentNode out = DocumentNode::map();
  DocumentNode targets = DocumentNode::map();
  for (const PowerTarget& target : supply.targets) {
    const std::string word = wordFor(kPowerQuantities, target.quantity);
    if (targets.find(word) != nullptr) continue;
    DocumentNode written = DocumentNode::map();
    putNumber(written, "value", target.value);
    putText(written, "measurement_unit", target.unit);
    const bool misspelt = target.relation == Relation::LowerOrEqual;
    putText(written, "relation",
            misspelt ? "lower_or_qqual" : wordFor(kRelations, target.relation));
    targets.set(word, std::move(written));
  }
  putNode(out, "target", std::move(targets));
  if (supply.limit) {
    DocumentNode limit = DocumentNode::map();
    putNumber(limit, "value", supply.limit);
    putText(limit, "measurement_unit", "w");
    putNode(out, "max_consumption", std::move(limit));
  }
  putFlag(out, "grid", supply.grid);
  DocumentNode renewables = DocumentNode::list();
  for (const RenewableSource& source : supply.renewables) {
    DocumentNode written = DocumentNode::map();
    putText(written, "name", source.name);
    putNode(written, "production", writeLevels(source.levels));
    renewables.items.push_back(std::move(written));
  }
  putNode(out, "renewable", std::move(renewables));
  if (!supply.batteryLevels.empty()) {
    DocumentNode battery = DocumentNode::map();
    putNode(battery, "capacity", writeLevels(supply.batteryLevels));
    putNode(out, "battery", std::move(battery));
  }
  return out;
}

DocumentNode writeAcceleration(const std::vector<AccelerationCall>& calls) {
  DocumentNode out = DocumentNode::list();
  for (const AccelerationCall& call : calls) {
    DocumentNode written = DocumentNode::map();
    putText(written, "call_name", call.name);
    DocumentNode platforms = DocumentNode::list();
    for (const AccelerationPlatform& platform : call.platforms) {
      DocumentNode one = DocumentNode::map();
      putText(one, "name", platform.name);
      putTexts(one, "suported_frameworks", platform.frameworks);
      platforms.items.push_back(std::move(one));
    }
    putNode(written, "supported_platforms", std::move(platforms));
    out.items.push_back(std::move(written));
  }
  return out;
}

std::vector<std::string> actionWords(const std::vector<NodeAction>& actions) {
  const bool every = std::all_of(kNodeActions.begin(), kNodeActions.end(), [&](const auto& known) {
    return std::find(actions.begin(), actions.end(), known.second) != actions.end();
  });
  if (every) return {"*"};
  std::vector<std::string> words;
  for (const NodeAction action : actions) words.push_back(wordFor(kNodeActions, action));
  return words;
}

}  // namespace

DocumentNode writeNode(const Node& node, Given given) {
  const NodeDetails& details = node.details;
  const Given givenDetails = given.at("details");
  DocumentNode out = DocumentNode::map();
  putText(out, "name", node.name);
  putTexts(out, "labels", node.labels);
  putText(out, "continuum_layer", wordFor(kLayers, node.layer));
  putText(out, "cluster_id", node.cluster);
  if (details.availability)
    putText(out, "availability", wordFor(kAvailabilities, *details.availability));
  if (given.has("mobile")) putFlag(out, "mobile", node.mobile);
  putLocation(out, details.location);
  putNode(out, "sensors", writeSensors(details.sensors, givenDetails, true));
  putTexts(out, "permitted_actions", actionWords(details.permittedActions));
  if (details.sharedStorage) {
    DocumentNode storage = DocumentNode::map();
    putFlag(storage, "member", true);
    putNumber(storage, "available_space", details.sharedStorage->asDouble() / 1e9);
    out.set("distributed_storage_service", std::move(storage));
  }
  out.set("environment", writeEnvironment(details.environment));
  putNode(out, "acceleration_api", writeAcceleration(details.accelerationCalls));
  out.set("hardware", writeHardware(node, given));
  putNode(out, "network_resources", writeNetworks(details.networks, givenDetails));
  putNode(out, "power", writePower(details.powerSupply));
  return rooted(Kind::Node, std::move(out));
}

DocumentNode writeCluster(const Cluster& cluster) {
  DocumentNode out = DocumentNode::map();
  putText(out, "name", cluster.name);
  putText(out, "cluster_id", cluster.name);
  putTexts(out, "nodes", cluster.nodes);
  putText(out, "datacenter_id", cluster.datacenter);
  return rooted(Kind::Cluster, std::move(out));
}

DocumentNode writeDatacenter(const Datacenter& datacenter) {
  DocumentNode out = DocumentNode::map();
  putText(out, "datacenter_id", datacenter.name);
  if (!datacenter.clusters.empty()) putText(out, "cluster_id", datacenter.clusters.front());
  if (datacenter.layer) putText(out, "continuum", wordFor(kLayers, *datacenter.layer));
  putTexts(out, "nodes", datacenter.nodes);
  putText(out, "continent", datacenter.continent);
  putText(out, "country", datacenter.country);
  putText(out, "city", datacenter.city);
  putLocation(out, datacenter.location);
  putText(out, "cloud_provider", datacenter.cloudProvider);
  return rooted(Kind::Datacenter, std::move(out));
}

DocumentNode writeContinuum(const Continuum& continuum) {
  DocumentNode out = DocumentNode::map();
  putText(out, "name", continuum.name);
  putText(out, "continuum_id", continuum.name);
  putTexts(out, "clusters", continuum.clusters);
  return rooted(Kind::Continuum, std::move(out));
}

}  // namespace evenkeel::mlsysops
