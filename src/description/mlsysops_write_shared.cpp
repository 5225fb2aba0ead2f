// Members of a map, and the parts that applications and nodes share.
#include <cmath>

#include "base/document_text.h"
#include "description/mlsysops_words.h"
#include "description/mlsysops_write.h"

namespace evenkeel::mlsysops {
namespace {

constexpr std::int64_t kGigabyteMilli = 1'000'000'000'000;

// Whole numbers without an exponent: not every YAML reader takes 2e+09 for a number.
DocumentNode numberNode(double number) {
  constexpr double kExact = 1e15;
  if (number == std::floor(number) && std::abs(number) <= kExact)
    return DocumentNode::plain(std::to_string(static_cast<std::int64_t>(number)));
  return DocumentNode::plain(numberText(number));
}

// From the least to the most often: of a node's alone, and of these kinds.
bool hasSamplingRange(SensorKind kind) {
  return kind == SensorKind::Humidity || kind == SensorKind::Sound || kind == SensorKind::Co2;
}

DocumentNode writeSensor(const Sensor& sensor, Given given, bool ofNode) {
  const std::string word = wordFor(kSensorKinds, sensor.kind);
  DocumentNode of = DocumentNode::map();
  putText(of, "model", sensor.model);
  putText(of, "camera_type", sensor.cameraType);
  putWhole(of, ofNode ? "framerate" : "minimum_framerate", sensor.frameRate);
  if (ofNode)
    putTexts(of, "supported_resolutions", sensor.resolutions);
  else if (!sensor.resolutions.empty())
    putText(of, "resolution", sensor.resolutions.front());
  putNumber(of, "measurement_min", sensor.minimum);
  putNumber(of, "measurement_max", sensor.maximum);
  putText(of, "measurement_unit", sensor.unit);
  putNumber(of, "accuracy", sensor.accuracy);
  if (hasSamplingRange(sensor.kind)) {
    DocumentNode sampling = DocumentNode::map();
    putNumber(sampling, "min", sensor.minimumSamplingFrequency);
    putNumber(sampling, "max", sensor.maximumSamplingFrequency);
    putNode(of, "sampling_frequency", std::move(sampling));
  } else {
    putNumber(of, "sampling_frequency", sensor.minimumSamplingFrequency);
  }
  DocumentNode entry = DocumentNode::map();
  if (!word.empty()) entry.set(word, std::move(of));
  if (given.has("instances")) putNumber(entry, "instances", sensor.instances);
  putText(entry, "protocol", sensor.protocol);
  putText(entry, ofNode ? "endpoint" : "endpoint_variable",
          ofNode ? sensor.endpoint : sensor.endpointVariable);
  return entry;
}

}  // namespace

void putText(DocumentNode& map, std::string_view key, const std::string& text) {
  if (!text.empty()) map.set(std::string(key), DocumentNode::string(text));
}

void putTexts(DocumentNode& map, std::string_view key, const std::vector<std::string>& texts) {
  DocumentNode list = DocumentNode::list();
  for (const std::string& text : texts) list.items.push_back(DocumentNode::string(text));
  putNode(map, key, std::move(list));
}

void putFlag(DocumentNode& map, std::string_view key, std::optional<bool> flag) {
  if (flag) map.set(std::string(key), DocumentNode::plain(*flag ? "true" : "false"));
}

void putNumber(DocumentNode& map, std::string_view key, std::optional<double> number) {
  if (number) map.set(std::string(key), numberNode(*number));
}

void putWhole(DocumentNode& map, std::string_view key, std::optional<double> number) {
  if (number && *number == std::floor(*number)) putNumber(map, key, number);
}

void putNumbers(DocumentNode& map, std::string_view key, const std::vector<double>& numbers) {
  DocumentNode list = DocumentNode::list();
  for (const double number : numbers) list.items.push_back(numberNode(number));
  putNode(map, key, std::move(list));
}

void putGigabytes(DocumentNode& map, std::string_view key, std::optional<Quantity> bytes) {
  if (bytes && bytes->milli >= kGigabyteMilli)
    putNumber(map, key, static_cast<double>(bytes->milli / kGigabyteMilli));
}

void putSize(DocumentNode& map, std::string_view key, std::optional<Quantity> bytes) {
  if (!bytes) return;
  const bool whole = bytes->milli % kGigabyteMilli == 0;
  putText(map, key,
          whole ? std::to_string(bytes->milli / kGigabyteMilli) : bytes->binaryText() + "B");
}

void putNode(DocumentNode& map, std::string_view key, DocumentNode node) {
  if (!node.items.empty() || !node.members.empty()) map.set(std::string(key), std::move(node));
}

DocumentNode writeSensors(const std::vector<Sensor>& sensors, Given given, bool ofNode) {
  DocumentNode list = DocumentNode::list();
  for (std::size_t i = 0; i < sensors.size(); ++i)
    if (ofNode || sensors[i].kind <= SensorKind::AirQuality)
      list.items.push_back(writeSensor(sensors[i], given.at("sensors", i), ofNode));
  return list;
}

void putAccelerator(DocumentNode& map, std::string_view key, std::string_view countKey,
                    const std::optional<Accelerator>& accelerator, Given given) {
  if (!accelerator) return;
  DocumentNode out = DocumentNode::map();
  putText(out, "model", accelerator->model);
  if (!countKey.empty() && given.has("count")) putNumber(out, countKey, accelerator->count);
  putGigabytes(out, "memory", accelerator->memory);
  putNumber(out, "performance_indicator", accelerator->performanceIndicator);
  map.set(std::string(key), std::move(out));
}

void putMicrocontroller(DocumentNode& map, const std::optional<Microcontroller>& mcu, bool ofNode) {
  if (!mcu) return;
  DocumentNode out = DocumentNode::map();
  if (ofNode)
    putText(out, "architecture", mcu->architecture);
  else if (!mcu->architecture.empty())
    putTexts(out, "architecture", {mcu->architecture});
  if (mcu->cores > 0 && ofNode) putNumber(out, "cores", mcu->cores);
  if (mcu->flash) putText(out, "flash", mcu->flash->binaryText());
  if (mcu->frequency) putNumber(out, "frequency", mcu->frequency->asDouble());
  putNumber(out, "performance_indicator", mcu->performanceIndicator);
  map.set("mcu", std::move(out));
}

}  // namespace evenkeel::mlsysops
