// The figures by which runs are compared, by the definitions of violations.h and cost.h.
//
// They speak of the judged part of a run: what follows the scenario's warm-up. Requests are those
// that arrived in it, response times those of the requests answered in it.
#pragma once

#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evaluation/cost.h"
#include "evaluation/decision_counts.h"
#include "evaluation/violations.h"
#include "simulation/run_result.h"

namespace evenkeel::evaluation {

struct Figures {
  Violations violations;
  simulation::Arrivals arrivals;
  simulation::Cost cost;
  double money = 0;
  // Seconds, of the answered; absent where nothing was answered.
  std::optional<double> responseMean;
  std::optional<double> responseP50;
  std::optional<double> responseP95;
  std::optional<double> responseP99;
  std::optional<double> responseP999;
  DecisionCounts decisions;
  friend bool operator==(const Figures&, const Figures&) = default;
};

struct ApplicationMeasures {
  std::string name;
  Figures figures;  // without nodes and energy, which applications share
  friend bool operator==(const ApplicationMeasures&, const ApplicationMeasures&) = default;
};

struct RunMeasures {
  Duration judged{};
  Figures total;
  std::vector<ApplicationMeasures> applications;  // as in the scenario
  friend bool operator==(const RunMeasures&, const RunMeasures&) = default;
};

// `decisions`: by application, counted in the judged part.
RunMeasures measuresOf(const simulation::RunResult& result, const Prices& prices,
                       const std::map<std::string, DecisionCounts>& decisions);

// An application's windows from `begin` on.
std::vector<WindowCounts> judgedWindows(const simulation::SubjectResult& application,
                                        Instant begin);

// One figure of them, as a column of a table or a key of a file.
struct Measure {
  std::string_view key;                                   // "violatedWindows"
  std::string_view title;                                 // for people
  std::string_view unit;                                  // "%", "s", "core-hours"; empty: a count
  std::optional<double> (*of)(const Figures&);            // absent: nothing to take it from
  double most = std::numeric_limits<double>::infinity();  // that it can be; the least is 0
};
std::span<const Measure> measures();

}  // namespace evenkeel::evaluation
