#include "program/cluster_loop.h"

#include <algorithm>
#include <utility>

namespace evenkeel::program {
namespace {

LoopConfig configOf(const PolicySet& policies, const ClusterScope& scope) {
  LoopConfig config;
  config.policies = policies.bound;
  config.policyOfCall = policyOfCall;
  config.textOfApplication = scope.textOfApplication;
  return config;
}

std::vector<std::string> textsOf(const std::vector<PolicyCall>& calls) {
  std::vector<std::string> texts;
  for (const PolicyCall& call : calls) texts.push_back(call.text);
  return texts;
}

bool readsRequests(const Policy& policy) {
  const auto& needs = policy.needs().metrics;
  return std::any_of(needs.begin(), needs.end(), [](const MetricNeed& need) {
    return need.of == MetricOf::Component && telemetry::PodScraper::serves(need.metric);
  });
}

}  // namespace

ClusterLoop::ClusterLoop(io::EventLoop& loop, kubernetes::ApiClient& client,
                         const ClusterScope& scope, PolicySet policies, DecisionLog& log)
    : policies_(std::move(policies)),
      world_(loop, client, RandomStream(1, scope.name, "watches"), scope.space,
             textsOf(scope.policies), scope.guardrails),
      agent_(worldWithScraper(loop, scope.scrape), configOf(policies_, scope), log) {}

Result<std::unique_ptr<ClusterLoop>> ClusterLoop::make(io::EventLoop& loop,
                                                       kubernetes::ApiClient& client,
                                                       const ClusterScope& scope,
                                                       DecisionLog& log) {
  auto policies = makePolicies(scope.policies, std::nullopt);
  if (!policies) return tl::unexpected(std::move(policies.error()));
  return std::unique_ptr<ClusterLoop>(
      new ClusterLoop(loop, client, scope, std::move(*policies), log));
}

World ClusterLoop::worldWithScraper(io::EventLoop& loop, Duration interval) {
  World world = world_.world();
  if (interval > Duration::zero()) {
    scraper_.emplace(loop, world_.inventory(), interval,
                     [this](AssetId component) { return needsRequests(component); });
    world.sources.push_back(&*scraper_);
  }
  return world;
}

// By who decides on it: policies of its own, else those for all that have none.
bool ClusterLoop::needsRequests(AssetId id) const {
  const auto* component = world_.inventory().component(id);
  const Component* described = world_.inventory().described(*component);
  if (described == nullptr || described->policies.empty()) {
    return std::any_of(policies_.bound.begin(), policies_.bound.end(),
                       [](const BoundPolicy& bound) { return readsRequests(*bound.policy); });
  }
  return std::any_of(described->policies.begin(), described->policies.end(),
                     [](const std::string& call) {
                       const auto policy = policyOfCall(call);
                       return policy != nullptr && readsRequests(*policy);
                     });
}

ClusterAdvice ClusterLoop::advice(const DecidedScopes& decided) const {
  const auto lackOf = [this](AssetId component) {
    return scraper_ ? scraper_->lack(component) : std::string();
  };
  ClusterAdvice advice =
      adviceOf(world_, decided, lackOf,
               policies_.bound.empty() ? std::string() : policies_.bound.front().label);
  if (const std::string why = scraper_ ? scraper_->blindness() : std::string(); !why.empty())
    advice.unseen.push_back("pods' own metrics: " + why);
  return advice;
}

void ClusterLoop::start(const std::optional<Recovered>& earlier) {
  if (earlier) agent_.resume(*earlier);
  agent_.start();
}

}  // namespace evenkeel::program
