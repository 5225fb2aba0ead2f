// What one reading of a pod's endpoint says of the requests that it has served.
//
// Counters are since the pod was started, over all labels of a family. Of the families that are in
// the field, the first in this order that is there is taken, never two of them, which would count
// requests twice:
//
//   requests                                     durations (histogram)
//   its _count                                   http_server_request_duration_seconds
//                                                (OpenTelemetry)
//   http_requests_total, else the next one's     http_request_duration_seconds
//                                                (Prometheus' client libraries)
//   its _count                                   http_server_requests_seconds (Micrometer)
//   istio_requests_total                         istio_request_duration_milliseconds
//                                                (as the receiving side tells it)
//
// Failed are those with a status of 5xx, by the label http_response_status_code, status_code,
// response_code, code or status. Under way: http_server_active_requests, http_requests_in_flight,
// http_requests_inprogress. Requests for the endpoint itself are no load: they are left out where a
// label names its path.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "telemetry/exposition.h"

namespace evenkeel::telemetry {

// Absent: it is not said, or is no number.
struct RequestFigures {
  std::optional<double> requests;
  std::optional<double> errors;
  std::optional<double> active;  // at this moment
  std::optional<double> timed;   // requests whose duration was measured
  std::optional<double> seconds;
  std::map<double, double> buckets;  // of the timed: how many took at most so many seconds
};

class RequestFiguresReader {
 public:
  // `path`: of the endpoint.
  explicit RequestFiguresReader(std::string path) : path_(std::move(path)) {}

  static bool wants(std::string_view name);
  void take(const ExposedSample& sample);
  RequestFigures result() const;

  // What is looked for, for people: requests and their durations; those under way.
  static std::string namesOfFamilies();
  static std::string namesOfGauges();

 private:
  static constexpr std::size_t kDialects = 4;
  static constexpr std::size_t kGauges = 3;
  static constexpr std::size_t kMostBuckets = 512;

  struct Counted {
    std::optional<double> all;
    double failed = 0;
    bool hasStatus = false;
    void add(const ExposedSample& sample);
    void writeTo(RequestFigures& figures) const;
  };
  struct Dialect {
    Counted requests;
    Counted timed;
    std::optional<double> seconds;
    std::map<double, double> buckets;
    bool tooMany = false;  // buckets
  };

  std::string path_;
  std::array<Dialect, kDialects> dialects_;
  std::array<std::optional<double>, kGauges> active_;
};

}  // namespace evenkeel::telemetry
