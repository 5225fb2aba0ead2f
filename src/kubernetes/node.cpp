#include "kubernetes/node.h"

#include <utility>

#include "kubernetes/json_parts.h"

namespace evenkeel::kubernetes {

Result<NodeObject> readNode(std::string_view text) {
  const Json object = parsedJson(text);
  auto meta = readMetadata(object, "node");
  if (!meta) return tl::unexpected(std::move(meta.error()));
  NodeObject node;
  node.meta = std::move(*meta);
  node.schedulable = !isTrueAt(memberOf(object, "spec"), "unschedulable");
  const Json& status = memberOf(object, "status");
  node.state.ready = textAt(conditionOf(status, "Ready"), "status") == "True";
  const auto allocatable = readResources(memberOf(status, "allocatable"));
  if (!allocatable) {
    Error error = allocatable.error();
    error.where = node.meta.name;
    return tl::unexpected(std::move(error));
  }
  node.state.allocatable = allocatable->value_or(Resources{});
  if (const auto pods = quantityAt(memberOf(status, "allocatable"), "pods"); pods && *pods)
    node.mostPods = (*pods)->ceilUnits();
  return node;
}

}  // namespace evenkeel::kubernetes
