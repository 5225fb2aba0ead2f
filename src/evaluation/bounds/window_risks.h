// How likely each window of a run violates its target, by the number and size of replicas.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "evaluation/bounds/planned_sizes.h"
#include "evaluation/bounds/schedule_problem.h"
#include "evaluation/bounds/violation_risk.h"
#include "model/scenario.h"
#include "workload/intensity.h"

namespace evenkeel::evaluation {

struct WindowRisks {
  std::vector<Instant> begins;
  std::vector<ScheduleWindow> windows;  // those of planned_windows.h
  // From the least on, the same for every size: as many of the smallest as may be, or as leave no
  // risk.
  std::int32_t counts = 0;
  double judged = 0;     // windows by which violations are judged, joined ones being one
  bool complete = true;  // false: stopped, or more than kMostRisks would be needed
};

inline constexpr std::size_t kMostRisks = 20'000'000;  // states: windows, counts, sizes and sums

// Of an application of one component with a response-time target; pods beyond those that fit serve
// nothing. Every window begins without a backlog. `noise`: of the load, a factor that is not known
// (Chance::Counted only).
WindowRisks windowRisks(const Scenario& scenario, const Application& application,
                        const std::vector<PlannedSize>& sizes, const Intensity& intensity,
                        double noise, Chance chance, const std::function<bool()>& stop);

}  // namespace evenkeel::evaluation
