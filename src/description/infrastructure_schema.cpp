#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "description/document_schema.h"
#include "description/schemas.h"

namespace evenkeel {
namespace {

using namespace schema;

constexpr std::int32_t kMostNodes = 10'000;

struct NodeText {  // how a NodeSpec stands in text: flat, without name and labels
  std::int32_t count = 1;
  std::string cluster;
  Layer layer = Node{}.layer;
  std::string architecture = Node{}.architecture;
  bool mobile = false;
  Resources allocatable = Node{}.allocatable;
  double speed = 1;
  Quantity pullBandwidth = Node{}.pullBandwidth;
  std::optional<PowerModel> power;
  NodeDetails details;
};

NodeSpec fromText(const NodeText& t) {
  NodeSpec spec;
  spec.count = t.count;
  spec.node.cluster = t.cluster;
  spec.node.layer = t.layer;
  spec.node.architecture = t.architecture;
  spec.node.mobile = t.mobile;
  spec.node.allocatable = t.allocatable;
  spec.node.speed = t.speed;
  spec.node.pullBandwidth = t.pullBandwidth;
  spec.node.power = t.power;
  spec.node.details = t.details;
  return spec;
}

NodeText toText(const NodeSpec& spec) {
  const Node& n = spec.node;
  return {spec.count,    n.cluster, n.layer,         n.architecture, n.mobile,
          n.allocatable, n.speed,   n.pullBandwidth, n.power,        n.details};
}

void checkPower(const PowerModel& power, const DocumentNode& node, Faults& faults) {
  if (power.full < power.idle)
    faults.addAt(placeOf(node, "full"), "full", "found full below idle",
                 "write at least the power of an idle node");
}

Schema<NodeSpec> nodeSpecSchema() {
  const Schema<PowerModel> power =
      Record<PowerModel>("Power, linear in CPU utilisation.")
          .field("idle", &PowerModel::idle, number({.minimum = 0}), "Doing nothing.",
                 {.required = true, .unit = "watts"})
          .field("full", &PowerModel::full, number({.minimum = 0}), "With all cores busy.",
                 {.required = true, .unit = "watts"})
          .check(checkPower);
  const Schema<NodeText> text_ =
      Record<NodeText>("A machine.")
          .field("count", &NodeText::count,
                 integer<std::int32_t>({.minimum = 1, .maximum = kMostNodes}),
                 "How many alike; several are called NAME-1, NAME-2 and so on.")
          .field("cluster", &NodeText::cluster, subdomain(), "The cluster it belongs to.")
          .field("layer", &NodeText::layer, layerSchema(), "Where in the continuum it stands.")
          .field("architecture", &NodeText::architecture,
                 text({.minimumLength = 1, .maximumLength = 63}), "Of its CPU.")
          .field("mobile", &NodeText::mobile, boolean(), "It moves about.")
          .field("allocatable", &NodeText::allocatable, resourcesSchema(false),
                 "What pods may request of it together.")
          .field("speed", &NodeText::speed,
                 number({.minimum = 0, .maximum = 1000, .exclusiveMinimum = true}),
                 "Of a core, against the one that service times are given for.")
          .field("pullBandwidth", &NodeText::pullBandwidth, quantity({.exclusiveMinimum = true}),
                 "At which images are pulled.", {.unit = "bytes/s"})
          .field("power", &NodeText::power, optional(power), "How much power it takes.")
          .field("details", &NodeText::details, nodeDetailsSchema(),
                 "What else is known of it; kept, not acted upon yet.");
  return converted<NodeSpec, NodeText>(text_, fromText, toText);
}

Schema<std::vector<std::string>> names() {
  return list(subdomain(), {.unique = true});
}

}  // namespace

const Schema<Document<NodeSpec>>& nodeSchema() {
  static const auto schema = documentSchema(nodeSpecSchema(), "The machine.", false);
  return schema;
}

const Schema<Document<Cluster>>& clusterSchema() {
  static const auto schema = documentSchema<Cluster>(
      Record<Cluster>("A cluster.")
          .field("datacenter", &Cluster::datacenter, subdomain(), "Where it stands.")
          .field("nodes", &Cluster::nodes, names(),
                 "Names of its nodes; a node may name its cluster instead.")
          .field("targets", &Cluster::targets, targetsSchema(), "What is wanted of the whole.")
          .field("prices", &Cluster::prices, pricesSchema(),
                 "What its resources cost; where left out, the scenario's prices count."),
      "The cluster.", false);
  return schema;
}

const Schema<Document<Datacenter>>& datacenterSchema() {
  static const auto schema = documentSchema<Datacenter>(
      Record<Datacenter>("A data centre.")
          .field("continent", &Datacenter::continent, text({.maximumLength = 63}), "Continent.")
          .field("country", &Datacenter::country, text({.maximumLength = 63}), "Country.")
          .field("city", &Datacenter::city, text({.maximumLength = 63}), "City.")
          .field("clusters", &Datacenter::clusters, names(),
                 "Names of its clusters; a cluster may name its data centre instead.")
          .field("carbonIntensity", &Datacenter::carbonIntensity, optional(number({.minimum = 0})),
                 "Of its electricity.", {.unit = "gCO2/kWh"})
          .field("nodes", &Datacenter::nodes, names(), "Names of its nodes.")
          .field("layer", &Datacenter::layer, optional(layerSchema()),
                 "Where in the continuum it stands.")
          .field("location", &Datacenter::location, optional(locationSchema()), "Its place.")
          .field("cloudProvider", &Datacenter::cloudProvider,
                 text({.minimumLength = 1, .maximumLength = 253}), "Whose cloud it is."),
      "The data centre.", false);
  return schema;
}

const Schema<Document<Continuum>>& continuumSchema() {
  const Schema<LayerLatency> latency =
      Record<LayerLatency>("Network latency between two layers, in either direction.")
          .field("from", &LayerLatency::from, layerSchema(), "One layer.", {.required = true})
          .field("to", &LayerLatency::to, layerSchema(), "The other, or the same.",
                 {.required = true})
          .field("latency", &LayerLatency::latency, duration({.maximum = std::chrono::minutes(1)}),
                 "One way.", {.required = true, .example = "20ms"});
  static const auto schema = documentSchema<Continuum>(
      Record<Continuum>("A continuum.")
          .field("clusters", &Continuum::clusters, names(), "Names of its clusters; left out, all.")
          .field("targets", &Continuum::targets, targetsSchema(), "What is wanted of the whole.")
          .field("latencies", &Continuum::latencies, list(latency),
                 "Between its layers; pairs left out have none."),
      "The continuum.", false);
  return schema;
}

}  // namespace evenkeel
