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
