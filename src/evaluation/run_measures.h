// The figures by which runs are compared, by the definitions of violations.h and cost.h.
//
// They speak of the judged part of a run: what follows the scenario's warm-up. Applications are
// taken together.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "evaluation/cost.h"
#include "evaluation/violations.h"
#include "simulation/run_result.h"

namespace evenkeel::evaluation {

struct RunMeasures {
  Duration judged{};
  Violations violations;
  simulation::Cost cost;
  double money = 0;
  simulation::Arrivals arrivals;  // in the judged part, whenever they ended
  double responseMean = 0;        // seconds; zero where nothing was answered
  double responseP50 = 0;
  double responseP95 = 0;
  double responseP99 = 0;
  double responseP999 = 0;
  std::uint64_t adaptations = 0;  // decisions that changed something, over the whole run
  std::uint64_t decisions = 0;
  friend bool operator==(const RunMeasures&, const RunMeasures&) = default;
};

RunMeasures measuresOf(const simulation::RunResult& result, const Prices& prices);

// An application's windows from `begin` on.
std::vector<WindowCounts> judgedWindows(const simulation::SubjectResult& application,
                                        Instant begin);

// One figure of them, as a column of a table or a key of a file.
struct Measure {
  std::string_view key;    // "violatedWindows"
  std::string_view title;  // for people
  std::string_view unit;   // "%", "s", "core-hours"; empty: a count
  double (*of)(const RunMeasures&);
};
std::span<const Measure> measures();

}  // namespace evenkeel::evaluation
