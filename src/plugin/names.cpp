#include "plugin/names.h"

namespace evenkeel::plugin {

const char* nameOf(Level level) {
  switch (level) {
    case Level::Node:
      return "node";
    case Level::Cluster:
      return "cluster";
    case Level::Continuum:
      break;
  }
  return "continuum";
}

const char* nameOf(TargetMetric metric) {
  switch (metric) {
    case TargetMetric::ResponseTime:
      return "responseTime";
    case TargetMetric::RequestRate:
      return "requestRate";
    case TargetMetric::ErrorRatio:
      return "errorRatio";
    case TargetMetric::Availability:
      return "availability";
    case TargetMetric::Cost:
      return "cost";
    case TargetMetric::Energy:
      return "energy";
    case TargetMetric::Utilization:
      break;
  }
  return "utilization";
}

const char* nameOf(Statistic statistic) {
  switch (statistic) {
    case Statistic::Mean:
      return "mean";
    case Statistic::P50:
      return "p50";
    case Statistic::P90:
      return "p90";
    case Statistic::P95:
      return "p95";
    case Statistic::P99:
      return "p99";
    case Statistic::P999:
      return "p99.9";
    case Statistic::Max:
      break;
  }
  return "max";
}

const char* nameOf(Relation relation) {
  switch (relation) {
    case Relation::LowerOrEqual:
      return "lowerOrEqual";
    case Relation::LowerThan:
      return "lowerThan";
    case Relation::Equal:
      return "equal";
    case Relation::GreaterThan:
      return "greaterThan";
    case Relation::GreaterOrEqual:
      break;
  }
  return "greaterOrEqual";
}

const char* nameOf(PodPhase phase) {
  switch (phase) {
    case PodPhase::Pending:
      return "pending";
    case PodPhase::Running:
      return "running";
    case PodPhase::Succeeded:
      return "succeeded";
    case PodPhase::Failed:
      break;
  }
  return "failed";
}

const char* nameOf(SafeDirection direction) {
  switch (direction) {
    case SafeDirection::None:
      return "none";
    case SafeDirection::Up:
      return "up";
    case SafeDirection::Down:
      break;
  }
  return "down";
}

const char* nameOf(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::Accepted:
      return "accepted";
    case OutcomeKind::Completed:
      return "completed";
    case OutcomeKind::Partial:
      return "partial";
    case OutcomeKind::RetryLater:
      return "retryLater";
    case OutcomeKind::NeverPossible:
      return "neverPossible";
    case OutcomeKind::StoppedByGuardrail:
      return "stoppedByGuardrail";
    case OutcomeKind::Expired:
      return "expired";
    case OutcomeKind::Cancelled:
      return "cancelled";
    case OutcomeKind::Unknown:
      break;
  }
  return "unknown";
}

}  // namespace evenkeel::plugin
