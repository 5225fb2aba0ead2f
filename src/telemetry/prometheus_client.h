// Questions in PromQL to one Prometheus, or whatever speaks its query API (Thanos, Mimir,
// VictoriaMetrics); answers are given out series by series as they arrive.
//
// Reads alone (GET /api/v1/query and query_range). A few requests at once; the others wait for
// theirs. Everything is called on the loop's thread, nothing from inside the call that asks.
//
// Errors: Invalid where it is no Prometheus or does not understand the question, Refused where it
// does not know who asks or is not who it should be, Unavailable for all else. They bear its own
// words.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/event_loop.h"
#include "telemetry/answer_reader.h"
#include "telemetry/prometheus_access.h"
#include "telemetry/time_grid.h"

namespace evenkeel::telemetry {

struct QueryFailure {
  Error error;
  bool tooMuch = false;  // for one answer: fewer moments may do
};

template <class T>
using QueryResult = tl::expected<T, QueryFailure>;

struct PrometheusLimits {
  long atOnce = 4;                             // requests
  Duration timeout = std::chrono::minutes(5);  // of one; its own limit is two as a rule
};

class PrometheusClient {
 public:
  using Warnings = std::vector<std::string>;
  using Done = std::function<void(QueryResult<Warnings>)>;

  // The loop outlives the client.
  PrometheusClient(io::EventLoop& loop, PrometheusAccess access,
                   const PrometheusLimits& limits = {});
  ~PrometheusClient();  // nobody is called any more
  PrometheusClient(const PrometheusClient&) = delete;
  PrometheusClient& operator=(const PrometheusClient&) = delete;

  // Evaluated at each moment of the grid, in one request.
  void ask(const std::string& expression, const TimeGrid& grid, AnswerReader::Take take, Done done);
  // The same in parts of `most` moments at first, one after the other, from the first on; a part
  // that is too much is asked for in halves. Warnings are told once each.
  void askInParts(const std::string& expression, const TimeGrid& grid, std::size_t most,
                  AnswerReader::Take take, Done done);

  std::size_t requests() const;  // so far

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace evenkeel::telemetry
