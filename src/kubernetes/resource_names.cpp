#include "kubernetes/resource_names.h"

#include <set>
#include <utility>

#include "kubernetes/api_path.h"
#include "kubernetes/json.h"

namespace evenkeel::kubernetes {
namespace {

constexpr Duration kPatience = 15s;

// Of an APIResourceList, by kind; absent: it is none.
std::optional<std::map<std::string, ServedResource>> resourcesIn(std::string_view list) {
  const Json object = parsedJson(list);
  if (textAt(object, "kind") != "APIResourceList") return std::nullopt;
  std::set<std::string> names;
  std::map<std::string, std::string> kinds;
  for (const Json& resource : memberOf(object, "resources")) {
    const std::string name = textAt(resource, "name");
    names.insert(name);
    if (isPathPart(name)) kinds.emplace(textAt(resource, "kind"), name);
  }
  std::map<std::string, ServedResource> resources;
  for (const auto& [kind, name] : kinds) resources[kind] = {name, names.contains(name + "/scale")};
  return resources;
}

}  // namespace

ResourceNames::~ResourceNames() {
  for (auto& [apiVersion, version] : asked_) {
    if (version.call) client_.cancel(*version.call);
  }
}

const ServedResource* ResourceNames::known(const std::string& apiVersion,
                                           const std::string& kind) const {
  const auto version = known_.find(apiVersion);
  if (version == known_.end()) return nullptr;
  const auto resource = version->second.find(kind);
  return resource == version->second.end() ? nullptr : &resource->second;
}

ResourceNames::Question ResourceNames::find(const std::string& apiVersion, const std::string& kind,
                                            std::function<void(const Answer&)> done) {
  Version& version = asked_[apiVersion];
  version.waiting[++last_] = {kind, std::move(done)};
  if (!version.call)
    version.call = client_.call(
        {.path = pathOf(apiVersion), .timeout = kPatience},
        [this, apiVersion](const ApiResult<std::string>& answer) { take(apiVersion, answer); });
  return {last_};
}

void ResourceNames::drop(Question question) {
  for (auto& [apiVersion, version] : asked_) version.waiting.erase(question.value);
  answering_.erase(question.value);
}

// Who is called may ask again.
void ResourceNames::take(const std::string& apiVersion, const ApiResult<std::string>& answer) {
  answering_.merge(asked_.extract(apiVersion).mapped().waiting);
  auto served = answer ? resourcesIn(*answer) : std::nullopt;
  const bool isNone = answer && !served;
  if (served) known_[apiVersion] = std::move(*served);
  while (!answering_.empty()) {
    const Asked asked = std::move(answering_.extract(answering_.begin()).mapped());
    const ServedResource* resource = known(apiVersion, asked.kind);
    if (isNone) {
      ApiFailure failure;
      failure.error = {ErrorKind::Invalid, "GET " + pathOf(apiVersion), "is no list of resources",
                       ""};
      asked.done(tl::unexpected(std::move(failure)));
    } else if (resource != nullptr) {
      asked.done(std::optional(*resource));
    } else if (answer || answer.error().isNotFound()) {
      asked.done(std::optional<ServedResource>());
    } else {
      asked.done(tl::unexpected(answer.error()));
    }
  }
}

}  // namespace evenkeel::kubernetes
