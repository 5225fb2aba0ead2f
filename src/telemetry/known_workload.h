// A workload as it is known now, beside what was measured of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace evenkeel::telemetry {

struct KnownWorkload {
  std::string space;  // namespace
  std::string kind;   // "Deployment", "StatefulSet"
  std::string name;
  std::int32_t replicas = 0;            // wanted
  std::optional<double> cpuRequest;     // cores of one pod; absent: none, or not known
  std::optional<double> memoryRequest;  // bytes
  std::optional<double> cpuLimit;       // cores
  struct Scaler {                       // its HorizontalPodAutoscaler
    std::int32_t minReplicas = 1;
    std::int32_t maxReplicas = 1;
    std::optional<std::int32_t> desired;
    std::string call;    // the same rule as a call of our policy; empty: it cannot be said
    std::string unread;  // why not
  };
  std::optional<Scaler> scaler;
};

// The position of the workload that a pod belongs to, or belonged to; absent: of none that is
// known.
using WorkloadOfPod =
    std::function<std::optional<std::size_t>(std::string_view space, std::string_view pod)>;

}  // namespace evenkeel::telemetry
