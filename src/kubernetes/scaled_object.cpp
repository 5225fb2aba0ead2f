#include "kubernetes/scaled_object.h"

#include <charconv>
#include <utility>

#include "kubernetes/json_parts.h"

namespace evenkeel::kubernetes {
namespace {

constexpr const char* kPaused = "autoscaling.keda.sh/paused";
constexpr const char* kPausedReplicas = "autoscaling.keda.sh/paused-replicas";

std::optional<std::int32_t> countIn(const Json& object, const char* key) {
  return memberOf(object, key).is_null() ? std::nullopt : std::optional(countAt(object, key));
}

bool holds(const Json& status, const char* condition) {
  return textAt(conditionOf(status, condition), "status") == "True";
}

std::optional<std::int32_t> numberIn(const std::string& text) {
  std::int32_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  return fault == std::errc() && end == text.data() + text.size() && number >= 0
             ? std::optional(number)
             : std::nullopt;
}

// Annotations say what is wanted, the condition what is.
void readPause(const Json& status, ScaledObject& scaled) {
  const auto& notes = scaled.meta.annotations;
  const auto paused = notes.find(kPaused);
  const auto replicas = notes.find(kPausedReplicas);
  if (replicas != notes.end()) scaled.pausedReplicas = numberIn(replicas->second);
  scaled.paused = holds(status, "Paused") || scaled.pausedReplicas ||
                  (paused != notes.end() && paused->second != "false");
}

}  // namespace

Result<ScaledObject> readScaledObject(std::string_view text) {
  const Json object = parsedJson(text);
  auto meta = readMetadata(object, "ScaledObject");
  if (!meta) return tl::unexpected(std::move(meta.error()));
  ScaledObject scaled;
  scaled.meta = std::move(*meta);
  const Json& spec = memberOf(object, "spec");
  const Json& status = memberOf(object, "status");
  const Json& target = memberOf(spec, "scaleTargetRef");
  if (const std::string version = textAt(target, "apiVersion"); !version.empty())
    scaled.targetApiVersion = version;
  if (const std::string kind = textAt(target, "kind"); !kind.empty()) scaled.targetKind = kind;
  scaled.targetName = textAt(target, "name");
  scaled.minReplicas = countAt(spec, "minReplicaCount");
  scaled.idleReplicas = countIn(spec, "idleReplicaCount");
  for (const Json& trigger : memberOf(spec, "triggers"))
    scaled.triggers.push_back(textAt(trigger, "type"));
  readPause(status, scaled);
  forgetNotes(scaled.meta);
  scaled.onFallback = holds(status, "Fallback");
  scaled.fallbackReplicas = countIn(memberOf(spec, "fallback"), "replicas");
  scaled.active = textAt(conditionOf(status, "Active"), "status") != "False";
  const Json& ready = conditionOf(status, "Ready");
  if (textAt(ready, "status") == "False") scaled.doubt = textAt(ready, "message");
  return scaled;
}

}  // namespace evenkeel::kubernetes
