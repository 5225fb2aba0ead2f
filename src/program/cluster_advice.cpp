#include "program/cluster_advice.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "kubernetes/pod_resources.h"
#include "kubernetes/pod_troubles.h"
#include "model/metric.h"
#include "policy/scaling/hpa_conditions.h"
#include "program/advice_notes.h"
#include "program/undecided.h"
#include "view/explanation.h"
#include "view/words.h"

namespace evenkeel::program {
namespace {

// Its conditions, the one that says most first.
std::string reasonOf(const kubernetes::Autoscaler& scaler) {
  for (const auto& [type, status] :
       {std::pair{"ScalingActive", "False"}, std::pair{"AbleToScale", "False"},
        std::pair{"ScalingLimited", "True"}, std::pair{"AbleToScale", "True"}}) {
    for (const kubernetes::Condition& condition : scaler.conditions) {
      if (condition.type == type && condition.status == status) return condition.reason;
    }
  }
  return {};
}

// What the rule asks for once nothing lower or higher stands in its window any more; absent: it
// does not wait for one.
std::optional<std::int32_t> headingFor(const evaluation::Story& story,
                                       const ScalingBounds& bounds) {
  double highest = 0;
  bool waits = false;
  for (const Reason& reason : story.decision.reasons) {
    waits = waits || reason.code == hpa::reason::kScaleDownStabilized ||
            reason.code == hpa::reason::kScaleUpStabilized;
    highest = std::max(highest, reason.proposal.value_or(0));
  }
  if (!waits) return std::nullopt;
  return std::clamp(static_cast<std::int32_t>(highest), bounds.minReplicas, bounds.maxReplicas);
}

// Of its metrics those that could not be used, and why; empty: all could.
std::string unusedBy(const evaluation::Story& story) {
  std::string all;
  for (const Reason& reason : story.decision.reasons) {
    if (!reason.code.starts_with("Failed")) continue;
    const std::string one = view::reasonSentence(reason);
    if (all.find(one) == std::string::npos) all += (all.empty() ? "" : "; ") + one;
  }
  return all;
}

// Why the story's number says nothing; empty: it does.
std::string doubtAbout(const evaluation::Story& story) {
  if (!story.failure.empty()) return story.failure;
  for (const GuardNote& note : story.notes) {
    if (note.guardrail == Guardrail::MissingData) return note.detail;
  }
  const auto& reasons = story.decision.reasons;
  const bool isMade = std::any_of(reasons.begin(), reasons.end(),
                                  [](const Reason& one) { return one.proposal.has_value(); });
  return isMade ? std::string() : unusedBy(story);
}

// What made it: KEDA's object, say; may be empty.
std::string ownerOf(const kubernetes::Autoscaler& scaler) {
  const auto& owner = scaler.meta.controller;
  return owner ? owner->kind + ' ' + owner->name : std::string();
}

// That nothing may be done here goes without saying.
void judge(evaluation::Story story, const ScalingBounds& bounds, view::Advice& advice) {
  std::erase_if(story.notes,
                [](const GuardNote& note) { return note.guardrail == Guardrail::Authority; });
  if (!story.notes.empty()) advice.held = view::noteSentence(story.notes.front());
  advice.why = doubtAbout(story);
  if (!advice.why.empty()) return;
  advice.why = view::briefReason(story);
  advice.wanted = advice.replicas;
  for (const evaluation::StoryKnob& one : story.knobs) {
    if (one.knob == knob::kReplicas && one.allowed)
      advice.wanted = static_cast<std::int32_t>(one.allowed->ceilUnits());
  }
  advice.later = headingFor(story, bounds);
  if (advice.later == advice.wanted) advice.later.reset();
}

// Why figures could not be had or used says why there is no number, or what the number is made
// without. `failure`: of the source, may be empty.
void addFailure(const evaluation::Story& story, const std::string& failure, view::Advice& advice) {
  if (!advice.wanted) {
    if (!failure.empty()) advice.why += ": " + failure;
    return;
  }
  std::string without = unusedBy(story);
  if (!failure.empty()) without += (without.empty() ? "" : ": ") + failure;
  if (!without.empty()) advice.notes.push_back("not all of its metrics could be used: " + without);
}

view::PodSize sizeOf(const Resources& resources) {
  return {resources.cpu.asDouble(), resources.memory.asDouble()};
}

view::Advice::VerticalAutoscaler viewOf(const kubernetes::VerticalAutoscaler& scaler) {
  view::Advice::VerticalAutoscaler seen{scaler.meta.name, scaler.mode, {}, scaler.doubt};
  for (const kubernetes::ContainerSize& one : scaler.containers)
    seen.containers.push_back({one.name, sizeOf(one.lower), sizeOf(one.target), sizeOf(one.upper)});
  return seen;
}

// As the rule for sizes has it. What it does not size stays as it is.
view::Advice::Sizing sizingOf(const evaluation::Story& story, const view::PodSize& now) {
  view::Advice::Sizing sizing;
  for (const Reason& reason : story.decision.reasons) {
    if (reason.code == "vpa-history") {
      sizing.known = reason.observed.value_or(0);
      sizing.enough = reason.target.value_or(0);
    } else if (reason.code == "vpa-recommendation" && reason.target) {
      if (!sizing.pod) sizing.pod = now;
      (reason.subject == metric::kCpuUsage ? sizing.pod->cores : sizing.pod->bytes) =
          *reason.target;
    }
  }
  return sizing;
}

// The newest decisions on one workload; null: there is none.
struct Stories {
  const evaluation::Story* replicas = nullptr;
  const evaluation::Story* sizes = nullptr;
};

class Adviser {
 public:
  Adviser(const kubernetes::ClusterWorld& world, const DecidedScopes& decided,
          const std::vector<evaluation::Story>& told, const LackOf& lackOf, std::string others)
      : world_(world),
        figures_(decided.figures()),
        failures_(world.metricFailures()),
        lackOf_(lackOf),
        others_(std::move(others)) {
    for (const evaluation::Story& story : told) {
      Stories& stories = stories_[story.scope];
      (story.policy == kubernetes::kSizes ? stories.sizes : stories.replicas) = &story;
    }
  }

  view::Advice on(const kubernetes::ClusterInventory::KnownComponent& component,
                  const std::string& application, const Component& described) const {
    const kubernetes::Workload& workload = component.workload;
    const auto told = stories_.find(application + '/' + described.name);
    const Stories stories = told == stories_.end() ? Stories{} : told->second;
    view::Advice advice;
    advice.space = workload.meta.space;
    advice.kind = kubernetes::kindWithGroup(workload);
    advice.name = workload.meta.name;
    advice.labels = workload.meta.labels;
    advice.replicas = workload.state.replicas;
    advice.ready = workload.state.readyReplicas;
    if (const auto known = figures_.of(component.id))
      advice.figures = {known->pods, toSeconds(known->lasting)};
    addSizes(component, stories.sizes, advice);
    addReplicas(component, described, stories.replicas, advice);
    addNotes(component, advice);
    return advice;
  }

 private:
  // Who is sized by a VerticalPodAutoscaler has other requests than its template.
  void addSizes(const kubernetes::ClusterInventory::KnownComponent& component,
                const evaluation::Story* story, view::Advice& advice) const {
    const auto* vertical = world_.inventory().verticalAutoscaler(component);
    const auto* pod = vertical == nullptr ? nullptr : world_.inventory().newestPod(component);
    const view::PodSize size = sizeOf(pod == nullptr ? component.workload.state.podRequests
                                                     : kubernetes::requestsOf(pod->state));
    advice.podCores = size.cores;
    advice.podBytes = size.bytes;
    if (vertical == nullptr) return;
    advice.vertical = viewOf(*vertical);
    advice.sizing = story == nullptr ? view::Advice::Sizing{} : sizingOf(*story, size);
  }

  void addReplicas(const kubernetes::ClusterInventory::KnownComponent& component,
                   const Component& described, const evaluation::Story* story,
                   view::Advice& advice) const {
    const kubernetes::Autoscaler* scaler = world_.inventory().autoscaler(component);
    if (scaler != nullptr) {
      advice.autoscaler = {scaler->meta.name,       scaler->minReplicas, scaler->maxReplicas,
                           scaler->desiredReplicas, reasonOf(*scaler),   ownerOf(*scaler)};
      advice.policy = scaler->call;
    }
    const std::string unseen = world_.unseenOf(component.workload);
    if (scaler == nullptr && unseen.empty()) advice.policy = others_;
    if (story != nullptr) advice.policy = story->policy;
    if (!unseen.empty()) {
      advice.why = "what there is of it now is not known: " + unseen + " cannot be seen";
    } else if (story != nullptr) {
      judge(*story, described.scaling, advice);
    } else {
      advice.why = whyUndecided(advice.policy);
    }
    const auto failure = failures_.find(component.id);
    if (story != nullptr)
      addFailure(*story, failure == failures_.end() ? std::string() : failure->second, advice);
    if (const std::string lack = lackOf_(component.id); !advice.wanted && !lack.empty())
      advice.why += (advice.why.empty() ? "" : ": ") + lack;
    const std::string troubles = kubernetes::troublesOf(world_.inventory().pods(component.id));
    if (!troubles.empty()) advice.why += (advice.why.empty() ? "" : "; ") + troubles;
  }

  void addNotes(const kubernetes::ClusterInventory::KnownComponent& component,
                view::Advice& advice) const {
    noteRollout(component.workload.state, advice);
    const kubernetes::Surroundings& around = world_.surroundings();
    if (const auto* scaled = around.scaledObject(component.workload))
      noteScaledObject(*scaled, advice);
    const std::int32_t change = view::changeOf(advice);
    if (change > 0) noteRoom(room(), advice);
    const auto* pod =
        change < 0 || advice.vertical ? world_.inventory().newestPod(component) : nullptr;
    if (pod == nullptr) return;
    for (const auto* budget : around.budgets(advice.space, pod->meta.labels))
      noteBudget(*budget, advice);
  }

  const std::vector<kubernetes::NodeRoom>& room() const {
    if (!room_) room_ = world_.room();
    return *room_;
  }

  const kubernetes::ClusterWorld& world_;
  const KnownFigures& figures_;
  std::map<AssetId, std::string> failures_;
  const LackOf& lackOf_;
  std::string others_;
  mutable std::optional<std::vector<kubernetes::NodeRoom>> room_;  // once somebody asks
  std::map<std::string, Stories> stories_;                         // by scope
};

}  // namespace

ClusterAdvice adviceOf(const kubernetes::ClusterWorld& world, const DecidedScopes& decided,
                       const LackOf& lackOf, const std::string& others) {
  ClusterAdvice advice;
  const kubernetes::ClusterInventory& inventory = world.inventory();
  const std::vector<evaluation::Story> told = decided.stories();
  const Adviser adviser(world, decided, told, lackOf, others);
  for (const auto* component : inventory.components()) {
    const Application* application = inventory.description(component->application);
    if (application == nullptr) continue;
    for (const Component& described : application->components) {
      if (described.workloadRef->kind == component->workload.kind &&
          described.workloadRef->apiVersion == component->workload.apiVersion)
        advice.workloads.push_back(adviser.on(*component, application->name, described));
    }
  }
  for (const auto& gap : world.gaps()) advice.unseen.push_back(gap.what + ": " + gap.why);
  return advice;
}

}  // namespace evenkeel::program
