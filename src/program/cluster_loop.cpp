#include "program/cluster_loop.h"

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

}  // namespace

ClusterLoop::ClusterLoop(io::EventLoop& loop, kubernetes::ApiClient& client,
                         const ClusterScope& scope, PolicySet policies, DecisionLog& log)
    : policies_(std::move(policies)),
      world_(loop, client, RandomStream(1, scope.name, "watches"), scope.space, scope.guardrails),
      agent_(world_.world(), configOf(policies_, scope), log) {}

Result<std::unique_ptr<ClusterLoop>> ClusterLoop::make(io::EventLoop& loop,
                                                       kubernetes::ApiClient& client,
                                                       const ClusterScope& scope,
                                                       DecisionLog& log) {
  auto policies = makePolicies(scope.policies, std::nullopt);
  if (!policies) return tl::unexpected(std::move(policies.error()));
  return std::unique_ptr<ClusterLoop>(
      new ClusterLoop(loop, client, scope, std::move(*policies), log));
}

void ClusterLoop::start(const std::optional<Recovered>& earlier) {
  if (earlier) agent_.resume(*earlier);
  agent_.start();
}

}  // namespace evenkeel::program
