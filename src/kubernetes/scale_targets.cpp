#include "kubernetes/scale_targets.h"

#include <algorithm>
#include <utility>

#include "io/percent.h"
#include "kubernetes/api_path.h"

namespace evenkeel::kubernetes {
namespace {

constexpr Duration kPatience = 15s;

std::string scalePathOf(const ScaleTarget& target, const std::string& resource) {
  return pathOf(target.apiVersion, target.space, resource) + '/' + io::percentEncoded(target.name) +
         "/scale";
}

}  // namespace

ScaleTargets::ScaleTargets(Timeline& timeline, ApiClient& client, ResourceNames& names,
                           WatchHandler<Workload> handler, Duration interval)
    : timeline_(timeline),
      client_(client),
      handler_(std::move(handler)),
      interval_(interval),
      names_(names) {}

ScaleTargets::~ScaleTargets() {
  for (auto& [target, followed] : followed_) {
    timeline_.cancel(followed.asking);
    if (followed.finding) names_.drop(*followed.finding);
    if (followed.call) client_.cancel(*followed.call);
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
  if (followed.finding) names_.drop(*followed.finding);
  if (!followed.last.empty()) handler_.gone(followed.last);
}

bool ScaleTargets::isSettled() const {
  return std::all_of(followed_.begin(), followed_.end(),
                     [](const auto& one) { return one.second.answered; });
}

bool ScaleTargets::isLost(const ScaleTarget& target) const {
  const auto found = followed_.find(target);
  return found != followed_.end() && !found->second.failure.empty();
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
  if (!isPathPart(target.space) || !isPathPart(target.name))
    return fail(target, "is no name of an object");
  const ServedResource* resource = names_.known(target.apiVersion, target.kind);
  if (resource == nullptr || !resource->hasScale) {
    followed.finding =
        names_.find(target.apiVersion, target.kind,
                    [this, target](const ResourceNames::Answer& found) { take(target, found); });
    return;
  }
  followed.call =
      client_.call({.path = scalePathOf(target, resource->name), .timeout = kPatience},
                   [this, target](const ApiResult<std::string>& answer) { take(target, answer); });
}

void ScaleTargets::take(const ScaleTarget& target, const ResourceNames::Answer& resource) {
  followed_.at(target).finding.reset();
  if (!resource) return fail(target, resource.error().error.text());
  if (*resource && (*resource)->hasScale) return ask(target);
  fail(target, "the cluster serves no " + target.kind + " with /scale in " + target.apiVersion);
}

void ScaleTargets::take(const ScaleTarget& target, const ApiResult<std::string>& answer) {
  Followed& followed = followed_.at(target);
  followed.call.reset();
  if (!answer) {
    if (answer.error().isNotFound() && !followed.last.empty())
      handler_.gone(std::exchange(followed.last, {}));
    return fail(target, answer.error().error.text());
  }
  auto workload = readScale(*answer, target);
  if (!workload) return fail(target, workload.error().text());
  followed.failure.clear();
  askLater(target, followed);
  // Made again under its name.
  if (!followed.last.empty() && followed.last != workload->meta.uid) handler_.gone(followed.last);
  followed.last = workload->meta.uid;
  handler_.changed(*workload);
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
