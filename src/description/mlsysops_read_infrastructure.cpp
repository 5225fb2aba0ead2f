// Nodes, clusters, data centres and continuum.
#include "base/text.h"
#include "description/mlsysops_read.h"

namespace evenkeel::mlsysops {
namespace {

std::optional<Location> readLocation(const Value& record, Notes& notes) {
  const Value* list = record.find("location");
  if (list == nullptr) return std::nullopt;
  const std::vector<double> degrees = numbersOf(record, "location");
  const bool sound = degrees.size() == 2 && degrees[0] >= -180 && degrees[0] <= 180 &&
                     degrees[1] >= -90 && degrees[1] <= 90;
  if (sound) return Location{degrees[0], degrees[1]};
  notes.warn(list->place, list->path, "found no longitude and latitude", "ignored");
  return std::nullopt;
}

void readHardware(const Value& root, NodeSpec& spec, Notes& notes) {
  const Value* from = root.find("hardware");
  if (from == nullptr) return;
  Hardware& hardware = spec.node.details.hardware;
  if (const Value* cpu = from->find("cpu")) {
    Processor processor;
    processor.model = textOf(*cpu, "model");
    for (const double hertz : numbersOf(*cpu, "frequency"))
      processor.frequencies.push_back(Quantity::fromDouble(hertz));
    processor.performanceIndicator = numberOf(*cpu, "performance_indicator");
    if (processor != Processor{}) hardware.cpu = processor;
    const std::string architecture = textOf(*cpu, "architecture");
    if (!architecture.empty()) spec.node.architecture = architecture;
    if (const auto cores = countOf(*cpu, "cores", 1, notes))
      spec.node.allocatable.cpu = Quantity::units(*cores);
  }
  if (const auto indicator = numberOf(*from, "performance_indicator")) {
    if (!hardware.cpu) hardware.cpu.emplace();
    if (!hardware.cpu->performanceIndicator) hardware.cpu->performanceIndicator = indicator;
  }
  hardware.mcu = readMicrocontroller(*from, notes);
  if (const auto memory = bytesOf(*from, "memory", notes)) spec.node.allocatable.memory = *memory;
  hardware.disk = bytesOf(*from, "disk", notes);
  hardware.gpu = readAccelerator(*from, "gpu", "instances", notes);
  hardware.fpga = readAccelerator(*from, "fpga", "instances", notes);
}

// Where they were written: `environment`, or a wrong place that was told already.
Environment readEnvironments(const Value& root, Notes& notes) {
  Environment environment;
  for (const Value* from : {root.find("environment"), &root, root.find("hardware")}) {
    if (from == nullptr) continue;
    const Environment more = readEnvironment(*from, notes);
    if (!environment.nodeType) environment.nodeType = more.nodeType;
    if (environment.os.empty()) environment.os = more.os;
    if (environment.containerRuntimes.empty())
      environment.containerRuntimes = more.containerRuntimes;
  }
  return environment;
}

std::vector<NetworkInterface> readNetworks(const Value& root) {
  std::vector<NetworkInterface> out;
  const Value* resources = root.find("network_resources");
  if (resources == nullptr) return out;
  if (const Value* basic = resources->find("basic_interface")) {
    NetworkInterface& one = out.emplace_back();
    one.technology = textOf(*basic, "name");
    one.range = textOf(*basic, "range");
    one.name = textOf(*basic, "interface_name");
    one.applicationTraffic = flagOf(*basic, "application_traffic_permission").value_or(true);
  }
  for (const Value* from : recordsOf(*resources, "redirection_interface")) {
    NetworkInterface& one = out.emplace_back();
    one.redirection = true;
    one.technology = textOf(*from, "connection_type");
    one.range = textOf(*from, "range");
    one.name = textOf(*from, "interface_name");
    one.mode = textOf(*from, "mode");
    one.address = textOf(*from, "hardware_address");
  }
  return out;
}

// In the smaller unit; what is larger than any number of it can be is a fault.
double scaled(const Value& of, double number, double scale, Notes& notes) {
  constexpr double kLargest = 1e15;
  if (number * scale <= kLargest) return number * scale;
  notes.refuse(of.place, of.path, "found a number that is out of range", "write less");
  return 0;
}

// In Wh; nothing where the unit is no energy.
std::vector<double> readLevels(const Value* record, Notes& notes) {
  if (record == nullptr) return {};
  std::vector<double> levels = numbersOf(*record, "levels");
  const std::string unit = textOf(*record, "measurement_unit");
  if (unit == "mah") {
    const Value* value = record->find("measurement_unit");
    notes.warn(value->place, value->path, "found mAh, which is no energy without a voltage",
               "the levels are left out");
    return {};
  }
  const double scale = unit == "kwh" ? 1e3 : unit == "Mwh" ? 1e6 : 1;
  for (double& level : levels) level = scaled(*record, level, scale, notes);
  return levels;
}

PowerSupply readPower(const Value& root, Notes& notes) {
  PowerSupply supply;
  const Value* from = root.find("power");
  if (from == nullptr) return supply;
  supply.grid = flagOf(*from, "grid");
  if (const Value* limit = from->find("max_consumption")) {
    const std::string unit = textOf(*limit, "measurement_unit");
    const double scale = unit == "kw" ? 1e3 : unit == "Mw" ? 1e6 : 1;
    if (const auto value = numberOf(*limit, "value"))
      supply.limit = scaled(*limit, *value, scale, notes);
  }
  for (const Value* one : recordsOf(*from, "renewable")) {
    RenewableSource source{textOf(*one, "name"), readLevels(one->find("production"), notes)};
    if (source.name.empty())
      notes.warn(one->place, one->path, "found a source without a name", "ignored");
    else
      supply.renewables.push_back(std::move(source));
  }
  if (const Value* battery = from->find("battery"))
    supply.batteryLevels = readLevels(battery->find("capacity"), notes);
  if (const Value* targets = from->find("target")) {
    for (const auto& [word, quantity] : kPowerQuantities) {
      const Value* target = targets->find(word);
      if (target == nullptr) continue;
      const auto value = numberOf(*target, "value");
      if (!value) {
        notes.warn(target->place, target->path, "found a target without a value", "ignored");
        continue;
      }
      supply.targets.push_back(
          {quantity, meaningOf(kRelations, *target, "relation").value_or(Relation::LowerOrEqual),
           *value, textOf(*target, "measurement_unit")});
    }
  }
  return supply;
}

std::vector<AccelerationCall> readAcceleration(const Value& root, Notes& notes) {
  std::vector<AccelerationCall> out;
  for (const Value* from : recordsOf(root, "acceleration_api")) {
    AccelerationCall call;
    call.name = textOf(*from, "call_name");
    if (call.name.empty()) {
      notes.warn(from->place, from->path, "found a call without a name", "ignored");
      continue;
    }
    for (const Value* platform : recordsOf(*from, "supported_platforms")) {
      AccelerationPlatform one{textOf(*platform, "name"),
                               textsOf(*platform, "supported_frameworks", notes)};
      if (one.name.empty())
        notes.warn(platform->place, platform->path, "found a platform without a name", "ignored");
      else
        call.platforms.push_back(std::move(one));
    }
    out.push_back(std::move(call));
  }
  return out;
}

std::vector<NodeAction> readActions(const Value& root, Notes& notes) {
  std::vector<NodeAction> out;
  for (const std::string& word : textsOf(root, "permitted_actions", notes)) {
    if (word == "*") {
      out.clear();
      for (const auto& [every, action] : kNodeActions) out.push_back(action);
      return out;
    }
    if (const auto action = meaning(kNodeActions, word)) out.push_back(*action);
  }
  return out;
}

void readStorage(const Value& root, NodeDetails& details, Notes& notes) {
  const Value* service = root.find("distributed_storage_service");
  if (service == nullptr) return;
  const auto space = numberOf(*service, "available_space");
  const bool member = flagOf(*service, "member").value_or(true);
  if (!member) {
    if (space && *space > 0)
      notes.warn(service->place, service->path, "found space of a node that is no member",
                 "ignored");
    return;
  }
  if (space && *space > 0) {
    constexpr double kGigabyte = 1e9;
    details.sharedStorage = Quantity::fromDouble(*space * kGigabyte);
  } else {
    notes.warn(service->place, service->path, "found no available space", "ignored");
  }
}

}  // namespace

NodeSpec readNode(const Value& root, std::string name, const Reading& reading) {
  Notes& notes = reading.notes;
  NodeSpec spec;
  spec.node.name = std::move(name);
  spec.node.cluster = referenceOf(root, "cluster_id", Kind::Cluster, reading);
  spec.node.layer = meaningOf(kLayers, root, "continuum_layer").value_or(spec.node.layer);
  if (root.find("continuum_layer") == nullptr)
    notes.warn(root.place, root.path, "found no continuum_layer", "cloud is taken");
  spec.node.mobile = flagOf(root, "mobile").value_or(false);
  spec.node.labels = textsOf(root, "labels", notes);
  readHardware(root, spec, notes);
  NodeDetails& details = spec.node.details;
  details.availability = meaningOf(kAvailabilities, root, "availability");
  if (const Value* power = root.find("power"); power != nullptr && !details.availability)
    details.availability = meaningOf(kAvailabilities, *power, "availability");
  details.location = readLocation(root, notes);
  details.environment = readEnvironments(root, notes);
  details.sensors = readSensors(root, notes);
  details.accelerationCalls = readAcceleration(root, notes);
  details.networks = readNetworks(root);
  details.powerSupply = readPower(root, notes);
  readStorage(root, details, notes);
  details.permittedActions = readActions(root, notes);
  return spec;
}

Cluster readCluster(const Value& root, std::string name, const Reading& reading) {
  Cluster cluster;
  cluster.name = std::move(name);
  cluster.nodes = referencesOf(root, "nodes", Kind::Node, reading);
  cluster.datacenter = referenceOf(root, "datacenter_id", Kind::Datacenter, reading);
  return cluster;
}

Datacenter readDatacenter(const Value& root, std::string name, const Reading& reading) {
  Datacenter datacenter;
  datacenter.name = std::move(name);
  datacenter.continent = textOf(root, "continent");
  datacenter.country = textOf(root, "country");
  datacenter.city = textOf(root, "city");
  datacenter.clusters = referencesOf(root, "cluster_id", Kind::Cluster, reading);
  datacenter.nodes = referencesOf(root, "nodes", Kind::Node, reading);
  datacenter.layer = meaningOf(kLayers, root, "continuum");
  datacenter.location = readLocation(root, reading.notes);
  datacenter.cloudProvider = textOf(root, "cloud_provider");
  return datacenter;
}

Continuum readContinuum(const Value& root, std::string name, const Reading& reading) {
  Continuum continuum;
  continuum.name = std::move(name);
  continuum.clusters = referencesOf(root, "clusters", Kind::Cluster, reading);
  return continuum;
}

}  // namespace evenkeel::mlsysops
