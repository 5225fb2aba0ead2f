#include "kubernetes/json_parts.h"

#include <algorithm>
#include <array>

#include "base/time_text.h"

namespace evenkeel::kubernetes {
namespace {

constexpr std::array<std::pair<std::string_view, LabelOperator>, 4> kOperators{
    {{"In", LabelOperator::In},
     {"NotIn", LabelOperator::NotIn},
     {"Exists", LabelOperator::Exists},
     {"DoesNotExist", LabelOperator::DoesNotExist}}};

std::map<std::string, std::string> textsOf(const Json& object) {
  std::map<std::string, std::string> texts;
  if (!object.is_object()) return texts;
  for (const auto& [key, value] : object.items()) {
    if (value.is_string()) texts.emplace(key, value.get<std::string>());
  }
  return texts;
}

std::optional<Owner> controllerOf(const Json& metadata) {
  for (const Json& owner : memberOf(metadata, "ownerReferences")) {
    if (!isTrueAt(owner, "controller")) continue;
    return Owner{textAt(owner, "apiVersion"), textAt(owner, "kind"), textAt(owner, "name"),
                 textAt(owner, "uid")};
  }
  return std::nullopt;
}

Result<void> readInto(std::optional<Quantity>& quantity, const Json& object, const char* key) {
  auto read = quantityAt(object, key);
  if (!read) return tl::unexpected(std::move(read.error()));
  quantity = *read;
  return {};
}

Result<ContainerState> readContainer(const Json& container) {
  ContainerState state;
  state.name = textAt(container, "name");
  const Json& resources = memberOf(container, "resources");
  const Json& requests = memberOf(resources, "requests");
  const Json& limits = memberOf(resources, "limits");
  const std::tuple<std::optional<Quantity>*, const Json*, const char*> all[] = {
      {&state.cpuRequest, &requests, "cpu"},
      {&state.memoryRequest, &requests, "memory"},
      {&state.cpuLimit, &limits, "cpu"},
      {&state.memoryLimit, &limits, "memory"}};
  for (const auto& [quantity, from, key] : all) {
    if (auto read = readInto(*quantity, *from, key); !read) {
      read.error().where = "container " + state.name;
      return tl::unexpected(std::move(read.error()));
    }
  }
  return state;
}

}  // namespace

Result<Metadata> readMetadata(const Json& object, const std::string& what) {
  const Json& metadata = memberOf(object, "metadata");
  Metadata out;
  out.uid = textAt(metadata, "uid");
  out.name = textAt(metadata, "name");
  if (out.uid.empty() || out.name.empty())
    return fail(ErrorKind::Invalid, out.name, "is no " + what, "an object with a name and a uid");
  out.space = textAt(metadata, "namespace");
  out.generation = numberAt(metadata, "generation");
  out.created = timeAt(metadata, "creationTimestamp");
  out.deleting = !memberOf(metadata, "deletionTimestamp").is_null();
  out.labels = textsOf(memberOf(metadata, "labels"));
  out.annotations = textsOf(memberOf(metadata, "annotations"));
  out.controller = controllerOf(metadata);
  return out;
}

void forgetNotes(Metadata& meta) {
  meta.labels.clear();
  meta.annotations.clear();
}

void demand(Json& patch, const Unchanged& unchanged) {
  if (!unchanged.uid.empty()) patch["metadata"]["uid"] = unchanged.uid;
  if (!unchanged.resourceVersion.empty())
    patch["metadata"]["resourceVersion"] = unchanged.resourceVersion;
}

std::optional<WallTime> timeAt(const Json& object, const char* key) {
  const auto time = parseTimestamp(textAt(object, key));
  return time ? std::optional(*time) : std::nullopt;
}

Result<std::optional<Quantity>> quantityAt(const Json& object, const char* key) {
  const Json& value = memberOf(object, key);
  if (value.is_null()) return std::nullopt;
  // Numbers are written as text, and read either way.
  const auto quantity =
      Quantity::parse(value.is_string() ? value.get<std::string>() : value.dump());
  if (!quantity) {
    Error error = quantity.error();
    error.what = std::string(key) + ": " + error.what;
    return tl::unexpected(std::move(error));
  }
  return *quantity;
}

const Json& conditionOf(const Json& status, const std::string& type) {
  static const Json none;
  for (const Json& condition : memberOf(status, "conditions")) {
    if (textAt(condition, "type") == type) return condition;
  }
  return none;
}

Result<LabelSelector> readSelector(const Json& selector) {
  LabelSelector out;
  for (const auto& [key, value] : textsOf(memberOf(selector, "matchLabels")))
    out.matchLabels.emplace_back(key, value);
  for (const Json& expression : memberOf(selector, "matchExpressions")) {
    LabelRequirement& requirement = out.matchExpressions.emplace_back();
    requirement.key = textAt(expression, "key");
    const std::string op = textAt(expression, "operator");
    const auto known = std::find_if(kOperators.begin(), kOperators.end(),
                                    [&](const auto& one) { return one.first == op; });
    if (known == kOperators.end())
      return fail(ErrorKind::Invalid, "label " + requirement.key, op + " is no operator",
                  "In, NotIn, Exists, DoesNotExist");
    requirement.op = known->second;
    for (const Json& value : memberOf(expression, "values")) {
      if (value.is_string()) requirement.values.push_back(value.get<std::string>());
    }
  }
  return out;
}

Result<std::vector<ContainerState>> readContainers(const Json& podSpec) {
  std::vector<ContainerState> containers;
  for (const Json& container : memberOf(podSpec, "containers")) {
    auto read = readContainer(container);
    if (!read) return tl::unexpected(std::move(read.error()));
    containers.push_back(std::move(*read));
  }
  for (const Json& container : memberOf(podSpec, "initContainers")) {
    if (textAt(container, "restartPolicy") != "Always") continue;
    auto read = readContainer(container);
    if (!read) return tl::unexpected(std::move(read.error()));
    read->restartableInit = true;
    containers.push_back(std::move(*read));
  }
  return containers;
}

Result<std::optional<Resources>> readResources(const Json& amounts) {
  const auto cpu = quantityAt(amounts, "cpu");
  if (!cpu) return tl::unexpected(cpu.error());
  const auto memory = quantityAt(amounts, "memory");
  if (!memory) return tl::unexpected(memory.error());
  if (!*cpu && !*memory) return std::nullopt;
  return Resources{cpu->value_or(Quantity{}), memory->value_or(Quantity{})};
}

Result<std::optional<Resources>> readPodResources(const Json& podSpec, const char* which) {
  return readResources(memberOf(memberOf(podSpec, "resources"), which));
}

}  // namespace evenkeel::kubernetes
