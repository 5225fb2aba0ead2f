#include "kubernetes/pod_metrics.h"

#include <utility>

#include "base/time_text.h"
#include "kubernetes/json_parts.h"

namespace evenkeel::kubernetes {
namespace {

Result<PodMetrics> faulty(const PodMetrics& metrics, std::string what, std::string valid) {
  return fail(ErrorKind::Invalid, metrics.space + '/' + metrics.name, std::move(what),
              std::move(valid));
}

}  // namespace

Result<PodMetrics> readPodMetrics(std::string_view text) {
  const Json object = parsedJson(text);
  PodMetrics metrics;
  const Json& metadata = memberOf(object, "metadata");
  metrics.space = textAt(metadata, "namespace");
  metrics.name = textAt(metadata, "name");
  if (metrics.name.empty()) return faulty(metrics, "is no pod's metrics", "an object with a name");
  const auto time = timeAt(object, "timestamp");
  if (!time) return faulty(metrics, "has no timestamp", "a time (RFC 3339)");
  const auto window = parseDuration(textAt(object, "window"));
  if (!window) return faulty(metrics, "has no window", "a duration such as 15s");
  metrics.time = *time;
  metrics.window = *window;
  for (const Json& container : memberOf(object, "containers")) {
    const auto use = readResources(memberOf(container, "usage"));
    if (!use) return faulty(metrics, use.error().what, use.error().valid);
    if (*use)
      metrics.containers.push_back({textAt(container, "name"), (*use)->cpu, (*use)->memory});
  }
  return metrics;
}

}  // namespace evenkeel::kubernetes
