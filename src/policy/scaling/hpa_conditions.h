// What the horizontal pod autoscaler says of itself after a reconcile.
//
// Source: Kubernetes 1.37, HorizontalPodAutoscalerCondition; types and reasons are its words.
#pragma once

#include <optional>
#include <string_view>

namespace evenkeel::hpa {

struct Condition {
  bool status = false;
  std::string_view reason;
  friend bool operator==(const Condition&, const Condition&) = default;
};

// Absent: this reconcile said nothing of it.
struct Conditions {
  std::optional<Condition> ableToScale;
  std::optional<Condition> scalingActive;
  std::optional<Condition> scalingLimited;
  std::optional<Condition> scaledToZero;
};

namespace reason {
// AbleToScale
inline constexpr std::string_view kSucceededGetScale = "SucceededGetScale";
inline constexpr std::string_view kReadyForNewScale = "ReadyForNewScale";
inline constexpr std::string_view kScaleDownStabilized = "ScaleDownStabilized";
inline constexpr std::string_view kScaleUpStabilized = "ScaleUpStabilized";
inline constexpr std::string_view kSucceededRescale = "SucceededRescale";
// ScalingActive
inline constexpr std::string_view kValidMetricFound = "ValidMetricFound";
inline constexpr std::string_view kScalingDisabled = "ScalingDisabled";
inline constexpr std::string_view kInvalidSelector = "InvalidSelector";
inline constexpr std::string_view kAmbiguousSelector = "AmbiguousSelector";
inline constexpr std::string_view kFailedGetResourceMetric = "FailedGetResourceMetric";
inline constexpr std::string_view kFailedGetContainerResourceMetric =
    "FailedGetContainerResourceMetric";
inline constexpr std::string_view kFailedGetPodsMetric = "FailedGetPodsMetric";
inline constexpr std::string_view kFailedGetObjectMetric = "FailedGetObjectMetric";
inline constexpr std::string_view kFailedGetExternalMetric = "FailedGetExternalMetric";
inline constexpr std::string_view kInvalidMetricSourceType = "InvalidMetricSourceType";
// ScalingLimited
inline constexpr std::string_view kDesiredWithinRange = "DesiredWithinRange";
inline constexpr std::string_view kTooFewReplicas = "TooFewReplicas";
inline constexpr std::string_view kTooManyReplicas = "TooManyReplicas";
inline constexpr std::string_view kScaleUpLimit = "ScaleUpLimit";
inline constexpr std::string_view kScaleDownLimit = "ScaleDownLimit";
// ScaledToZero
inline constexpr std::string_view kScaledToZero = "ScaledToZero";
inline constexpr std::string_view kNotScaledToZero = "NotScaledToZero";
// Why a metric that was read cannot be used: words of ours, where Kubernetes has ScalingActive's
// reason for all of them and says the rest in its message.
inline constexpr std::string_view kFailedMissingRequest = "FailedMissingRequest";
inline constexpr std::string_view kFailedMissingContainer = "FailedMissingContainer";
inline constexpr std::string_view kFailedZeroRequest = "FailedZeroRequest";
inline constexpr std::string_view kFailedNoPodCounts = "FailedNoPodCounts";
inline constexpr std::string_view kFailedNoPods = "FailedNoPods";
}  // namespace reason

}  // namespace evenkeel::hpa
