// What a simulated run leaves behind: rows of 60 s windows and totals, as definitions of violation
// and cost need them (evaluation/ takes its measures from here).
//
// What is judged is counted in the window in which a request arrived; rates, failures and response
// times, which show a run as it goes, in the one in which it ended. Costs run from the moment a pod
// is asked for to its end, pending and start-up included. Totals leave the scenario's warm-up out.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/histogram.h"
#include "base/time.h"
#include "simulation/arrivals.h"
#include "simulation/request.h"

namespace evenkeel::simulation {

struct WindowRow {
  Instant begin{};
  Instant end{};
  std::int64_t requests = 0;  // ended: completed and failed
  std::int64_t failures = 0;
  Arrivals arrivals;           // of applications only; as far as known
  std::optional<double> mean;  // response times of the completed, in seconds
  std::optional<double> p50;
  std::optional<double> p95;
  std::optional<double> p99;
  double replicasWanted = 0;  // at the end of the window; of an application: of all its components
  double replicasExisting = 0;  // means over the window
  double replicasReady = 0;
  double requestedCores = 0;
  double requestedBytes = 0;
  double busyCores = 0;
};

struct Cost {
  double podSeconds = 0;
  double coreSeconds = 0;  // requested
  double byteSeconds = 0;  // requested
  double busyCoreSeconds = 0;
  double nodeSeconds = 0;  // up; zero, as joules, for a single application or component
  double joules = 0;       // zero without a power model

  Cost& operator+=(const Cost& other) {
    podSeconds += other.podSeconds;
    coreSeconds += other.coreSeconds;
    byteSeconds += other.byteSeconds;
    busyCoreSeconds += other.busyCoreSeconds;
    nodeSeconds += other.nodeSeconds;
    joules += other.joules;
    return *this;
  }
  friend bool operator==(const Cost&, const Cost&) = default;
};

struct SubjectResult {
  explicit SubjectResult(std::string name_) : name(std::move(name_)) {}

  std::string name;  // application, or "application/component"
  std::vector<WindowRow> windows;
  std::int64_t requests = 0;                           // ended after the warm-up
  std::array<std::int64_t, kFailureKinds> failures{};  // by Failure
  Histogram responses;                                 // of the completed
  Cost cost;
};

struct NodeResult {
  explicit NodeResult(std::string name_) : name(std::move(name_)) {}

  std::string name;
  double upSeconds = 0;
  double busyCoreSeconds = 0;
  double joules = 0;  // zero without a power model
};

struct RunResult {
  Instant begin{};  // end of the warm-up
  Instant end{};
  std::vector<SubjectResult> applications;
  std::vector<SubjectResult> components;
  std::vector<NodeResult> nodes;
  std::vector<Cost> windowCosts;  // of everything together, a window each
  Cost cost;                      // of everything together
  std::uint64_t events = 0;       // fired by the engine since its start
};

}  // namespace evenkeel::simulation
