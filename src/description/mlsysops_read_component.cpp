// One component: its containers, what they ask for, its place, sensors, data and metrics.
#include <algorithm>

#include "base/text.h"
#include "description/mlsysops_read_application.h"

namespace evenkeel::mlsysops {
namespace {

constexpr std::int32_t kNoPort = 0;

class ComponentReader {
 public:
  ComponentReader(const Value& from, Component& component, const Reading& reading)
      : from_(from), component_(component), reading_(reading), notes_(reading.notes) {}

  ComponentActions read() {
    readData();
    readQosMetrics();
    component_.needs.sensors = readSensors(from_, notes_);
    component_.needs.environment = readEnvironment(from_, notes_);
    readDeployment();
    if (const Value* placement = from_.find("node_placement"))
      readNodePlacement(*placement, component_, actions_, reading_);
    settleResources();
    return actions_;
  }

 private:
  void readData() {
    component_.data.sensitive = flagOf(from_, "data_sensitivity").value_or(false);
    component_.data.criticality = meaningOf(kCriticalities, from_, "data_criticality");
    const Value* storage = from_.find("storage");
    if (storage == nullptr) return;
    for (const Value* from : recordsOf(*storage, "buckets")) {
      Bucket bucket;
      bucket.id = textOf(*from, "bucket_id");
      bucket.redundancy = meaningOf(kRedundancies, *from, "redundancy");
      bucket.maxLatency = notNegative(*from, "max_latency");
      bucket.minDownloadSpeed = notNegative(*from, "min_download_speed");
      bucket.encryption = flagOf(*from, "server_side_encryption");
      if (const Value* where = from->find("location_restrictions"))
        bucket.gdpr = flagOf(*where, "gdpr");
      if (bucket.id.empty())
        notes_.warn(from->place, from->path, "found a bucket without bucket_id", "ignored");
      else
        component_.data.buckets.push_back(std::move(bucket));
    }
  }

  std::optional<double> notNegative(const Value& record, std::string_view key) {
    const auto number = numberOf(record, key);
    if (!number || *number >= 0) return number;
    const Value* value = record.find(key);
    notes_.refuse(value->place, value->path, "found a number below 0", "write at least 0");
    return std::nullopt;
  }

  void readQosMetrics() {
    for (const Value* from : recordsOf(from_, "qos_metrics")) {
      const auto value = numberOf(*from, "target");
      const std::string metric = textOf(*from, "application_metric_id");
      if (metric.empty() || !value) {
        notes_.warn(from->place, from->path,
                    metric.empty() ? "found a metric without application_metric_id"
                                   : "found a metric without a target",
                    "ignored");
        continue;
      }
      const auto relation = meaningOf(kRelations, *from, "relation");
      if (!relation)
        notes_.warn(from->place, from->path, "found no relation", "read as lower_or_equal");
      component_.qosMetrics.push_back(
          {metric, relation.value_or(Relation::LowerOrEqual), *value, 1});
    }
  }

  void readDeployment() {
    Deployment& deployment = component_.deployment;
    deployment.external = flagOf(from_, "external_component").value_or(false);
    deployment.externalAccess = flagOf(from_, "external_access").value_or(false);
    deployment.hostNetwork = flagOf(from_, "host_network").value_or(false);
    deployment.runtimeClass = textOf(from_, "runtime_class_name");
    deployment.restartPolicy = meaningOf(kRestartPolicies, from_, "restart_policy");
    for (const Value* from : recordsOf(from_, "containers")) readContainer(*from);
    if (const Value* platform = from_.find("platform_requirements")) addUp(readPlatform(*platform));
  }

  void readContainer(const Value& from) {
    Container container;
    container.image = textOf(from, "image");
    for (const Value* part : recordsOf(from, "command")) container.command.push_back(part->text);
    container.imagePullPolicy = meaningOf(kPullPolicies, from, "image_pull_policy");
    for (const Value* one : recordsOf(from, "acceleration_api")) {
      AcceleratedCall call{textOf(*one, "call_name"), textOf(*one, "required_framework")};
      if (call.framework == "*") call.framework.clear();
      if (call.name.empty())
        notes_.warn(one->place, one->path, "found a call without call_name", "ignored");
      else
        container.acceleratedCalls.push_back(std::move(call));
    }
    for (const Value* port : recordsOf(from, "ports")) readPort(*port, container);
    for (const Value* variable : recordsOf(from, "env")) readVariable(*variable, container);
    if (container != Container{}) component_.deployment.containers.push_back(container);
    takeEnvironment(from);
    if (const Value* environment = from.find("environment_requirements"))
      takeEnvironment(*environment);
    Amounts own;
    if (const Value* platform = from.find("platform_requirements")) own = readPlatform(*platform);
    if (const Value* resources = from.find("resources")) readResources(*resources, own);
    addUp(own);
  }

  std::optional<std::int32_t> portOf(const Value& record, std::string_view key) {
    constexpr std::int32_t kMostPorts = 65'535;
    const auto number = countOf(record, key, 1, notes_);
    if (!number || *number <= kMostPorts) return number;
    const Value* value = record.find(key);
    notes_.refuse(value->place, value->path, "found a port above 65535",
                  "write a port from 1 to 65535");
    return std::nullopt;
  }

  void readPort(const Value& from, Container& container) {
    ContainerPort port;
    port.name = textOf(from, "name");
    port.containerPort = portOf(from, "container_port").value_or(kNoPort);
    port.hostPort = portOf(from, "host_port");
    port.hostIp = textOf(from, "host_ip");
    port.protocol = meaningOf(kProtocols, from, "protocol").value_or(PortProtocol::Tcp);
    if (port.containerPort == kNoPort)
      notes_.warn(from.place, from.path, "found a port without container_port", "ignored");
    else
      container.ports.push_back(std::move(port));
  }

  void readVariable(const Value& from, Container& container) {
    EnvironmentVariable variable;
    variable.name = textOf(from, "name");
    variable.value = textOf(from, "value");
    if (const Value* valueFrom = from.find("value_from"))
      if (const Value* field = valueFrom->find("field_ref"))
        variable.fieldPath = textOf(*field, "field_path");
    if (variable.name.empty())
      notes_.warn(from.place, from.path, "found a variable without a name", "ignored");
    else
      container.env.push_back(std::move(variable));
  }

  // Of a container, where they were put in a wrong place or an older generation has them.
  void takeEnvironment(const Value& from) {
    const Environment more = readEnvironment(from, notes_);
    Environment& environment = component_.needs.environment;
    if (!environment.nodeType) environment.nodeType = more.nodeType;
    if (environment.os.empty()) environment.os = more.os;
    if (environment.containerRuntimes.empty())
      environment.containerRuntimes = more.containerRuntimes;
    if ((more.nodeType && environment.nodeType != more.nodeType) ||
        (!more.os.empty() && environment.os != more.os) ||
        (!more.containerRuntimes.empty() &&
         environment.containerRuntimes != more.containerRuntimes))
      notes_.warn(from.place, from.path, "found another environment than before",
                  "ignored; a component has one");
  }

  // Of one container; absent: it does not say.
  struct Amount {
    std::optional<Quantity> cpu;
    std::optional<Quantity> memory;
  };
  struct Amounts {
    Amount requests;
    Amount limits;
  };

  Amounts readPlatform(const Value& from) {
    takeEnvironment(from);
    Amounts own;
    Hardware hardware;
    if (const Value* cpu = from.find("cpu")) {
      own.requests.cpu = amountOf(*cpu, "requests", notes_);
      own.limits.cpu = amountOf(*cpu, "limits", notes_);
      if (cpu->find("requests") == nullptr)
        if (const auto cores = countOf(*cpu, "cores", 1, notes_))
          own.requests.cpu = Quantity::units(*cores);
      for (const std::string& architecture : textsOf(*cpu, "architecture", notes_))
        if (auto& known = component_.placement.architectures;
            std::find(known.begin(), known.end(), architecture) == known.end())
          known.push_back(architecture);
      Processor processor;
      if (const auto frequency = frequencyOf(*cpu, "frequency"))
        processor.frequencies = {*frequency};
      processor.performanceIndicator = numberOf(*cpu, "performance_indicator");
      if (processor != Processor{}) hardware.cpu = processor;
    }
    if (const auto indicator = numberOf(from, "performance_indicator")) {
      if (!hardware.cpu) hardware.cpu.emplace();
      if (!hardware.cpu->performanceIndicator) hardware.cpu->performanceIndicator = indicator;
    }
    if (const Value* memory = from.find("memory")) {
      own.requests.memory = amountOf(*memory, "requests", notes_);
      own.limits.memory = amountOf(*memory, "limits", notes_);
    }
    if (!own.requests.memory) {
      own.requests.memory = bytesOf(from, "ram", notes_);
    } else if (const Value* ram = from.find("ram")) {
      notes_.warn(ram->place, ram->path, "found memory that is asked for twice",
                  "ignored; memory.requests counts");
    }
    hardware.mcu = readMicrocontroller(from, notes_);
    hardware.disk = bytesOf(from, "disk", notes_);
    for (const auto& [key, member] : {std::pair{"gpu", &Hardware::gpu}, {"fpga", &Hardware::fpga}})
      if ((hardware.*member = readAccelerator(from, key, "requests", notes_)))
        tellLimits(*from.find(key), (hardware.*member)->count);
    takeHardware(from, hardware);
    return own;
  }

  void tellLimits(const Value& accelerator, std::int32_t count) {
    const auto limits = countOf(accelerator, "limits", 0, notes_);
    if (!limits || *limits == count) return;
    const Value* value = accelerator.find("limits");
    notes_.warn(value->place, value->path, "found another limit than request",
                "ignored; accelerators are not shared");
  }

  void takeHardware(const Value& from, const Hardware& more) {
    Hardware& hardware = component_.needs.hardware;
    bool another = false;
    const auto take = [&](auto Hardware::* member) {
      if (!(hardware.*member)) hardware.*member = more.*member;
      another = another || ((more.*member) && hardware.*member != more.*member);
    };
    take(&Hardware::cpu);
    take(&Hardware::mcu);
    take(&Hardware::disk);
    take(&Hardware::gpu);
    take(&Hardware::fpga);
    if (another)
      notes_.warn(from.place, from.path, "found other hardware than for a container before",
                  "ignored; what the first one needs counts");
  }

  // What Kubernetes would go by counts, whatever the platform asks for beside it.
  void readResources(const Value& from, Amounts& own) {
    for (const auto& [key, amount] :
         {std::pair{"requests", &own.requests}, {"limits", &own.limits}}) {
      const Value* amounts = from.find(key);
      if (amounts == nullptr) continue;
      replace(amount->cpu, *amounts, "cpu");
      replace(amount->memory, *amounts, "memory");
      const auto gpus = countOf(*amounts, "gpu", 0, notes_);
      if (!gpus || *gpus == 0) continue;
      auto& gpu = component_.needs.hardware.gpu;
      if (!gpu) gpu.emplace();
      gpu->count = std::max(gpu->count, *gpus);
    }
  }

  void replace(std::optional<Quantity>& before, const Value& amounts, std::string_view key) {
    const auto amount = amountOf(amounts, key, notes_);
    if (!amount) return;
    if (before && *before != *amount) {
      const Value* value = amounts.find(key);
      notes_.warn(value->place, value->path,
                  "found " + amount->text() + " beside " + before->text() +
                      " of the platform's requirements",
                  "the former counts");
    }
    before = amount;
  }

  // A pod is what its containers are together.
  void addUp(const Amounts& own) {
    add(requests_.cpu, own.requests.cpu);
    add(requests_.memory, own.requests.memory);
    add(limits_.cpu, own.limits.cpu);
    add(limits_.memory, own.limits.memory);
  }

  static void add(std::optional<Quantity>& sum, const std::optional<Quantity>& more) {
    if (!more) return;
    constexpr std::int64_t kMost = 1'000'000'000'000'000'000;  // far from what overflows
    const std::int64_t before = sum ? sum->milli : 0;
    sum = Quantity{std::min(kMost, before + std::min(kMost, more->milli))};
  }

  // As in Kubernetes a request that is left out is the limit. Native limits are of both or of none:
  // the other one is set to what changes nothing.
  void settleResources() {
    if (!requests_.cpu) requests_.cpu = limits_.cpu;
    if (!requests_.memory) requests_.memory = limits_.memory;
    if (requests_.cpu) component_.requests.cpu = *requests_.cpu;
    if (requests_.memory) component_.requests.memory = *requests_.memory;
    if (!limits_.cpu && !limits_.memory) return;
    if (!limits_.memory) {
      limits_.memory = kAllMemory;
      notes_.warn(from_.place, from_.path, "found a limit of CPU and none of memory",
                  "a limit of memory that is never reached is written beside it: " +
                      kAllMemory.binaryText());
    }
    if (!limits_.cpu) {
      limits_.cpu = component_.requests.cpu;
      notes_.warn(from_.place, from_.path, "found a limit of memory and none of CPU",
                  "the request of CPU is its limit, as it is without limits");
    }
    component_.limits = Resources{*limits_.cpu, *limits_.memory};
    if (isAbove(component_.requests.cpu, *limits_.cpu, "CPU") ||
        isAbove(component_.requests.memory, *limits_.memory, "memory"))
      return;
    if (component_.baseMemory > *limits_.memory) {
      component_.baseMemory = Quantity{limits_.memory->milli / 2};
      notes_.warn(from_.place, from_.path,
                  "found a memory limit below the usual " + Component{}.baseMemory.binaryText() +
                      " of an idle pod",
                  "half of the limit is taken for baseMemory");
    }
  }

  bool isAbove(Quantity request, Quantity limit, const std::string& of) {
    if (request <= limit) return false;
    notes_.refuse(from_.place, from_.path,
                  "found a request of " + request.text() + " above the limit of " + limit.text() +
                      " (" + of + ", all containers together)",
                  "write limits that are at least the requests");
    return true;
  }

  const Value& from_;
  Component& component_;
  const Reading& reading_;
  Notes& notes_;
  ComponentActions actions_;
  Amount requests_;  // of all containers
  Amount limits_;
};

}  // namespace

ComponentActions readComponent(const Value& from, Component& component, const Reading& reading) {
  return ComponentReader(from, component, reading).read();
}

namespace {

void tellAnother(const Value& record, std::string_view key, const Component& component,
                 Notes& notes) {
  const Value* value = record.find(key);
  notes.warn(value->place, value->path,
             "found another value than before for " + quotedForPeople(component.name),
             "the last one counts");
}

}  // namespace

void readNodePlacement(const Value& from, Component& component, ComponentActions& actions,
                       const Reading& reading) {
  Notes& notes = reading.notes;
  Placement& placement = component.placement;
  const auto addAll = [](auto& all, const auto& more) {
    for (const auto& one : more)
      if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  };
  const auto layers = textsOf(from, "continuum_layer", notes);
  if (std::find(layers.begin(), layers.end(), "*") == layers.end())
    for (const std::string& layer : layers)
      addAll(placement.layers, std::vector{*meaning(kLayers, layer)});
  constexpr std::size_t kMostLabels = 1000;
  const auto labels = textsOf(from, "labels", notes);
  if (placement.labels.size() + labels.size() <= kMostLabels)
    addAll(placement.labels, labels);
  else
    notes.refuse(from.place, from.path, "found more than 1000 labels", "write fewer");
  if (const auto mobile = flagOf(from, "mobile")) {
    if (placement.mobile.value_or(*mobile) != *mobile)
      tellAnother(from, "mobile", component, notes);
    placement.mobile = mobile;
  }
  if (const auto node = referenceOf(from, "node", Kind::Node, reading); !node.empty())
    addAll(placement.nodes, std::vector{node});
  const Value* scaling = from.find("scaling");
  if (scaling == nullptr) return;
  if (const auto instances = countOf(*scaling, "instances", 0, notes)) {
    const bool told = component.scaling != ScalingBounds{} || component.replicas != 1;
    if (told && component.replicas != *instances)
      tellAnother(*scaling, "instances", component, notes);
    component.replicas = *instances;
    component.scaling.minReplicas = std::min(component.scaling.minReplicas, *instances);
    component.scaling.maxReplicas = std::max(component.scaling.maxReplicas, *instances);
  }
  const std::string mode = textOf(*scaling, "scaling_mode");
  actions.scale = actions.scale || mode == "auto";
  if (mode == "manual") {
    component.scaling.minReplicas = component.replicas;
    component.scaling.maxReplicas = std::max(1, component.replicas);
  }
}

}  // namespace evenkeel::mlsysops
