#include "evaluation/bounds.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "agent/guardrails.h"
#include "evaluation/window_risks.h"
#include "performance/component_station.h"
#include "policy/scaling/scale_action.h"

namespace evenkeel::evaluation {
namespace {

constexpr double kAllowedShare = 0.01;
constexpr Duration kPeriod = 1s;
constexpr Duration kLead = 1s + 100ms;  // an order is given that much late, at most

// The image is on its node: it is pulled once.
Duration startUpOf(const Scenario& scenario, const Component& component) {
  const double cores = performance::coresOfPod(component);
  const double speed = scenario.nodes.empty() ? 1 : scenario.nodes.front().speed;
  const double work = toSeconds(component.startup.cpuTime);
  const Duration starting =
      work > 0 && cores * speed > 0 ? fromSeconds(work / (cores * speed)) : 0s;
  return starting + component.startup.readinessDelay + kLead;
}

// What stays of a count over a window where a decision may take a share of it away, once a
// cool-down.
double keptOver(Duration window, const GuardrailLimits& limits) {
  if (limits.coolDown <= Duration::zero()) return 0;
  const double decisions = std::ceil(toSeconds(window) / toSeconds(limits.coolDown));
  return std::pow(std::max(0.0, 1 - limits.maxStepDown), decisions);
}

// All loads of an application as one; `noise` becomes the largest of theirs.
Result<Intensity> loadOf(const Scenario& scenario, const std::vector<Intensity>& intensities,
                         const std::string& application, double& noise) {
  std::vector<const Intensity*> parts;
  std::vector<Instant> cuts{Instant(scenario.duration)};
  for (std::size_t l = 0; l < scenario.loads.size(); ++l) {
    if (scenario.loads[l].application != application) continue;
    parts.push_back(&intensities[l]);
    noise = std::max(noise, scenario.loads[l].noise);
    for (const Intensity::Segment& segment : intensities[l].segments()) {
      if (segment.end < Instant(scenario.duration)) cuts.push_back(segment.end);
    }
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  Intensity sum;
  Instant at{};
  for (const Instant cut : cuts) {
    double rate = 0;
    for (const Intensity* part : parts) rate += part->rateAt(at);
    if (auto added = sum.append(cut - at, rate); !added) return tl::unexpected(added.error());
    at = cut;
  }
  return sum;
}

// What held the plan back beside the component's own bounds.
std::vector<std::string> notesOf(const Application& application, const Component& component,
                                 const ReplicaRange& range, const PlannedComponent& planned) {
  const auto pods = [&](std::int32_t count) {
    return std::to_string(count) + (count == 1 ? " pod" : " pods");
  };
  std::vector<std::string> notes;
  if (!planned.scales) {
    notes.push_back(planned.name + " keeps its " + pods(component.replicas) +
                    ": scale is not among the permittedActions of " + application.name);
  }
  const auto& counts = planned.schedule.counts;
  const std::int32_t highest = *std::max_element(counts.begin(), counts.end());
  if (highest >= range.fits && range.fits < std::max(component.scaling.maxReplicas, highest)) {
    notes.push_back("of " + planned.name + " no more than " + pods(range.fits) +
                    " would fit on the nodes if it had them to itself");
  }
  return notes;
}

class Playback final : public Policy {
 public:
  explicit Playback(const BoundPlan& plan) {
    needs_.mechanisms = {"scale"};
    needs_.period = kPeriod;
    for (const PlannedComponent& component : plan.components) wanted_[component.name] = component;
  }

  std::string_view name() const override { return "clairvoyant"; }
  const PolicyNeeds& needs() const override { return needs_; }

  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream&) const override {
    PolicyAnswer answer{{}, state};
    if (snapshot.components.empty() || snapshot.application == nullptr) return answer;
    const ComponentView& component = snapshot.components.front();
    const auto planned =
        wanted_.find(snapshot.application->name + "/" + component.description->name);
    if (planned == wanted_.end() || !planned->second.scales) return answer;
    const std::int32_t count = highest(planned->second, snapshot.now);
    answer.decision.reasons.push_back({"planned", {}, {}, {}, static_cast<double>(count)});
    answer.decision.actions.push_back(scaleTo(component, count));
    return answer;
  }

 private:
  // Of what is wanted from now until a pod asked for now is ready.
  static std::int32_t highest(const PlannedComponent& component, Instant now) {
    const auto& begins = component.begins;
    const auto after = std::upper_bound(begins.begin(), begins.end(), now);
    auto window = static_cast<std::size_t>(after - begins.begin());
    if (window > 0) --window;
    std::int32_t count = component.schedule.counts[window];
    const Instant until = now + component.startUp;
    for (++window; window < begins.size() && begins[window] <= until; ++window) {
      count = std::max(count, component.schedule.counts[window]);
    }
    return count;
  }

  PolicyNeeds needs_;
  std::map<std::string, PlannedComponent> wanted_;
};

}  // namespace

Result<void> checkBounded(const Scenario& scenario) {
  for (const Node& node : scenario.nodes) {
    if (node.speed == scenario.nodes.front().speed) continue;
    return fail(ErrorKind::Refused, node.name, "clairvoyant is worked out for nodes of one speed",
                "the speed of the other nodes");
  }
  for (const Application& application : scenario.applications) {
    if (application.components.size() != 1) {
      return fail(ErrorKind::Refused, application.name,
                  "clairvoyant is worked out for applications of one component",
                  "a scenario with such applications only");
    }
    if (responseTarget(application.targets) == nullptr) {
      return fail(ErrorKind::Refused, application.name, "clairvoyant needs a response time to keep",
                  "a target of responseTime that is bounded from above");
    }
  }
  return {};
}

Result<BoundPlan> planOf(const Scenario& scenario, const std::vector<Intensity>& intensities,
                         Bound bound, const std::function<bool()>& stop) {
  if (auto bounded = checkBounded(scenario); !bounded) return tl::unexpected(bounded.error());
  BoundPlan plan;
  for (const Application& application : scenario.applications) {
    const Component& component = application.components.front();
    double noise = 0;
    const auto load = loadOf(scenario, intensities, application.name, noise);
    if (!load) return tl::unexpected(load.error());
    const ReplicaRange range = replicaRange(scenario, application, component, component.requests);
    RiskWindows risks = riskWindows(scenario, application, range, *load, noise,
                                    bound == Bound::B1c ? Chance::Counted : Chance::Mean, stop);
    if (stop()) return fail(ErrorKind::Unavailable, "", "the comparison was stopped");
    if (!risks.complete) {
      return fail(ErrorKind::Refused, application.name,
                  "clairvoyant would have to look at more than " + std::to_string(kMostRisks) +
                      " windows times numbers of replicas",
                  "a shorter run, a lower load or a lower maxReplicas");
    }
    ScheduleProblem problem;
    problem.smallest = range.least;
    problem.first = component.replicas;
    problem.kept = keptOver(60s, application.guardrails);
    PlannedComponent planned;
    planned.name = application.name + "/" + component.name;
    planned.scales = isPermitted(application, "scale");
    planned.startUp = startUpOf(scenario, component);
    planned.begins = std::move(risks.begins);
    problem.startUp = toSeconds(planned.startUp);
    problem.windows = std::move(risks.windows);
    for (std::size_t w = 0; w < problem.windows.size(); ++w) {
      if (planned.begins[w] >= Instant(planned.startUp)) break;
      problem.windows[w].most = std::max(component.replicas, problem.smallest);
    }
    double judged = 0;
    for (const ScheduleWindow& window : problem.windows) judged += window.judged ? 1 : 0;
    problem.allowed = bound == Bound::B0 ? 0 : kAllowedShare * judged;
    planned.schedule = cheapest(problem);
    plan.podSeconds += planned.schedule.podSeconds;
    plan.bound += planned.schedule.bound;
    plan.violated += planned.schedule.violated;
    plan.judged += judged;
    if (!planned.schedule.counts.empty()) {
      for (std::string& note : notesOf(application, component, range, planned)) {
        plan.notes.push_back(std::move(note));
      }
    }
    plan.components.push_back(std::move(planned));
  }
  return plan;
}

std::unique_ptr<Policy> playback(const BoundPlan& plan) {
  return std::make_unique<Playback>(plan);
}

}  // namespace evenkeel::evaluation
