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
  const Json& allocatable = memberOf(status, "allocatable");
  const auto cpu = quantityAt(allocatable, "cpu");
  const auto memory = quantityAt(allocatable, "memory");
  for (const auto* quantity : {&cpu, &memory}) {
    if (*quantity) continue;
    Error error = quantity->error();
    error.where = node.meta.name;
    return tl::unexpected(std::move(error));
  }
  node.state.allocatable = {cpu->value_or(Quantity{}), memory->value_or(Quantity{})};
  return node;
}

}  // namespace evenkeel::kubernetes
