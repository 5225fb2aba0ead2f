#include "description/mlsysops_origin.h"

#include <array>

namespace evenkeel::mlsysops {
namespace {

// What native documents call otherwise, or keep elsewhere; the first that is there counts. A list
// on the way must have one item.
struct Alias {
  std::string_view native;
  std::string_view path;  // empty: what is below stands where this would
};
constexpr std::array<Alias, 34> kAliases{{{"uid", "mlsysops_id"},
                                          {"uid", "metadata.uid"},
                                          {"details", ""},
                                          {"data", ""},
                                          {"deployment", ""},
                                          {"needs", ""},
                                          {"environment", ""},
                                          {"allocatable", "hardware"},
                                          {"architecture", "hardware.cpu.architecture"},
                                          {"hardware", "containers.platform_requirements"},
                                          {"hardware", "platform_requirements"},
                                          {"hardware", ""},
                                          {"requests", "containers.platform_requirements"},
                                          {"limits", "containers.platform_requirements"},
                                          {"count", "instances"},
                                          {"count", "requests"},
                                          {"replicas", "node_placement.scaling.instances"},
                                          {"scaling", "node_placement.scaling"},
                                          {"placement", "node_placement"},
                                          {"frequencies", "frequency"},
                                          {"containerRuntimes", "container_runtime"},
                                          {"acceleratedCalls", "acceleration_api"},
                                          {"accelerationCalls", "acceleration_api"},
                                          {"buckets", "storage.buckets"},
                                          {"networks", "network_resources"},
                                          {"powerSupply", "power"},
                                          {"limit", "max_consumption"},
                                          {"renewables", "renewable"},
                                          {"batteryLevels", "battery"},
                                          {"sharedStorage", "distributed_storage_service"},
                                          {"layer", "continuum_layer"},
                                          {"clusters", "cluster_id"},
                                          {"colocated", "single_node"},
                                          {"satisfaction", "global_satisfaction"}}};

const Value* below(const Value& record, std::string_view path) {
  const Value* at = &record;
  while (at != nullptr && !path.empty()) {
    if (at->items.size() == 1) at = &at->items.front();
    const auto dot = path.find('.');
    at = at->find(path.substr(0, dot));
    path = dot == std::string_view::npos ? "" : path.substr(dot + 1);
  }
  return at;
}

const Value* fieldOf(const Value& record, std::string_view key) {
  for (const Value& field : record.fields)
    if (folded(field.term->key) == folded(key)) return &field;
  for (const Alias& alias : kAliases)
    if (alias.native == key)
      if (const Value* found = below(record, alias.path)) return found;
  return nullptr;
}

const Value* stepFrom(const Value& at, const PathStep& step) {
  if (!step.index) return step.key == "spec" ? &at : fieldOf(at, step.key);
  return *step.index < at.items.size() ? &at.items[*step.index] : nullptr;
}

}  // namespace

Origin Origins::of(const std::string& path) const {
  if (native_ != nullptr) return {placeOf(*native_, path), path};
  const Value* at = description_;
  std::string_view rest = path;
  for (const Value* next = at; next != nullptr && !rest.empty(); at = next != nullptr ? next : at)
    next = stepFrom(*at, takeStep(rest));
  return {at->place, at->path};
}

}  // namespace evenkeel::mlsysops
