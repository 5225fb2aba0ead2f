#include "program/cluster_observation.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "agent/agent.h"
#include "base/schema_parameters.h"
#include "base/time_text.h"
#include "evaluation/run.h"
#include "evaluation/story_collector.h"
#include "io/event_loop.h"
#include "io/percent.h"
#include "knowledge/memory_log.h"
#include "kubernetes/cluster_world.h"
#include "policy/scaling/hpa_conditions.h"
#include "program/policy_list.h"
#include "program/policy_set.h"
#include "program/terminal.h"
#include "view/explanation.h"
#include "view/words.h"

namespace evenkeel::program {
namespace {

constexpr Duration kGlance = 100ms;  // between two glances at how far it is
constexpr Duration kLook = 2s;       // between two looks while it watches

evaluation::StoryQuery newest() {
  evaluation::StoryQuery query;
  query.at = Instant::max();
  return query;
}

// What has been decided, and whether it will get better by waiting.
class Decided {
 public:
  void see(const Record& record) {
    stories_.read(record);
    if (const auto* opened = std::get_if<record::ScopeOpened>(&record))
      open(*opened);
    else if (const auto* proposed = std::get_if<record::Proposed>(&record))
      see(*proposed);
    else if (const auto* input = std::get_if<record::Input>(&record))
      see(input->event.body);
  }
  // Of everything a number is known, or has been asked for often enough with figures that were
  // there, or figures cannot be had.
  bool all() const {
    return synced_ && std::all_of(scopes_.begin(), scopes_.end(), [this](const auto& one) {
             const Open& scope = one.second;
             return scope.sure || scope.tries >= kTries || (failed_ && scope.decided);
           });
  }
  std::vector<evaluation::Story> stories() const { return stories_.stories(); }

 private:
  // The first figures may be those of other pods alone.
  static constexpr int kTries = 2;

  struct Open {
    std::uint64_t scope = 0;
    std::uint64_t arrivals = 0;  // before it was opened
    int tries = 0;               // decisions since figures have arrived
    bool decided = false;
    bool sure = false;  // the newest decision has a number
  };

  void open(const record::ScopeOpened& opened) {
    scopes_[opened.name] = {opened.scope, arrivals_};
    names_[opened.scope] = opened.name;
  }
  void see(const record::Proposed& proposed) {
    const auto name = names_.find(proposed.scope);
    if (name == names_.end()) return;
    Open& scope = scopes_[name->second];
    if (scope.scope != proposed.scope) return;
    scope.decided = true;
    scope.tries += arrivals_ > scope.arrivals ? 1 : 0;
    const auto& reasons = proposed.decision.reasons;
    scope.sure = std::any_of(reasons.begin(), reasons.end(),
                             [](const Reason& reason) { return reason.proposal.has_value(); });
  }
  void see(const EventBody& body) {
    if (std::holds_alternative<SamplesArrived>(body)) {
      ++arrivals_;
      failed_ = false;
    }
    failed_ = failed_ || std::holds_alternative<SourceFailed>(body);
    synced_ = synced_ || std::holds_alternative<InventorySynced>(body);
  }

  evaluation::StoryCollector stories_{newest()};
  std::map<std::string, Open> scopes_;  // the newest of each asset, by its name
  std::map<std::uint64_t, std::string> names_;
  std::uint64_t arrivals_ = 0;  // of figures
  bool failed_ = false;
  bool synced_ = false;
};

class Observation {
 public:
  Observation(const ClusterQuery& query, const ClusterObserver& observer)
      : query_(query),
        observer_(observer),
        client_(loop_, query.access, RandomStream(1, query.access.name, "client")) {}

  Result<ClusterAdvice> run() {
    if (query_.space.empty()) {
      ask();
    } else {
      client_.call({.path = "/api/v1/namespaces/" + io::percentEncoded(query_.space)},
                   [this](kubernetes::ApiResult<std::string> answer) { begin(answer); });
    }
    glance();
    loop_.run();
    if (failure_) return tl::unexpected(std::move(*failure_));
    return advice();
  }

 private:
  // Who may not read the namespace may yet read what is in it.
  void begin(const kubernetes::ApiResult<std::string>& answer) {
    if (answer || answer.error().isForbidden()) return ask();
    Error error = answer.error().error;
    if (answer.error().isNotFound())
      error = {ErrorKind::NotFound, query_.access.name, "has no namespace " + query_.space,
               "kubectl get namespaces lists them"};
    end(std::move(error));
  }

  void ask() {
    kubernetes::askRights(client_, kubernetes::rightsToObserve(query_.space),
                          [this](const auto& missing) { take(missing); });
  }

  // Where the question has no answer, what is not seen is told as it comes.
  void take(const kubernetes::ApiResult<std::vector<kubernetes::Missing>>& missing) {
    std::vector<std::string> rights;
    for (const kubernetes::Missing& one : missing.value_or(std::vector<kubernetes::Missing>{}))
      rights.push_back(one.right.text());
    if (rights.size() == kubernetes::rightsToObserve(query_.space).size()) {
      return end(Error{ErrorKind::Invalid, server(), "gives no right to " + rights.front(),
                       "a role as in docs/kubernetes.md (-n for one namespace)"});
    }
    if (!rights.empty()) observer_.missing(rights);
    observe();
  }

  void observe() {
    auto set = makePolicies(query_.policies, std::nullopt);
    if (!set) return end(std::move(set.error()));
    policies_ = std::move(*set);
    world_.emplace(loop_, client_, RandomStream(1, query_.access.name, "watches"), query_.space);
    LoopConfig config;
    config.policies = policies_.bound;
    config.policyOfCall = policyOfCall;
    agent_.emplace(world_->world(), std::move(config), log_);
    durable_.connect(agent_->inbox(), loop_.timeline(), Duration::zero());
    agent_->start();
  }

  void glance() {
    const Instant now = loop_.timeline().now();
    if (watched_) {
      if (interrupted() || now >= *watched_) return end(std::nullopt);
      if (now >= nextLook_) {
        nextLook_ = now + kLook;
        observer_.looked(advice());
      }
      loop_.timeline().at(now + kGlance, [this] { glance(); });
      return;
    }
    if (interrupted()) return end(Error{ErrorKind::Unavailable, "", "interrupted", ""});
    // Where nothing can be listed it will not get better by waiting.
    const bool done = decided_.all() && world_ && world_->isSettled();
    if (done || now >= Instant(query_.patience) || (world_ && world_->isBlind())) {
      if (auto why = whyNothing()) return end(std::move(why));
      watched_ = now + query_.watch;
      return glance();
    }
    loop_.timeline().at(now + kGlance, [this] { glance(); });
  }

  std::optional<Error> whyNothing() const {
    if (world_ && world_->isComplete() && !world_->isBlind()) return std::nullopt;
    const auto gaps = world_ ? world_->gaps() : std::vector<kubernetes::ClusterWorld::Gap>{};
    const std::string why =
        gaps.empty() ? "gave no answer within " + durationText(query_.patience) : gaps.front().why;
    return Error{ErrorKind::Invalid, server(), why,
                 "a cluster that answers, and rights to list its workloads (-n for one namespace)"};
  }

  std::string server() const { return query_.access.name + " (" + query_.access.server + ')'; }

  void end(std::optional<Error> failure) {
    failure_ = std::move(failure);
    if (agent_) agent_->stop();
    loop_.stop();
  }

  ClusterAdvice advice() const {
    std::map<std::string, evaluation::Story> stories;
    for (evaluation::Story& story : decided_.stories())
      stories.insert_or_assign(story.scope, std::move(story));
    ClusterAdvice advice;
    const kubernetes::ClusterInventory& inventory = world_->inventory();
    for (const auto* component : inventory.components()) {
      const Application* application = inventory.description(component->application);
      if (application == nullptr) continue;
      for (const Component& described : application->components) {
        if (described.workloadRef->kind != component->workload.kind ||
            described.workloadRef->apiVersion != component->workload.apiVersion)
          continue;
        const auto story = stories.find(application->name + '/' + described.name);
        advice.workloads.push_back(adviceOn(*component, inventory.autoscaler(*component), described,
                                            story == stories.end() ? nullptr : &story->second));
      }
    }
    view::sortByWeight(advice.workloads);
    for (const auto& gap : world_->gaps()) advice.unseen.push_back(gap.what + ": " + gap.why);
    return advice;
  }

  // Its conditions, the one that says most first.
  static std::string reasonOf(const kubernetes::Autoscaler& scaler) {
    for (const auto& [type, status] :
         {std::pair{"ScalingActive", "False"}, std::pair{"AbleToScale", "False"},
          std::pair{"ScalingLimited", "True"}, std::pair{"AbleToScale", "True"}}) {
      for (const kubernetes::Condition& condition : scaler.conditions) {
        if (condition.type == type && condition.status == status) return condition.reason;
      }
    }
    return {};
  }

  view::Advice adviceOn(const kubernetes::ClusterInventory::KnownComponent& component,
                        const kubernetes::Autoscaler* scaler, const Component& described,
                        const evaluation::Story* story) const {
    const kubernetes::Workload& workload = component.workload;
    view::Advice advice;
    advice.space = workload.meta.space;
    advice.kind = workload.kind;
    advice.name = workload.meta.name;
    advice.replicas = workload.state.replicas;
    advice.ready = workload.state.readyReplicas;
    advice.podCores = workload.state.podRequests.cpu.asDouble();
    if (scaler != nullptr) {
      advice.autoscaler = {scaler->meta.name, scaler->minReplicas, scaler->maxReplicas,
                           scaler->desiredReplicas, reasonOf(*scaler)};
      advice.policy = described.policies.empty() ? "" : described.policies.front();
    }
    if (scaler == nullptr && !world_->seesAutoscalers()) {
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

  // What the rule asks for once nothing lower or higher stands in its window any more; absent: it
  // does not wait for one.
  static std::optional<std::int32_t> headingFor(const evaluation::Story& story,
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
  static std::string doubtAbout(const evaluation::Story& story) {
    if (!story.failure.empty()) return story.failure;
    for (const GuardNote& note : story.notes) {
      if (note.guardrail == Guardrail::MissingData) return note.detail;
    }
    std::string unread;
    for (const Reason& reason : story.decision.reasons) {
      if (reason.proposal) return {};
      if (unread.empty() && reason.code.starts_with("Failed"))
        unread = view::reasonSentence(reason);
    }
    return unread;
  }

  // That nothing may be done here goes without saying.
  static void judge(evaluation::Story story, const ScalingBounds& bounds, view::Advice& advice) {
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

  static std::string whyNobody(const std::string& policy) {
    const auto call = parsePolicyCall(policy);
    if (!call) return "its rule is not understood: " + call.error().text();
    const auto made = makePolicy(*call, policyList());
    if (!made) return "its rule is not understood: " + faultsIn(made.error()).front().text();
    return "not decided on yet";
  }

  const ClusterQuery& query_;
  const ClusterObserver& observer_;
  io::EventLoop loop_;
  kubernetes::ApiClient client_;
  PolicySet policies_;
  Decided decided_;
  evaluation::DurableRelay durable_;
  ForwardingLog log_{[this](const Record& record) { decided_.see(record); }, std::ref(durable_)};
  std::optional<kubernetes::ClusterWorld> world_;
  std::optional<Agent> agent_;
  std::optional<Instant> watched_;  // until then; absent: there has been no first look
  Instant nextLook_{};
  std::optional<Error> failure_;
};

}  // namespace

Result<ClusterAdvice> observeCluster(const ClusterQuery& query, const ClusterObserver& observer) {
  return Observation(query, observer).run();
}

}  // namespace evenkeel::program
