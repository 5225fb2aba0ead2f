// Parts that applications and nodes share: sensors, environment, hardware.
#include "base/text.h"
#include "description/mlsysops_read.h"

namespace evenkeel::mlsysops {
namespace {

// Told of the kind, or of the entry; of two numbers that of the kind counts.
std::int32_t instancesOf(const Value& of, const Value& entry, Notes& notes) {
  const auto own = countOf(of, "instances", 1, notes);
  const Value* outer = &of == &entry ? nullptr : entry.find("instances");
  if (outer == nullptr) return own.value_or(1);
  const auto shared = countOf(entry, "instances", 1, notes);
  if (own && shared && own != shared)
    notes.warn(outer->place, outer->path, "found other instances than those of the sensor itself",
               "ignored; " + std::to_string(*own) + " counts");
  return own.value_or(shared.value_or(1));
}

// One kind of an entry: {camera: {…}, protocol: MQTT} is a camera read by MQTT.
Sensor readKind(SensorKind kind, const Value& of, const Value& entry, Notes& notes) {
  Sensor sensor;
  sensor.kind = kind;
  sensor.model = textOf(of, "model");
  sensor.instances = instancesOf(of, entry, notes);
  sensor.cameraType = textOf(of, "camera_type");
  sensor.resolutions = textsOf(of, "supported_resolutions", notes);
  for (std::string& one : textsOf(of, "resolution", notes))
    sensor.resolutions.push_back(std::move(one));
  sensor.frameRate = numberOf(of, "framerate");
  if (!sensor.frameRate) sensor.frameRate = numberOf(of, "minimum_framerate");
  sensor.minimum = numberOf(of, "measurement_min");
  sensor.maximum = numberOf(of, "measurement_max");
  sensor.unit = textOf(of, "measurement_unit");
  if (sensor.unit.empty()) sensor.unit = textOf(of, "unit");
  sensor.accuracy = numberOf(of, "accuracy");
  if (const Value* sampling = of.find("sampling_frequency")) {
    sensor.minimumSamplingFrequency = numberOf(*sampling, "min");
    sensor.maximumSamplingFrequency = numberOf(*sampling, "max");
  }
  sensor.protocol = textOf(entry, "protocol");
  sensor.endpoint = textOf(entry, "endpoint");
  sensor.endpointVariable = textOf(entry, "endpoint_variable");
  return sensor;
}

}  // namespace

std::vector<Sensor> readSensors(const Value& record, Notes& notes) {
  std::vector<Sensor> out;
  for (const Value* entry : recordsOf(record, "sensors")) {
    bool any = false;
    for (const auto& [word, kind] : kSensorKinds)
      if (const Value* of = entry->find(word)) {
        out.push_back(readKind(kind, *of, *entry, notes));
        any = true;
      }
    if (!any) out.push_back(readKind(SensorKind::Other, *entry, *entry, notes));
  }
  return out;
}

Environment readEnvironment(const Value& record, Notes& notes) {
  Environment environment;
  environment.nodeType = meaningOf(kNodeTypes, record, "node_type");
  environment.os = textOf(record, "os");
  if (const Value* runtime = record.find("container_runtime")) {
    if (runtime->term->list)
      environment.containerRuntimes = textsOf(record, "container_runtime", notes);
    else if (!runtime->text.empty())
      environment.containerRuntimes = {runtime->text};
  }
  return environment;
}

std::optional<Microcontroller> readMicrocontroller(const Value& hardware, Notes& notes) {
  const Value* from = hardware.find("mcu");
  if (from == nullptr) return std::nullopt;
  Microcontroller mcu;
  if (const Value* architecture = from->find("architecture")) {
    mcu.architecture = architecture->term->list && !architecture->items.empty()
                           ? architecture->items.front().text
                           : architecture->text;
    for (std::size_t i = 1; i < architecture->items.size(); ++i)
      notes.warn(architecture->items[i].place, architecture->items[i].path,
                 "found a second architecture of a microcontroller", "ignored");
  }
  mcu.cores = countOf(*from, "cores", 0, notes).value_or(0);
  mcu.flash = amountOf(*from, "flash", notes);
  mcu.memory = amountOf(*from, "memory", notes);
  mcu.frequency = frequencyOf(*from, "frequency");
  mcu.performanceIndicator = numberOf(*from, "performance_indicator");
  return mcu;
}

std::optional<Accelerator> readAccelerator(const Value& hardware, std::string_view key,
                                           std::string_view countKey, Notes& notes) {
  const Value* from = hardware.find(key);
  if (from == nullptr) return std::nullopt;
  Accelerator accelerator;
  accelerator.model = textOf(*from, "model");
  accelerator.memory = bytesOf(*from, "memory", notes);
  accelerator.performanceIndicator = numberOf(*from, "performance_indicator");
  const auto count = countOf(*from, countKey, 0, notes);
  if (count && *count == 0) {
    const Value* zero = from->find(countKey);
    notes.warn(zero->place, zero->path, "found none of it", "the whole of it is left out");
    return std::nullopt;
  }
  accelerator.count = count.value_or(1);
  return accelerator;
}

}  // namespace evenkeel::mlsysops
