// How likely each window of a run violates its target, by the number of replicas.
#pragma once

#include <functional>
#include <vector>

#include "evaluation/replica_range.h"
#include "evaluation/replica_schedule.h"
#include "model/scenario.h"
#include "workload/intensity.h"

namespace evenkeel::evaluation {

enum class Chance : std::uint8_t {
  Mean,     // 0 or 1: whether it violates at its expected share of bad requests
  Counted,  // the share is taken for a gamma variable of its mean and variance
};

struct RiskWindows {
  std::vector<Instant> begins;
  // Risks for the least to the most replicas, or to as many as leave no risk.
  std::vector<ScheduleWindow> windows;
  bool complete = true;  // false: stopped, or more than kMostRisks would be needed
};

inline constexpr std::size_t kMostRisks = 20'000'000;  // windows times counts

// Of an application of one component with a response-time target, by counts of that range; pods
// beyond those that fit serve nothing. Windows as in violations.h, those
// with too few requests joined, by expected counts; before the end of the warm-up they are not
// judged. `noise`: of the load, a factor that is not known (Chance::Counted only).
RiskWindows riskWindows(const Scenario& scenario, const Application& application,
                        const ReplicaRange& range, const Intensity& intensity, double noise,
                        Chance chance, const std::function<bool()>& stop);

}  // namespace evenkeel::evaluation
