// The loop on a cluster that is only observed: its world, its policies and the agent in it. Pods'
// own metrics are read for components that a policy with a need of them decides on.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/agent.h"
#include "base/result.h"
#include "io/event_loop.h"
#include "kubernetes/api_client.h"
#include "kubernetes/cluster_world.h"
#include "model/policy_call.h"
#include "program/cluster_advice.h"
#include "program/policy_set.h"
#include "telemetry/pod_scraper.h"

namespace evenkeel::program {

struct ClusterScope {
  std::string name;                  // of the access
  std::string space;                 // one namespace; empty: all
  std::vector<PolicyCall> policies;  // for workloads that no autoscaler scales
  Duration scrape{};                 // between readings of pods' own metrics; zero: none
  GuardrailProfile guardrails = GuardrailProfile::Standard;
  // For a log that is read again; null: nothing of it is kept.
  TextOfApplication textOfApplication = nullptr;
};

class ClusterLoop {
 public:
  // Loop, client and log outlive it. Errors are those of makePolicies().
  static Result<std::unique_ptr<ClusterLoop>> make(io::EventLoop& loop,
                                                   kubernetes::ApiClient& client,
                                                   const ClusterScope& scope, DecisionLog& log);
  // Goes on where an earlier life in the same log stopped.
  void start(const std::optional<Recovered>& earlier);
  void stop() { agent_.stop(); }

  const kubernetes::ClusterWorld& world() const { return world_; }
  EventSink& inbox() { return agent_.inbox(); }
  ClusterAdvice advice(const DecidedScopes& decided) const;

 private:
  ClusterLoop(io::EventLoop& loop, kubernetes::ApiClient& client, const ClusterScope& scope,
              PolicySet policies, DecisionLog& log);
  // `interval`: of the scraper; zero: there is none.
  World worldWithScraper(io::EventLoop& loop, Duration interval);
  bool needsRequests(AssetId component) const;

  PolicySet policies_;
  kubernetes::ClusterWorld world_;
  std::optional<telemetry::PodScraper> scraper_;
  Agent agent_;
};

}  // namespace evenkeel::program
