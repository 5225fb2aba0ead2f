#include "kubernetes/autoscaler.h"

#include <algorithm>
#include <utility>

#include "kubernetes/json_parts.h"

namespace evenkeel::kubernetes {
namespace {

// Percent of the request, where CPU at that is all that is asked for; zero: there is more.
std::int64_t cpuAlone(const Json& metrics) {
  if (!metrics.is_array() || metrics.size() != 1) return 0;
  const Json& resource = memberOf(metrics.front(), "resource");
  const Json& target = memberOf(resource, "target");
  const bool isCpu = textAt(metrics.front(), "type") == "Resource" &&
                     textAt(resource, "name") == "cpu" && textAt(target, "type") == "Utilization";
  return isCpu ? numberAt(target, "averageUtilization") : 0;
}

std::string callOf(const Json& spec) {
  const Json& metrics = memberOf(spec, "metrics");
  const Json& behavior = memberOf(spec, "behavior");
  std::string parameters;
  if (const std::int64_t percent = cpuAlone(metrics); percent > 0)
    parameters = "cpu=" + std::to_string(percent);
  else if (metrics.is_array() && !metrics.empty())
    parameters = "metrics=" + metrics.dump();
  if (behavior.is_object() && !behavior.empty())
    parameters += (parameters.empty() ? "behavior=" : ", behavior=") + behavior.dump();
  return "hpa(" + parameters + ")";
}

// Absent: it is of a resource, or cannot be understood.
std::optional<AppMetric> readAppMetric(const Json& metric) {
  const std::string type = textAt(metric, "type");
  AppMetric out;
  const Json* source = nullptr;
  if (type == "Pods") {
    out.source = MetricSourceType::Pods;
    source = &memberOf(metric, "pods");
  } else if (type == "Object") {
    out.source = MetricSourceType::Object;
    source = &memberOf(metric, "object");
    const Json& object = memberOf(*source, "describedObject");
    out.objectApiVersion = textAt(object, "apiVersion");
    out.objectKind = textAt(object, "kind");
    out.objectName = textAt(object, "name");
  } else if (type == "External") {
    source = &memberOf(metric, "external");
  } else {
    return std::nullopt;
  }
  const Json& named = memberOf(*source, "metric");
  auto selector = readSelector(memberOf(named, "selector"));
  if (!selector) return std::nullopt;
  out.name = textAt(named, "name");
  out.selector = std::move(*selector);
  return out;
}

}  // namespace

Result<Autoscaler> readAutoscaler(std::string_view text) {
  const Json object = parsedJson(text);
  auto meta = readMetadata(object, "HorizontalPodAutoscaler");
  if (!meta) return tl::unexpected(std::move(meta.error()));
  Autoscaler scaler;
  scaler.meta = std::move(*meta);
  const Json& spec = memberOf(object, "spec");
  const Json& target = memberOf(spec, "scaleTargetRef");
  scaler.targetApiVersion = textAt(target, "apiVersion");
  scaler.targetKind = textAt(target, "kind");
  scaler.targetName = textAt(target, "name");
  if (!memberOf(spec, "minReplicas").is_null()) scaler.minReplicas = countAt(spec, "minReplicas");
  scaler.maxReplicas = std::max(scaler.minReplicas, countAt(spec, "maxReplicas"));
  scaler.call = callOf(spec);
  for (const Json& metric : memberOf(spec, "metrics")) {
    if (auto read = readAppMetric(metric)) scaler.appMetrics.push_back(std::move(*read));
  }
  const Json& status = memberOf(object, "status");
  scaler.currentReplicas = countAt(status, "currentReplicas");
  scaler.desiredReplicas = countAt(status, "desiredReplicas");
  scaler.lastScale = timeAt(status, "lastScaleTime");
  for (const Json& condition : memberOf(status, "conditions"))
    scaler.conditions.push_back({textAt(condition, "type"), textAt(condition, "status"),
                                 textAt(condition, "reason"), textAt(condition, "message")});
  return scaler;
}

}  // namespace evenkeel::kubernetes
