// The bounds to set beside policies: the cheapest schedule of replicas, and where it is permitted
// of their CPU, that knows the load beforehand.
//
// B0: no window violates in the mean, at its intensity. B1: at most 1 % of the judged windows do.
// B1c: at most 1 % are expected to violate where chance within a window is counted in; this is
// `clairvoyant`. All know the intensities, not the draws, and are under the component's bounds, its
// start-up delay, what its application permits, the room on the nodes and, where the guardrails'
// profile has one, their step down; risks come from window_risks.h, the schedule from
// replica_schedule.h. What that leaves out: docs/policies/clairvoyant.md.
//
// Needs the future, so it is no policy of a loop: it is played back in a world.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "evaluation/bounds/planned_sizes.h"
#include "evaluation/bounds/replica_schedule.h"
#include "model/scenario.h"
#include "policy/policy.h"
#include "workload/intensity.h"

namespace evenkeel::evaluation {

enum class Bound : std::uint8_t { B0, B1, B1c };

struct PlannedComponent {
  std::string name;      // "application/component"
  bool scales = true;    // its application permits it; else it keeps its count
  bool resizes = false;  // likewise, and its bounds leave a choice; else it keeps its size
  std::vector<PlannedSize> sizes;  // those of the schedule
  std::vector<Instant> begins;     // of the schedule's windows
  Schedule schedule;               // its cost in core-seconds where it resizes, else pod-seconds
};

struct BoundPlan {
  double podSeconds = 0;   // over the whole run
  double coreSeconds = 0;  // requested, likewise
  // No schedule under the same rules costs less. In pod-seconds only where every size is kept: a
  // plan of sizes is the cheapest in core-seconds.
  std::optional<double> leastPodSeconds;
  double leastCoreSeconds = 0;
  bool keepsLimit = true;  // false: no schedule does, and this has the fewest violations
  double violated = 0;     // judged windows, as expected; in the mean for B0 and B1
  double judged = 0;       // windows
  std::vector<PlannedComponent> components;
  std::vector<std::string> notes;  // sentences without a full stop: what held the plan back
};

// Refused where an application has several components (who gets how much of the target is then a
// question of its own) or no response-time target, or where nodes differ in speed.
Result<void> checkBounded(const Scenario& scenario);

// `intensities`: one for each of the scenario's loads. Refused as above, and where too many windows
// and counts would have to be looked at; Unavailable where `stop` says so.
Result<BoundPlan> planOf(const Scenario& scenario, const std::vector<Intensity>& intensities,
                         Bound bound, const std::function<bool()>& stop);

// Asks for the plan's replicas, each so much earlier that it is ready in time, and for their size.
std::unique_ptr<Policy> playback(const BoundPlan& plan);

}  // namespace evenkeel::evaluation
