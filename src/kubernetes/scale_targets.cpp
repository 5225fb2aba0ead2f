#include "kubernetes/scale_targets.h"

#include <algorithm>
#include <utility>

#include "io/percent.h"
#include "kubernetes/api_path.h"
#include "kubernetes/json.h"

namespace evenkeel::kubernetes {
namespace {

constexpr Duration kPatience = 15s;

// One part of a path that leads nowhere else, as names of objects and resources are.
bool isPart(std::string_view text) {
  const auto isAlnum = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !text.empty() && isAlnum(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return isAlnum(c) || c == '.' || c == '-'; });
}

bool isApiVersion(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return isPart(text);
  return isPart(text.substr(0, slash)) && isPart(text.substr(slash + 1));
}

std::string scalePathOf(const ScaleTarget& target, const std::string& resource) {
  return pathOf(target.apiVersion, target.space, resource) + '/' + io::percentEncoded(target.name) +
         "/scale";
}

// Of an APIResourceList: the resources with /scale, by kind; absent: it is none.
std::optional<std::map<std::string, std::string>> scalableIn(std::string_view list) {
  const Json object = parsedJson(list);
  if (textAt(object, "kind") != "APIResourceList") return std::nullopt;
  const Json& resources = memberOf(object, "resources");
  std::map<std::string, std::string> kinds;
  for (const Json& resource : resources) kinds[textAt(resource, "name")] = textAt(resource, "kind");
  std::map<std::string, std::string> scalable;
  for (const auto& [name, kind] : kinds) {
    if (isPart(name) && kinds.contains(name + "/scale")) scalable[kind] = name;
  }
  return scalable;
}

}  // namespace

ScaleTargets::ScaleTargets(Timeline& timeline, ApiClient& client, WatchHandler<Workload> handler,
                           Duration interval)
    : timeline_(timeline), client_(client), handler_(std::move(handler)), interval_(interval) {}

ScaleTargets::~ScaleTargets() {
  for (auto& [target, followed] : followed_) {
    timeline_.cancel(followed.asking);
    if (followed.call) client_.cancel(*followed.call);
  }
  for (auto& [apiVersion, discovery] : discoveries_) {
    if (discovery.call) client_.cancel(*discovery.call);
  }
}

void ScaleTargets::follow(const std::string& scaler, const ScaleTarget& target) {
  const auto earlier = targets_.find(scaler);
  if (earlier != targets_.end() && earlier->second == target) return;
  leave(scaler);
  targets_[scaler] = target;
  if (followed_.try_emplace(target).second) ask(target);
}

void ScaleTargets::leave(const std::string& scaler) {
  const auto left = targets_.extract(scaler);
  if (left.empty()) return;
  const ScaleTarget target = left.mapped();
  const bool stays = std::any_of(targets_.begin(), targets_.end(),
                                 [&](const auto& one) { return one.second == target; });
  if (!stays) drop(target);
}

void ScaleTargets::drop(const ScaleTarget& target) {
  const auto dropped = followed_.extract(target);
  const Followed& followed = dropped.mapped();
  timeline_.cancel(followed.asking);
  if (followed.call) client_.cancel(*followed.call);
  const auto discovery = discoveries_.find(target.apiVersion);
  if (discovery != discoveries_.end()) {
    discovery->second.waiting.erase(target);
    const auto other = followed_.lower_bound({target.apiVersion, {}, {}, {}});
    if (other == followed_.end() || other->first.apiVersion != target.apiVersion) {
      if (discovery->second.call) client_.cancel(*discovery->second.call);
      discoveries_.erase(discovery);
    }
  }
  if (followed.last) handler_.gone(*followed.last);
}

bool ScaleTargets::isSettled() const {
  return std::all_of(followed_.begin(), followed_.end(),
                     [](const auto& one) { return one.second.answered; });
}

std::map<ScaleTarget, std::string> ScaleTargets::failures() const {
  std::map<ScaleTarget, std::string> failures;
  for (const auto& [target, followed] : followed_) {
    if (!followed.failure.empty()) failures[target] = followed.failure;
  }
  return failures;
}

void ScaleTargets::ask(const ScaleTarget& target) {
  Followed& followed = followed_.at(target);
  followed.asking = {};
  if (!isApiVersion(target.apiVersion))
    return fail(target, '"' + target.apiVersion + "\" is no API version");
  if (!isPart(target.space) || !isPart(target.name)) return fail(target, "is no name of an object");
  const auto& known = discoveries_[target.apiVersion].resources;
  const auto resource = known.find(target.kind);
  if (resource == known.end()) return discover(target);
  followed.call =
      client_.call({.path = scalePathOf(target, resource->second), .timeout = kPatience},
                   [this, target](const ApiResult<std::string>& answer) { take(target, answer); });
}

void ScaleTargets::discover(const ScaleTarget& target) {
  Discovery& discovery = discoveries_[target.apiVersion];
  discovery.waiting.insert(target);
  if (discovery.call) return;
  const std::string& apiVersion = target.apiVersion;
  discovery.call = client_.call(
      {.path = pathOf(apiVersion), .timeout = kPatience},
      [this, apiVersion](const ApiResult<std::string>& answer) { discovered(apiVersion, answer); });
}

void ScaleTargets::discovered(const std::string& apiVersion, const ApiResult<std::string>& answer) {
  Discovery& discovery = discoveries_.at(apiVersion);
  discovery.call.reset();
  const auto scalable = answer ? scalableIn(*answer) : std::nullopt;
  if (scalable) discovery.resources = *scalable;
  for (const ScaleTarget& target : std::exchange(discovery.waiting, {})) {
    if (answer && !scalable) {
      fail(target, "GET " + pathOf(apiVersion) + ": is no list of resources");
    } else if (discovery.resources.contains(target.kind)) {
      ask(target);
    } else if (answer || answer.error().isNotFound()) {
      fail(target, "the cluster serves no " + target.kind + " with /scale in " + apiVersion);
    } else {
      fail(target, answer.error().error.text());
    }
  }
}

void ScaleTargets::take(const ScaleTarget& target, const ApiResult<std::string>& answer) {
  Followed& followed = followed_.at(target);
  followed.call.reset();
  if (!answer) {
    if (answer.error().isNotFound() && followed.last)
      handler_.gone(*std::exchange(followed.last, std::nullopt));
    return fail(target, answer.error().error.text());
  }
  auto workload = readScale(*answer, target);
  if (!workload) return fail(target, workload.error().text());
  followed.failure.clear();
  askLater(target, followed);
  // Made again under its name.
  if (followed.last && followed.last->meta.uid != workload->meta.uid) handler_.gone(*followed.last);
  followed.last = std::move(*workload);
  handler_.changed(*followed.last);
}

void ScaleTargets::fail(const ScaleTarget& target, std::string why) {
  Followed& followed = followed_.at(target);
  followed.failure = std::move(why);
  askLater(target, followed);
}

void ScaleTargets::askLater(const ScaleTarget& target, Followed& followed) {
  followed.answered = true;
  followed.asking = timeline_.at(timeline_.now() + interval_, [this, target] { ask(target); });
}

}  // namespace evenkeel::kubernetes
