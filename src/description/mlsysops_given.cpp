#include "description/mlsysops_given.h"

#include <initializer_list>

#include "description/mlsysops_fields.h"
#include "description/write_document.h"

namespace evenkeel::mlsysops {
namespace {

// The member `key`; an empty one is made where there is none.
DocumentNode& member(DocumentNode& map, std::string_view key) {
  for (DocumentMember& one : map.members)
    if (one.key == key) return one.value;
  map.set(std::string(key), DocumentNode::map());
  return map.members.back().value;
}

bool says(const Value& record, std::initializer_list<std::string_view> path) {
  const Value* at = &record;
  for (const std::string_view key : path)
    if (at != nullptr) at = at->find(key);
  return at != nullptr;
}

void markGpus(DocumentNode& component) {
  member(member(member(member(component, "needs"), "hardware"), "gpu"), "count");
}

void markPlatform(const Value& from, DocumentNode& component) {
  if (says(from, {"cpu", "requests"}) || says(from, {"cpu", "cores"}))
    member(member(component, "requests"), "cpu");
  if (says(from, {"memory", "requests"}) || says(from, {"ram"}))
    member(member(component, "requests"), "memory");
  if (says(from, {"gpu", "requests"})) markGpus(component);
}

void markComponent(const Value& from, DocumentNode& component) {
  if (says(from, {"node_placement", "scaling", "instances"})) member(component, "replicas");
  if (const Value* platform = from.find("platform_requirements"))
    markPlatform(*platform, component);
  for (const Value* container : recordsOf(from, "containers")) {
    if (const Value* platform = container->find("platform_requirements"))
      markPlatform(*platform, component);
    if (says(*container, {"resources", "requests", "cpu"}))
      member(member(component, "requests"), "cpu");
    if (says(*container, {"resources", "requests", "memory"}))
      member(member(component, "requests"), "memory");
    if (says(*container, {"resources", "requests", "gpu"})) markGpus(component);
  }
}

void markNode(const Value& from, DocumentNode& spec) {
  if (says(from, {"mobile"})) member(spec, "mobile");
  if (says(from, {"hardware", "cpu", "architecture"})) member(spec, "architecture");
  if (says(from, {"hardware", "cpu", "cores"})) member(member(spec, "allocatable"), "cpu");
  if (says(from, {"hardware", "memory"})) member(member(spec, "allocatable"), "memory");
}

}  // namespace

Given Given::at(std::string_view key, std::size_t index) const {
  const DocumentNode* list = find(key);
  return Given(list == nullptr || index >= list->items.size() ? nullptr : &list->items[index]);
}

DocumentNode givenBy(const Value& description, const AnySpec& spec) {
  DocumentNode root = writeDocument(spec);
  DocumentNode& given = member(root, "spec");
  if (std::holds_alternative<NodeSpec>(spec)) markNode(description, given);
  if (std::holds_alternative<Application>(spec)) {
    auto& components = member(given, "components").items;
    const auto sources = recordsOf(description, "components");
    for (std::size_t i = 0; i < components.size() && i < sources.size(); ++i)
      markComponent(*sources[i], components[i]);
  }
  return root;
}

}  // namespace evenkeel::mlsysops
