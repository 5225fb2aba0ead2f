#include "program/cluster_advice.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "kubernetes/api_path.h"
#include "kubernetes/pod_troubles.h"
#include "model/policy_call.h"
#include "policy/scaling/hpa_conditions.h"
#include "program/policy_list.h"
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

// Why the story's number says nothing; empty: it does.
std::string doubtAbout(const evaluation::Story& story) {
  if (!story.failure.empty()) return story.failure;
  for (const GuardNote& note : story.notes) {
    if (note.guardrail == Guardrail::MissingData) return note.detail;
  }
  std::string unread;
  for (const Reason& reason : story.decision.reasons) {
    if (reason.proposal) return {};
    if (unread.empty() && reason.code.starts_with("Failed")) unread = view::reasonSentence(reason);
  }
  return unread;
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

std::string whyNobody(const std::string& policy) {
  const auto call = parsePolicyCall(policy);
  if (!call) return "its rule is not understood: " + call.error().text();
  const auto made = makePolicy(*call, policyList());
  if (!made) return "its rule is not understood: " + faultsIn(made.error()).front().text();
  return "not decided on yet";
}

view::Advice adviceOn(const kubernetes::ClusterInventory::KnownComponent& component,
                      const kubernetes::Autoscaler* scaler, const Component& described,
                      const evaluation::Story* story, bool seesAutoscalers) {
  const kubernetes::Workload& workload = component.workload;
  view::Advice advice;
  advice.space = workload.meta.space;
  advice.kind = workload.kind;
  const std::string_view group = kubernetes::groupOf(workload.apiVersion);
  if (!group.empty() && group != "apps") advice.kind += '.' + std::string(group);
  advice.name = workload.meta.name;
  advice.replicas = workload.state.replicas;
  advice.ready = workload.state.readyReplicas;
  advice.podCores = workload.state.podRequests.cpu.asDouble();
  if (scaler != nullptr) {
    advice.autoscaler = {scaler->meta.name, scaler->minReplicas, scaler->maxReplicas,
                         scaler->desiredReplicas, reasonOf(*scaler)};
    advice.policy = described.policies.empty() ? "" : described.policies.front();
  }
  if (scaler == nullptr && !seesAutoscalers) {
    advice.policy = story == nullptr ? "" : story->policy;
    advice.why = "whether an autoscaler scales it is not known";
  } else if (story != nullptr) {
    advice.policy = story->policy;
    judge(*story, described.scaling, advice);
  } else if (scaler != nullptr) {
    advice.why = whyNobody(advice.policy);
  } else {
    advice.why = "no autoscaler, and no --policy was given";
  }
  return advice;
}

}  // namespace

ClusterAdvice adviceOf(const kubernetes::ClusterWorld& world, std::vector<evaluation::Story> told,
                       const LackOf& lackOf) {
  std::map<std::string, evaluation::Story> stories;
  for (evaluation::Story& story : told) stories.insert_or_assign(story.scope, std::move(story));
  ClusterAdvice advice;
  const kubernetes::ClusterInventory& inventory = world.inventory();
  for (const auto* component : inventory.components()) {
    const Application* application = inventory.description(component->application);
    if (application == nullptr) continue;
    for (const Component& described : application->components) {
      if (described.workloadRef->kind != component->workload.kind ||
          described.workloadRef->apiVersion != component->workload.apiVersion)
        continue;
      const auto story = stories.find(application->name + '/' + described.name);
      advice.workloads.push_back(adviceOn(*component, inventory.autoscaler(*component), described,
                                          story == stories.end() ? nullptr : &story->second,
                                          world.seesAutoscalers()));
      view::Advice& newest = advice.workloads.back();
      if (const std::string lack = lackOf(component->id); !newest.wanted && !lack.empty())
        newest.why += (newest.why.empty() ? "" : ": ") + lack;
      const std::string troubles = kubernetes::troublesOf(inventory.pods(component->id));
      if (!troubles.empty()) newest.why += (newest.why.empty() ? "" : "; ") + troubles;
    }
  }
  view::sortByWeight(advice.workloads);
  for (const auto& gap : world.gaps()) advice.unseen.push_back(gap.what + ": " + gap.why);
  return advice;
}

}  // namespace evenkeel::program
