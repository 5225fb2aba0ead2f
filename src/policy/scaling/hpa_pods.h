// Which pods count, and what they request: the horizontal pod autoscaler's view of its pods.
//
// Source: Kubernetes 1.37, controller "podautoscaler": pod grouping and request calculation
// (pod-level requests: KEP-2837). Amounts are milli-units.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "base/time.h"
#include "model/asset.h"

namespace evenkeel::hpa {

struct PodSample {
  std::int64_t milli = 0;
  Instant time{};
  Duration window{};
};

// A pod and what one metric says of it.
struct MeasuredPod {
  const PodState* state = nullptr;
  std::string_view name;
  std::optional<PodSample> sample;
};

enum class PodGroup : std::uint8_t {
  Counted,
  Unready,  // not yet usable: fills in as zero when scaling up
  Missing,  // no sample: fills in against the direction of the move
  Ignored,  // on its way out: as if it did not exist
};

// The controller's flags that say how long a young pod's CPU is not believed.
struct Readiness {
  Duration cpuInitializationPeriod = std::chrono::minutes(5);
  Duration initialReadinessDelay = 30s;
};

// `startUpCpu`: the metric is CPU, which start-up work distorts.
PodGroup groupOf(const MeasuredPod& pod, bool startUpCpu, const Readiness& readiness, Instant now);

// Why a metric cannot be used.
struct Unusable {
  std::string_view code;  // one of hpa_conditions.h
  std::string container;  // that it speaks of; may be empty
  std::string what;       // the controller's own words
};
template <class T>
using Usable = tl::expected<T, Unusable>;

enum class Resource : std::uint8_t { Cpu, Memory };
std::string_view nameOf(Resource resource);

// Of the named container, or of the whole pod where `container` is empty: the pod-level request
// where one is set and `podLevel`, else the sum over containers and sidecars. An error where a
// request is missing or the container is not there.
Usable<std::int64_t> requestOf(const PodState& pod, std::string_view podName, Resource resource,
                               std::string_view container, bool podLevel);

}  // namespace evenkeel::hpa
