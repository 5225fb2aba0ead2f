#include "program/history_advice.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/thread_pool.h"
#include "evaluation/history/history_twin.h"
#include "evaluation/history/size_advice.h"
#include "kubernetes/workload.h"
#include "program/policy_set.h"
#include "program/terminal.h"

namespace evenkeel::program {
namespace {

void tellUse(const WorkloadHistory& workload, const telemetry::TimeGrid& grid,
             view::HistoryAdvice& advice) {
  const evaluation::UsageHistory& used = workload.used;
  const auto first = used.firstMoment();
  if (!first) return;
  advice.since = grid.at(*first);
  advice.completeness = used.completeness();
  std::size_t known = 0;
  for (std::size_t moment = 0; moment < used.moments(); ++moment) {
    const auto cores = used.demand(moment);
    if (!cores) continue;
    ++known;
    const auto pods = static_cast<std::int32_t>(used.pods(moment));
    advice.meanPods += pods;
    advice.mostPods = std::max(advice.mostPods, pods);
    advice.meanCores += *cores;
    advice.mostCores = std::max(advice.mostCores, *cores);
  }
  advice.meanPods /= static_cast<double>(known);
  advice.meanCores /= static_cast<double>(known);
}

view::HistoryAdvice::Size cpuOf(const vpa::Recommendation& one) {
  return {one.lower.cpu, one.target.cpu, one.upper.cpu};
}

view::HistoryAdvice::Size memoryOf(const vpa::Recommendation& one) {
  return {one.lower.memory, one.target.memory, one.upper.memory};
}

void tellSizes(const evaluation::UsageHistory& used, view::HistoryAdvice& advice) {
  const evaluation::SizeAdvice size = evaluation::adviseSize(used);
  if (size.cpu) advice.cpu = cpuOf(size.pod);
  if (size.memory) advice.memory = memoryOf(size.pod);
  for (const auto& [name, one] : size.containers) {
    view::HistoryAdvice::Container& container = advice.containers[name];
    if (size.cpu) container.cpu = cpuOf(one);
    if (size.memory) container.memory = memoryOf(one);
  }
}

constexpr std::int32_t kMostPods = 10'000;   // that are played
constexpr std::size_t kMostChanges = 1'000;  // of a workload that are kept

// With bounds as the look at a cluster has them.
Application applicationOf(const telemetry::KnownWorkload& known,
                          const view::HistoryAdvice& advice) {
  Application application;
  application.name = known.name + '.' + known.space;
  application.permittedActions = {PermittedAction::Scale, PermittedAction::Resize};
  Component& component = application.components.emplace_back();
  component.name = "pods";
  component.requests = {Quantity::fromDouble(known.cpuRequest.value_or(0)),
                        Quantity::fromDouble(known.memoryRequest.value_or(0))};
  component.scaling = kubernetes::boundsAround(std::max(known.replicas, advice.mostPods));
  if (known.scaler) component.scaling = {known.scaler->minReplicas, known.scaler->maxReplicas, {}};
  return application;
}

// Without a limit a pod can use what it has been seen to use on average, and a core at least.
Resources usableBy(const telemetry::KnownWorkload& known, const view::HistoryAdvice& advice) {
  const double seen = advice.meanPods > 0 ? advice.mostCores / advice.meanPods : 0;
  const double cores = known.cpuLimit.value_or(std::max({1.0, seen, known.cpuRequest.value_or(0)}));
  return {Quantity::fromDouble(cores), Quantity::units(std::int64_t{1} << 50)};
}

class Adviser {
 public:
  Adviser(const ReadHistory& history, const AdvicePlan& plan) : history_(history), plan_(plan) {}

  view::HistoryAdvice advise(const WorkloadHistory& workload,
                             const evaluation::OnChange& onChange) const {
    const telemetry::KnownWorkload& known = workload.known;
    view::HistoryAdvice advice;
    advice.space = known.space;
    advice.kind = known.kind;
    advice.name = known.name;
    advice.replicas = known.replicas;
    advice.cpuRequest = known.cpuRequest;
    advice.memoryRequest = known.memoryRequest;
    if (known.scaler)
      advice.autoscaler = {known.scaler->minReplicas, known.scaler->maxReplicas,
                           known.scaler->desired};
    tellUse(workload, history_.grid, advice);
    if (advice.since) {
      tellSizes(workload.used, advice);
    } else {
      advice.why = "none of its pods has a history";
    }
    advice.policy = known.scaler             ? known.scaler->call
                    : plan_.policies.empty() ? ""
                                             : plan_.policies.front().text;
    if (advice.since) play(workload, onChange, advice);
    return advice;
  }

 private:
  void play(const WorkloadHistory& workload, const evaluation::OnChange& onChange,
            view::HistoryAdvice& advice) const {
    const telemetry::KnownWorkload& known = workload.known;
    if (known.scaler && !known.scaler->unread.empty()) advice.why = known.scaler->unread;
    if (!known.cpuRequest) {
      advice.why = "it asks for no CPU, and shares are of that";
      return;
    }
    Application application = applicationOf(known, advice);
    ScalingBounds& bounds = application.components.front().scaling;
    if (bounds.minReplicas > kMostPods) {
      advice.why = "more than " + std::to_string(kMostPods) + " pods are not played";
      return;
    }
    bounds.maxReplicas = std::min(bounds.maxReplicas, kMostPods);
    const auto first = static_cast<std::int32_t>(workload.used.pods(*workload.used.firstMoment()));
    const std::shared_ptr<const Policy> policy =
        advice.policy.empty() ? nullptr : policyOfCall(advice.policy);
    if (!advice.policy.empty() && policy == nullptr) advice.why = "its rule is not understood";
    if (policy != nullptr) {
      const auto played = evaluation::playDemand(
          workload.used, application, *policy, first, [] { return interrupted(); }, onChange);
      if (played) {
        advice.asked = {played->p50,  played->p95,      played->most,
                        played->mean, played->podHours, played->changes};
      } else {
        advice.why = played.error().text();
      }
    }
    if (!plan_.whatIf.empty()) playTwin(workload, application, first, advice);
  }

  void playTwin(const WorkloadHistory& workload, Application application, std::int32_t first,
                view::HistoryAdvice& advice) const {
    Component& component = application.components.front();
    component.replicas = first;
    component.limits = usableBy(workload.known, advice);
    const auto present =
        makePolicies(advice.asked ? *parsePolicyCalls(advice.policy) : *parsePolicyCalls("static"),
                     std::nullopt);
    const auto other = makePolicies(plan_.whatIf, std::nullopt);
    if (!present || !other) return;
    std::string label;
    for (const PolicyCall& call : plan_.whatIf) label += (label.empty() ? "" : ",") + call.text;
    std::vector<evaluation::Contender> contenders{{present->bound.front().label, present->bound},
                                                  {label, other->bound}};
    const auto played = evaluation::playTwin(workload.used, std::move(application), contenders,
                                             policyOfCall, [] { return interrupted(); });
    if (!played) {
      advice.why = played.error().text();
      return;
    }
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      const evaluation::TwinFigures& one = (*played)[i];
      advice.twin.push_back({contenders[i].label, one.podHours, one.coreHours, one.gibHours,
                             one.slowWindows, one.badRequests, one.changes});
    }
  }

  const ReadHistory& history_;
  const AdvicePlan& plan_;
};

}  // namespace

Result<AdvisedHistory> adviceOn(const ReadHistory& history, const AdvicePlan& plan) {
  for (const auto* calls : {&plan.policies, &plan.whatIf}) {
    if (auto made = makePolicies(*calls, std::nullopt); !made)
      return tl::unexpected(std::move(made.error()));
  }
  const Adviser adviser(history, plan);
  const std::size_t count = history.workloads.size();
  AdvisedHistory advised;
  advised.advice.resize(count);
  if (plan.changes) advised.changes.resize(count);
  forEachIndex(count, plan.threads, [&](std::size_t i) {
    evaluation::OnChange keep;
    if (plan.changes)
      keep = [&changes = advised.changes[i]](evaluation::PlayedChange change) {
        changes.push_back(std::move(change));
        if (changes.size() > kMostChanges) changes.pop_front();
      };
    if (!interrupted()) advised.advice[i] = adviser.advise(history.workloads[i], keep);
    if (plan.changes && !advised.advice[i].asked) advised.changes[i].clear();
  });
  if (interrupted()) return fail(ErrorKind::Unavailable, "", "interrupted");
  return advised;
}

}  // namespace evenkeel::program
