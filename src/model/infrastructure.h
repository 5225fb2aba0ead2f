// Where applications run, as an operator describes it (kinds: Node, Cluster, Datacenter,
// Continuum).
//
// Structure: MLSysOps D3.3 infrastructure descriptions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "base/time.h"
#include "model/application.h"

namespace evenkeel {

// Money per unit and hour; the currency is whatever the operator counts in.
struct Prices {
  double coreHour = 0;
  double gibHour = 0;
  double nodeHour = 0;
  double kwh = 0;
  friend bool operator==(const Prices&, const Prices&) = default;
};

struct PowerModel {  // watts, linear in CPU utilisation between the two
  double idle = 0;
  double full = 0;
  friend bool operator==(const PowerModel&, const PowerModel&) = default;
};

struct Location {  // degrees
  double longitude = 0;
  double latitude = 0;
  friend bool operator==(const Location&, const Location&) = default;
};

struct AccelerationPlatform {
  std::string name;  // cpu, gpu, fpga, tpu
  std::vector<std::string> frameworks;
  friend bool operator==(const AccelerationPlatform&, const AccelerationPlatform&) = default;
};

struct AccelerationCall {  // that a node offers through an acceleration API
  std::string name;
  std::vector<AccelerationPlatform> platforms;
  friend bool operator==(const AccelerationCall&, const AccelerationCall&) = default;
};

struct NetworkInterface {
  std::string technology;  // 4g, 5g, wifi, bluetooth, lora, zigbee, ethernet
  std::string name;        // of the device
  std::string range;
  std::string address;             // of the hardware
  std::string mode;                // infrastructure, adhoc
  bool applicationTraffic = true;  // may carry it
  bool redirection = false;        // traffic may be moved to it
  friend bool operator==(const NetworkInterface&, const NetworkInterface&) = default;
};

enum class PowerQuantity : std::uint8_t { Consumption, Cost, Co2 };

struct PowerTarget {
  PowerQuantity quantity = PowerQuantity::Consumption;
  Relation relation = Relation::LowerOrEqual;
  double value = 0;
  std::string unit;
  friend bool operator==(const PowerTarget&, const PowerTarget&) = default;
};

struct RenewableSource {
  std::string name;
  std::vector<double> levels;  // Wh
  friend bool operator==(const RenewableSource&, const RenewableSource&) = default;
};

struct PowerSupply {
  std::optional<bool> grid;
  std::vector<RenewableSource> renewables;
  std::vector<double> batteryLevels;  // Wh
  std::optional<double> limit;        // watts
  std::vector<PowerTarget> targets;
  friend bool operator==(const PowerSupply&, const PowerSupply&) = default;
};

enum class Availability : std::uint8_t { Stable, Transient };

enum class NodeAction : std::uint8_t {
  SetPowerCap,
  SetCpuFrequency,
  SetGpuFrequency,
  RedirectTraffic,
  Accelerate,
  ChangeCpuSet,
  ChangeImage
};

// What is known of a machine beside what it can carry; told, not acted upon yet.
struct NodeDetails {
  std::optional<Availability> availability;
  std::optional<Location> location;
  Environment environment;
  Hardware hardware;
  std::vector<Sensor> sensors;
  std::vector<AccelerationCall> accelerationCalls;
  std::vector<NetworkInterface> networks;
  PowerSupply powerSupply;
  std::optional<Quantity> sharedStorage;  // bytes that it gives to distributed storage
  std::vector<NodeAction> permittedActions;
  friend bool operator==(const NodeDetails&, const NodeDetails&) = default;
};

struct Node {
  std::string name;
  std::string cluster;
  Layer layer = Layer::Cloud;
  std::vector<std::string> labels;
  std::string architecture = "amd64";
  bool mobile = false;
  Resources allocatable{Quantity::units(4), Quantity::units(std::int64_t{16} << 30)};
  double speed = 1;                                      // a core against the reference core; > 0
  Quantity pullBandwidth = Quantity::units(50'000'000);  // bytes/s for images
  std::optional<PowerModel> power;
  NodeDetails details;
  friend bool operator==(const Node&, const Node&) = default;
};

struct Cluster {
  std::string name;
  std::string datacenter;
  std::vector<std::string> nodes;
  std::vector<Target> targets;
  Prices prices;
  friend bool operator==(const Cluster&, const Cluster&) = default;
};

struct Datacenter {
  std::string name;
  std::string continent;
  std::string country;
  std::string city;
  std::vector<std::string> clusters;
  std::optional<double> carbonIntensity;  // gCO2/kWh
  std::vector<std::string> nodes = {};
  std::optional<Layer> layer = {};
  std::optional<Location> location = {};
  std::string cloudProvider = {};
  friend bool operator==(const Datacenter&, const Datacenter&) = default;
};

struct LayerLatency {  // one way
  Layer from = Layer::Cloud;
  Layer to = Layer::Cloud;
  Duration latency{};
  friend bool operator==(const LayerLatency&, const LayerLatency&) = default;
};

struct Continuum {
  std::string name;
  std::vector<std::string> clusters;
  std::vector<Target> targets;
  std::vector<LayerLatency> latencies;  // either direction; absent pairs: none
  friend bool operator==(const Continuum&, const Continuum&) = default;
};

}  // namespace evenkeel
