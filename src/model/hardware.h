// What a machine has, and what a component needs of one: the same words on both sides.
//
// Structure: MLSysOps D3.3 node descriptions and component requirements. Whatever is absent is not
// known of a node, and not needed by a component.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.h"

namespace evenkeel {

enum class NodeType : std::uint8_t { Virtualized, Native, BareMetal };

struct Environment {
  std::optional<NodeType> nodeType;
  std::string os;
  std::vector<std::string> containerRuntimes;  // any of them
  friend bool operator==(const Environment&, const Environment&) = default;
};

struct Processor {
  std::string model;
  std::vector<Quantity> frequencies;           // Hz; a node's steps, or the least that is needed
  std::optional<double> performanceIndicator;  // whatever benchmark its owner uses
  friend bool operator==(const Processor&, const Processor&) = default;
};

struct Microcontroller {
  std::string architecture;
  std::int32_t cores = 0;             // zero: not said
  std::optional<Quantity> flash;      // bytes
  std::optional<Quantity> memory;     // bytes
  std::optional<Quantity> frequency;  // Hz
  std::optional<double> performanceIndicator;
  friend bool operator==(const Microcontroller&, const Microcontroller&) = default;
};

struct Accelerator {  // a GPU or an FPGA
  std::string model;
  std::int32_t count = 1;
  std::optional<Quantity> memory;  // bytes
  std::optional<double> performanceIndicator;
  friend bool operator==(const Accelerator&, const Accelerator&) = default;
};

struct Hardware {
  std::optional<Processor> cpu;
  std::optional<Microcontroller> mcu;
  std::optional<Quantity> disk;  // bytes
  std::optional<Accelerator> gpu;
  std::optional<Accelerator> fpga;
  friend bool operator==(const Hardware&, const Hardware&) = default;
};

enum class SensorKind : std::uint8_t {
  Other,
  Camera,
  Temperature,
  Accelerometer,
  Barometer,
  AirQuality,
  Humidity,
  Sound,
  Co2
};

struct Sensor {
  SensorKind kind = SensorKind::Other;
  std::string model;
  std::int32_t instances = 1;
  std::string cameraType;
  std::vector<std::string> resolutions;  // 1024x768
  std::optional<double> frameRate;       // per second; of a component: the least
  std::optional<double> minimum;         // of what it measures, in `unit`
  std::optional<double> maximum;
  std::string unit;
  std::optional<double> accuracy;
  std::optional<double> minimumSamplingFrequency;  // Hz
  std::optional<double> maximumSamplingFrequency;
  std::string protocol;          // MQTT, RTSP
  std::string endpoint;          // of a node's
  std::string endpointVariable;  // that tells a component where it is
  friend bool operator==(const Sensor&, const Sensor&) = default;
};

}  // namespace evenkeel
