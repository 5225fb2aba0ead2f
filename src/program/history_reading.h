// Reads what a Prometheus has of the workloads of a cluster: their use of CPU and memory over time.
//
// Which workloads there are is told by kube-state-metrics, where the same Prometheus has it, else
// by the cluster. What arrives is added up at once; nothing is held but sums and histograms.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "evaluation/history/usage_history.h"
#include "kubernetes/access.h"
#include "telemetry/known_workload.h"
#include "telemetry/prometheus_access.h"
#include "telemetry/time_grid.h"

namespace evenkeel::program {

struct HistoryQuery {
  telemetry::PrometheusAccess prometheus;
  // Asked where the Prometheus has no kube-state-metrics, or first where it was named.
  Result<kubernetes::ClusterAccess> cluster;
  bool clusterNamed = false;
  std::string space;  // one namespace; empty: all
  Duration length = std::chrono::hours(7 * 24);
  Duration step = std::chrono::minutes(5);
};

struct WorkloadHistory {
  telemetry::KnownWorkload known;
  evaluation::UsageHistory used;
};

struct ReadHistory {
  telemetry::TimeGrid grid;
  std::vector<WorkloadHistory> workloads;
  std::string source;              // who told of the workloads
  std::vector<std::string> notes;  // sentences without a full stop: what is not known
};

// Errors: Invalid where it is no Prometheus or knows nothing of containers or workloads; Refused,
// Unavailable as those of its client; Unavailable where it was interrupted.
Result<ReadHistory> readHistory(const HistoryQuery& query);

}  // namespace evenkeel::program
