#include "telemetry/kube_state.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace evenkeel::telemetry {
namespace {

const std::string kLately = "15m";  // scraped every five minutes at least

constexpr double kMostAmount = 1e18;  // cores or bytes; beyond it nothing is meant

std::string labelOf(const SampledSeries& series, const std::string& name) {
  const std::string_view exported = series.label("exported_" + name);
  return std::string(exported.empty() ? series.label(name) : exported);
}

std::string by(const std::string& labels) {
  return "by (__name__,namespace,exported_namespace," + labels + ") ";
}

std::int32_t countOf(double value) {
  constexpr double kMost = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int32_t>(std::clamp(std::round(value), 0.0, kMost));
}

std::optional<double> sumOf(const std::map<std::string, double>& amounts) {
  if (amounts.empty()) return std::nullopt;
  double sum = 0;
  for (const auto& [container, amount] : amounts) sum += amount;
  return sum;
}

void raise(std::optional<double>& value, std::optional<double> to) {
  if (to) value = std::max(value.value_or(*to), *to);
}

}  // namespace

std::vector<std::string> KubeState::questions(Duration history) {
  const std::string whole =
      std::to_string(std::chrono::duration_cast<std::chrono::seconds>(history).count()) + "s";
  const auto last = [](const std::string& selector, const std::string& range) {
    return "(last_over_time({__name__=~\"kube_" + selector + "}[" + range + "]))";
  };
  return {"max " + by("deployment,statefulset") +
              last("(deployment_spec|statefulset)_replicas\"", kLately),
          "group " + by("pod,exported_pod,owner_kind,owner_name") +
              last("pod_owner\",owner_kind=~\"ReplicaSet|StatefulSet\"", whole),
          "group " + by("replicaset,owner_kind,owner_name") +
              last("replicaset_owner\",owner_kind=\"Deployment\"", whole),
          "max " + by("pod,exported_pod,container,exported_container,resource") +
              last("pod_container_resource_(requests|limits)(_cpu_cores|_memory_bytes)?\","
                   "resource=~\"cpu|memory|\"",
                   kLately),
          "max " +
              by("horizontalpodautoscaler,hpa,scaletargetref_kind,scaletargetref_name,metric_name,"
                 "metric_target_type") +
              last("(horizontalpodautoscaler|hpa)_(info|spec_min_replicas|spec_max_replicas|"
                   "spec_target_metric|status_desired_replicas)\"",
                   kLately)};
}

void KubeState::take(const SampledSeries& series) {
  if (series.points.empty()) return;
  const double value = series.points.back().value;
  const std::string space = labelOf(series, "namespace");
  if (!only_.empty() && space != only_) return;
  const std::string_view metric = series.label("__name__");
  if (metric == "kube_deployment_spec_replicas") {
    deployments_[{space, labelOf(series, "deployment")}] = countOf(value);
  } else if (metric == "kube_statefulset_replicas") {
    statefulSets_[{space, labelOf(series, "statefulset")}] = countOf(value);
  } else if (metric == "kube_pod_owner") {
    pods_[{space, labelOf(series, "pod")}] = {std::string(series.label("owner_kind")),
                                              std::string(series.label("owner_name"))};
  } else if (metric == "kube_replicaset_owner") {
    replicaSets_[{space, labelOf(series, "replicaset")}] = {
        std::string(series.label("owner_kind")), std::string(series.label("owner_name"))};
  } else if (metric.starts_with("kube_pod_container_resource_")) {
    takeResources(series, {space, labelOf(series, "pod")});
  } else if (metric.starts_with("kube_h")) {
    takeScaler(series, space);
  }
}

void KubeState::takeResources(const SampledSeries& series, const Name& pod) {
  const std::string_view metric = series.label("__name__");
  const std::string_view resource = series.label("resource");
  const bool cpu = resource == "cpu" || metric.ends_with("_cpu_cores");
  const bool memory = resource == "memory" || metric.ends_with("_memory_bytes");
  const bool limit = metric.find("_limits") != std::string_view::npos;
  if (!cpu && (!memory || limit)) return;
  const double amount = std::min(series.points.back().value, kMostAmount);
  if (amount <= 0) return;  // as if it were not there
  Requests& requests = requests_[pod];
  auto& amounts = memory ? requests.memory : limit ? requests.cpuLimit : requests.cpu;
  amounts[labelOf(series, "container")] = amount;
}

void KubeState::takeScaler(const SampledSeries& series, const std::string& space) {
  const std::string_view metric = series.label("__name__");
  const double value = series.points.back().value;
  std::string name = labelOf(series, "horizontalpodautoscaler");
  if (name.empty()) name = labelOf(series, "hpa");
  Scaler& scaler = scalers_[{space, name}];
  if (metric.ends_with("_info")) {
    scaler.kind = series.label("scaletargetref_kind");
    scaler.name = series.label("scaletargetref_name");
  } else if (metric.ends_with("_min_replicas")) {
    scaler.told.minReplicas = countOf(value);
  } else if (metric.ends_with("_max_replicas")) {
    scaler.told.maxReplicas = countOf(value);
  } else if (metric.ends_with("_desired_replicas")) {
    scaler.told.desired = countOf(value);
  } else {
    const std::string target(series.label("metric_name"));
    const bool resource = target == "cpu" || target == "memory";
    if (resource && series.label("metric_target_type") == "utilization") {
      scaler.utilization[target] = value;
    } else {
      scaler.other = target;
    }
  }
}

KnownWorkload::Scaler KubeState::told(const Scaler& scaler) {
  KnownWorkload::Scaler out = scaler.told;
  out.maxReplicas = std::max(out.minReplicas, out.maxReplicas);
  if (!scaler.other.empty()) {
    out.unread = "its autoscaler goes by " + scaler.other;
  } else if (scaler.utilization.empty()) {
    out.unread = "what its autoscaler goes by is not told";
  } else if (scaler.utilization.size() == 1 && scaler.utilization.contains("cpu")) {
    out.call = "hpa(cpu=" + std::to_string(countOf(scaler.utilization.at("cpu"))) + ")";
  } else {
    std::string metrics;
    for (const auto& [resource, percent] : scaler.utilization) {
      metrics += (metrics.empty() ? "" : ", ");
      metrics +=
          "{type: Resource, resource: {name: " + resource +
          ", target: {type: Utilization, averageUtilization: " + std::to_string(countOf(percent)) +
          "}}}";
    }
    out.call = "hpa(metrics=[" + metrics + "])";
  }
  return out;
}

KubeState::Position KubeState::positions() const {
  Position positions;
  for (const auto& [name, replicas] : deployments_)
    positions.emplace(std::pair("Deployment", name), positions.size());
  for (const auto& [name, replicas] : statefulSets_)
    positions.emplace(std::pair("StatefulSet", name), positions.size());
  return positions;
}

std::optional<KubeState::Owner> KubeState::ownerOf(const Name& pod) const {
  const auto found = pods_.find(pod);
  if (found == pods_.end()) return std::nullopt;
  if (found->second.kind != "ReplicaSet") return found->second;
  const auto replicaSet = replicaSets_.find({pod.first, found->second.name});
  if (replicaSet != replicaSets_.end()) return replicaSet->second;
  // Version 1 before 1.9 does not tell: a Deployment's ReplicaSet is named after it.
  const std::string& name = found->second.name;
  return Owner{"Deployment", name.substr(0, name.rfind('-'))};
}

std::vector<KnownWorkload> KubeState::workloads() const {
  std::vector<KnownWorkload> all;
  const auto add = [&](const char* kind, const std::map<Name, std::int32_t>& of) {
    for (const auto& [name, replicas] : of) {
      KnownWorkload& one = all.emplace_back();
      std::tie(one.space, one.name) = name;
      one.kind = kind;
      one.replicas = replicas;
    }
  };
  add("Deployment", deployments_);
  add("StatefulSet", statefulSets_);
  const Position positions = this->positions();
  for (const auto& [pod, requests] : requests_) {
    const auto owner = ownerOf(pod);
    if (!owner) continue;
    const auto at = positions.find({owner->kind, {pod.first, owner->name}});
    if (at == positions.end()) continue;
    // While a new size is being rolled out: the larger.
    raise(all[at->second].cpuRequest, sumOf(requests.cpu));
    raise(all[at->second].memoryRequest, sumOf(requests.memory));
    // Limits of some containers alone limit no pod.
    if (requests.cpuLimit.size() >= requests.cpu.size())
      raise(all[at->second].cpuLimit, sumOf(requests.cpuLimit));
  }
  for (const auto& [name, scaler] : scalers_) {
    const auto at = positions.find({scaler.kind, {name.first, scaler.name}});
    if (at != positions.end()) all[at->second].scaler = told(scaler);
  }
  return all;
}

std::size_t KubeState::size() const {
  return deployments_.size() + statefulSets_.size() + pods_.size() + replicaSets_.size() +
         requests_.size() + scalers_.size();
}

WorkloadOfPod KubeState::owners() const {
  std::map<Name, std::size_t> of;
  const Position positions = this->positions();
  for (const auto& [pod, direct] : pods_) {
    const auto owner = ownerOf(pod);
    const auto at = positions.find({owner->kind, {pod.first, owner->name}});
    if (at != positions.end()) of.emplace(pod, at->second);
  }
  return [of = std::move(of)](std::string_view space,
                              std::string_view pod) -> std::optional<std::size_t> {
    const auto found = of.find({std::string(space), std::string(pod)});
    return found == of.end() ? std::nullopt : std::optional(found->second);
  };
}

}  // namespace evenkeel::telemetry
