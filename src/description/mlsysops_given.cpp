#include "description/mlsysops_given.h"

#include <algorithm>
#include <initializer_list>
#include <set>

#include "description/mlsysops_fields.h"
#include "description/schemas.h"
#include "description/write_document.h"

namespace evenkeel::mlsysops {
namespace {

// The member `key`; `otherwise` is put where there is none.
DocumentNode& member(DocumentNode& map, std::string_view key,
                     DocumentNode otherwise = DocumentNode::map()) {
  for (DocumentMember& one : map.members)
    if (one.key == key) return one.value;
  map.set(std::string(key), std::move(otherwise));
  return map.members.back().value;
}

bool says(const Value& record, std::initializer_list<std::string_view> path) {
  const Value* at = &record;
  for (const std::string_view key : path)
    if (at != nullptr) at = at->find(key);
  return at != nullptr && !(at->term->form == Form::Text && at->text.empty());
}

DocumentNode count(std::int32_t number) {
  return DocumentNode::plain(std::to_string(number));
}

void markCpu(DocumentNode& resources, Quantity cpu) {
  member(resources, "cpu", DocumentNode::string(cpu.text()));
}

void markMemory(DocumentNode& resources, Quantity memory) {
  member(resources, "memory", DocumentNode::string(memory.binaryText()));
}

void markGpus(const Component& component, DocumentNode& node) {
  if (const auto& gpu = component.needs.hardware.gpu)
    member(member(member(member(node, "needs"), "hardware"), "gpu"), "count", count(gpu->count));
}

void markPlatform(const Value& from, const Component& component, DocumentNode& node) {
  if (says(from, {"cpu", "requests"}) || says(from, {"cpu", "cores"}))
    markCpu(member(node, "requests"), component.requests.cpu);
  if (says(from, {"memory", "requests"}) || says(from, {"ram"}))
    markMemory(member(node, "requests"), component.requests.memory);
  if (says(from, {"gpu", "requests"})) markGpus(component, node);
}

void markComponent(const Value& from, const Component& component, DocumentNode& node) {
  if (says(from, {"node_placement", "scaling", "instances"}))
    member(node, "replicas", count(component.replicas));
  if (const Value* platform = from.find("platform_requirements"))
    markPlatform(*platform, component, node);
  for (const Value* container : recordsOf(from, "containers")) {
    if (const Value* platform = container->find("platform_requirements"))
      markPlatform(*platform, component, node);
    if (says(*container, {"resources", "requests", "cpu"}))
      markCpu(member(node, "requests"), component.requests.cpu);
    if (says(*container, {"resources", "requests", "memory"}))
      markMemory(member(node, "requests"), component.requests.memory);
    if (says(*container, {"resources", "requests", "gpu"})) markGpus(component, node);
  }
}

// Metrics that have a weight of their own.
std::set<std::string> weightedMetrics(const Value& description) {
  std::set<std::string> metrics;
  if (const Value* satisfaction = description.find("global_satisfaction"))
    for (const Value* weight : recordsOf(*satisfaction, "achievement_weights"))
      if (numberOf(*weight, "weight").value_or(-1) >= 0)
        metrics.insert(textOf(*weight, "metric_id"));
  return metrics;
}

void markWeights(const std::set<std::string>& weighted, const Component& component,
                 DocumentNode& node) {
  if (component.qosMetrics.empty()) return;
  auto& items = member(node, "qosMetrics").items;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (weighted.contains(component.qosMetrics[i].metric))
      member(items[i], "weight", DocumentNode::plain("1"));  // what is no default stands there
}

void markNode(const Value& from, const Node& node, DocumentNode& spec) {
  if (says(from, {"mobile"}))
    member(spec, "mobile", DocumentNode::plain(node.mobile ? "true" : "false"));
  if (says(from, {"hardware", "cpu", "architecture"}))
    member(spec, "architecture", DocumentNode::string(node.architecture));
  if (says(from, {"hardware", "cpu", "cores"}))
    markCpu(member(spec, "allocatable"), node.allocatable.cpu);
  if (says(from, {"hardware", "memory"}))
    markMemory(member(spec, "allocatable"), node.allocatable.memory);
}

// Keys as documents have them, wherever they were put.
void putInOrder(DocumentNode& node, const TypeInfo& type) {
  if (type.form == TypeInfo::Form::List)
    for (DocumentNode& item : node.items) putInOrder(item, type.element.front());
  if (type.form != TypeInfo::Form::Struct) return;
  std::vector<DocumentMember> ordered;
  for (const FieldInfo& field : type.fields)
    for (DocumentMember& one : node.members)
      if (one.key == field.key) {
        putInOrder(one.value, field.type);
        ordered.push_back(std::move(one));
      }
  node.members = std::move(ordered);
}

}  // namespace

Given Given::at(std::string_view key, std::size_t index) const {
  const DocumentNode* list = find(key);
  return Given(list == nullptr || index >= list->items.size() ? nullptr : &list->items[index]);
}

DocumentNode givenBy(const Value& description, const AnySpec& spec,
                     const schema::MapOf<std::string>& labels) {
  DocumentNode root = writeDocument(spec, labels);
  DocumentNode& given = member(root, "spec");
  if (const auto* node = std::get_if<NodeSpec>(&spec)) {
    markNode(description, node->node, given);
    putInOrder(root, nodeSchema().describe());
  }
  if (const auto* application = std::get_if<Application>(&spec)) {
    auto& nodes = member(given, "components").items;
    const auto sources = recordsOf(description, "components");
    const auto weighted = weightedMetrics(description);
    for (std::size_t i = 0; i < nodes.size() && i < sources.size(); ++i) {
      markComponent(*sources[i], application->components[i], nodes[i]);
      markWeights(weighted, application->components[i], nodes[i]);
    }
    putInOrder(root, applicationSchema().describe());
  }
  return root;
}

void addSaid(DocumentNode& got, const DocumentNode& said, const DocumentNode& wanted) {
  for (const DocumentMember& one : said.members) {
    const DocumentNode* meant = wanted.find(one.key);
    if (meant == nullptr) continue;
    const bool map = one.value.kind == DocumentNode::Kind::Map;
    DocumentNode& same = member(got, one.key, map ? DocumentNode::map() : one.value);
    if (map) addSaid(same, one.value, *meant);
  }
}

}  // namespace evenkeel::mlsysops
