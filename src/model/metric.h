// Metrics: what they are called, and the samples that arrive of them.
//
// Names follow the OpenTelemetry semantic conventions, spelt as Prometheus spells them; units are
// base units (cores, bytes, seconds, requests per second).
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/asset.h"

namespace evenkeel {

namespace metric {
// Of a pod (or one container of it): rates over the sample's window, gauges at its end.
inline constexpr std::string_view kCpuUsage = "container_cpu_usage_cores";
inline constexpr std::string_view kMemoryWorkingSet = "container_memory_working_set_bytes";
// Of a component or an application, as its callers see it.
inline constexpr std::string_view kRequestRate = "http_server_request_rate";        // requests/s
inline constexpr std::string_view kErrorRate = "http_server_error_rate";            // failed/s
inline constexpr std::string_view kActiveRequests = "http_server_active_requests";  // requests
inline constexpr std::string_view kDurationMean = "http_server_request_duration_mean_seconds";
inline constexpr std::string_view kDurationP50 = "http_server_request_duration_p50_seconds";
inline constexpr std::string_view kDurationP95 = "http_server_request_duration_p95_seconds";
inline constexpr std::string_view kDurationP99 = "http_server_request_duration_p99_seconds";
// Of a node.
inline constexpr std::string_view kNodeCpuUsage = "node_cpu_usage_cores";
inline constexpr std::string_view kNodePower = "node_power_watts";
}  // namespace metric

struct SeriesId {
  std::uint32_t value = 0;  // zero: none; dense, given by the agent, never reused within one log
  explicit operator bool() const { return value != 0; }
  friend auto operator<=>(SeriesId, SeriesId) = default;
};

// What a series measures. The source that answers for it may be any.
struct Series {
  SeriesId id;
  AssetId asset;
  std::string metric;
  std::string container;  // empty: the whole asset
};

// One measured value. `time` is when it was measured (the end of `window`), not when it arrived.
struct Sample {
  SeriesId series;
  Instant time{};
  Duration window{};  // zero: instantaneous
  double value = 0;   // finite, or NaN: the series has no value any more (world/metric_source.h)
  friend bool operator==(const Sample&, const Sample&) = default;
};

}  // namespace evenkeel
