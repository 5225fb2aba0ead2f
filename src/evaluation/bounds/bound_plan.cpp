#include "evaluation/bounds/bound_plan.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "agent/guardrails.h"
#include "evaluation/bounds/window_risks.h"
#include "evaluation/violations.h"
#include "policy/scaling/scale_action.h"

namespace evenkeel::evaluation {
namespace {

constexpr double kAllowedShare = 0.01;
constexpr Duration kPeriod = 1s;

// At least as far as the guardrails let a policy fall in a minute, whatever its rhythm: a bound
// must not be dearer than what it bounds.
StepDown stepDownOf(const GuardrailLimits& limits) {
  if (limits.profile == GuardrailProfile::Parity || limits.coolDown < kPeriod) return {};
  const double decisions = std::ceil(toSeconds(kWindow) / toSeconds(limits.coolDown));
  return {std::clamp(1 - limits.maxStepDown, 0.0, 1.0), static_cast<int>(decisions)};
}

// All loads of an application as one; `noise` becomes that of their sum at their mean rates.
Result<Intensity> loadOf(const Scenario& scenario, const std::vector<Intensity>& intensities,
                         const std::string& application, double& noise) {
  std::vector<const Intensity*> parts;
  std::vector<Instant> cuts{Instant(scenario.duration)};
  double mean = 0;
  double squares = 0;
  for (std::size_t l = 0; l < scenario.loads.size(); ++l) {
    if (scenario.loads[l].application != application) continue;
    parts.push_back(&intensities[l]);
    mean += intensities[l].mean();
    squares += std::pow(scenario.loads[l].noise * intensities[l].mean(), 2);
    for (const Intensity::Segment& segment : intensities[l].segments()) {
      if (segment.end < Instant(scenario.duration)) cuts.push_back(segment.end);
    }
  }
  noise = mean > 0 ? std::sqrt(squares) / mean : 0;
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

ScheduleProblem problemOf(const Application& application, const PlannedSizes& sizes,
                          const std::vector<Instant>& begins, WindowRisks& risks, double allowed) {
  const Component& component = application.components.front();
  ScheduleProblem problem;
  problem.smallest = sizes.sizes.front().range.least;
  problem.counts = risks.counts;
  problem.first = std::min(component.replicas, problem.smallest + problem.counts - 1);
  problem.firstSize = sizes.first;
  problem.stepDown = stepDownOf(application.guardrails);
  problem.allowed = allowed;
  problem.sizes.clear();
  for (const PlannedSize& size : sizes.sizes) {
    problem.sizes.push_back(
        {sizes.change ? size.cpu.asDouble() : 1, toSeconds(size.startUp), size.range.most});
  }
  problem.windows = std::move(risks.windows);
  const Duration startUp = sizes.sizes[sizes.first].startUp;
  for (std::size_t w = 0; w < begins.size() && begins[w] < Instant(startUp); ++w) {
    problem.windows[w].most = std::max(component.replicas, problem.smallest);
    if (begins[w] < Instant(kOrderLead)) problem.windows[w].largest = sizes.first;
  }
  return problem;
}

// What held the plan back beside the component's own bounds.
std::vector<std::string> notesOf(const Application& application, const Component& component,
                                 const PlannedComponent& planned) {
  const auto pods = [&](std::int32_t count) {
    return std::to_string(count) + (count == 1 ? " pod" : " pods");
  };
  std::vector<std::string> notes;
  if (!planned.schedule.stepsDown) {
    notes.push_back("no plan for " + planned.name +
                    " is possible under the guardrails' step down; this one falls at once");
  }
  if (!planned.scales) {
    notes.push_back(planned.name + " keeps its " + pods(component.replicas) +
                    ": scale is not among the permittedActions of " + application.name);
  }
  for (std::size_t i = 0; i < planned.sizes.size(); ++i) {
    const std::int32_t fits = planned.sizes[i].range.fits;
    std::int32_t highest = -1;
    for (std::size_t w = 0; w < planned.schedule.counts.size(); ++w) {
      if (planned.schedule.sizes[w] == i) highest = std::max(highest, planned.schedule.counts[w]);
    }
    if (highest < fits || fits >= std::max(component.scaling.maxReplicas, highest)) continue;
    notes.push_back("of " + planned.name + " no more than " + pods(fits) +
                    (planned.resizes ? " of " + planned.sizes[i].cpu.text() + " cores" : "") +
                    " would fit on the nodes if it had them to itself");
  }
  return notes;
}

class Playback final : public Policy {
 public:
  explicit Playback(const BoundPlan& plan) {
    needs_.mechanisms = {"scale"};
    needs_.period = kPeriod;
    bool resizes = false;
    for (const PlannedComponent& component : plan.components) {
      resizes = resizes || component.resizes;
      wanted_[component.name] = component;
    }
    if (resizes) needs_.mechanisms.emplace_back("resize");
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
    if (planned == wanted_.end()) return answer;
    const PlannedComponent& plan = planned->second;
    if (plan.resizes) {
      const std::size_t size = highest(plan, plan.schedule.sizes, snapshot.now, kOrderLead);
      const Quantity cpu = plan.sizes[size].cpu;
      answer.decision.reasons.push_back(
          {"planned", std::string(knob::kCpu), {}, {}, cpu.asDouble()});
      answer.decision.actions.push_back(
          {"resize", component.id, {{std::string(knob::kCpu), cpu}}, {}, component.generation});
    }
    if (plan.scales) {
      const std::size_t size = plan.schedule.sizes[windowAt(plan, snapshot.now)];
      const std::int32_t count =
          highest(plan, plan.schedule.counts, snapshot.now, plan.sizes[size].startUp);
      answer.decision.reasons.push_back({"planned", {}, {}, {}, static_cast<double>(count)});
      answer.decision.actions.push_back(scaleTo(component, count));
    }
    return answer;
  }

 private:
  static std::size_t windowAt(const PlannedComponent& component, Instant now) {
    const auto& begins = component.begins;
    const auto after = std::upper_bound(begins.begin(), begins.end(), now);
    return std::max<std::ptrdiff_t>(1, after - begins.begin()) - 1;
  }

  // Of what is wanted from now until what is asked for now is there.
  template <class Value>
  static Value highest(const PlannedComponent& component, const std::vector<Value>& wanted,
                       Instant now, Duration lead) {
    const auto& begins = component.begins;
    std::size_t window = windowAt(component, now);
    Value value = wanted[window];
    for (++window; window < begins.size() && begins[window] <= now + lead; ++window) {
      value = std::max(value, wanted[window]);
    }
    return value;
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
  double leastPodSeconds = 0;
  bool resizes = false;
  for (const Application& application : scenario.applications) {
    const Component& component = application.components.front();
    double noise = 0;
    const auto load = loadOf(scenario, intensities, application.name, noise);
    if (!load) return tl::unexpected(load.error());
    const PlannedSizes sizes = plannedSizes(scenario, application, component);
    WindowRisks risks = windowRisks(scenario, application, sizes.sizes, *load, noise,
                                    bound == Bound::B1c ? Chance::Counted : Chance::Mean, stop);
    if (stop()) return fail(ErrorKind::Unavailable, "", "the comparison was stopped");
    if (!risks.complete) {
      return fail(ErrorKind::Refused, application.name,
                  "clairvoyant would have to look at more than " + std::to_string(kMostRisks) +
                      " windows times numbers and sizes of replicas",
                  "a shorter run, or a lower maxReplicas");
    }
    PlannedComponent planned;
    planned.name = application.name + "/" + component.name;
    planned.scales = isPermitted(application, "scale");
    planned.resizes = sizes.change;
    planned.sizes = sizes.sizes;
    planned.begins = std::move(risks.begins);
    auto schedule = cheapest(problemOf(application, sizes, planned.begins, risks,
                                       bound == Bound::B0 ? 0 : kAllowedShare * risks.judged),
                             stop);
    if (!schedule) return fail(ErrorKind::Unavailable, "", "the comparison was stopped");
    planned.schedule = std::move(*schedule);
    const double cores = planned.resizes ? 1 : sizes.sizes.front().cpu.asDouble();
    plan.podSeconds += planned.schedule.podSeconds;
    plan.coreSeconds += planned.schedule.cost * cores;
    plan.leastCoreSeconds += planned.schedule.bound * cores;
    leastPodSeconds += planned.schedule.bound;
    resizes = resizes || planned.resizes;
    plan.keepsLimit = plan.keepsLimit && planned.schedule.keepsLimit;
    plan.violated += planned.schedule.violated;
    plan.judged += risks.judged;
    if (!planned.schedule.counts.empty()) {
      for (std::string& note : notesOf(application, component, planned)) {
        plan.notes.push_back(std::move(note));
      }
    }
    plan.components.push_back(std::move(planned));
  }
  if (!resizes) plan.leastPodSeconds = leastPodSeconds;
  return plan;
}

std::unique_ptr<Policy> playback(const BoundPlan& plan) {
  return std::make_unique<Playback>(plan);
}

}  // namespace evenkeel::evaluation
