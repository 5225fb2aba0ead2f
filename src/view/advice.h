// What would be done for the workloads of a cluster, beside what their own autoscalers do.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace evenkeel::view {

struct Advice {
  std::string space;  // namespace
  std::string kind;   // "Deployment"
  std::string name;
  std::int32_t replicas = 0;  // wanted now
  std::int32_t ready = 0;
  double podCores = 0;  // requested by one pod
  struct Autoscaler {
    std::string name;
    std::int32_t minReplicas = 0;
    std::int32_t maxReplicas = 0;
    std::int32_t desired = 0;
    std::string why;  // the reason of the condition that speaks of it most, may be empty
  };
  std::optional<Autoscaler> autoscaler;
  std::string policy;                  // the call; empty: nobody decides
  std::optional<std::int32_t> wanted;  // by our policy, after the guardrails; absent: not known
  std::optional<std::int32_t> later;   // where it waits for its window: what it is heading for
  std::string why;                     // of `wanted`, or why it is not known
  std::string held;                    // what a guardrail changed of it; may be empty
};

// By how many pods, in the end; zero: it stays, or is not known.
std::int32_t changeOf(const Advice& advice);

// Those that would be changed first, the largest change in CPU requested first; then what is not
// known; then the rest, by name.
void sortByWeight(std::vector<Advice>& advice);

// Lines of at most `width` columns, as far as names permit; `wide`: with bounds, policy, guardrail.
std::string adviceTable(std::span<const Advice> advice, bool wide, std::size_t width);
// As `recommend -o json` writes it (docs/kubernetes.md), with what could not be seen.
std::string adviceJson(std::span<const Advice> advice, std::span<const std::string> unseen);

// "3 of 40 workloads would be changed: 2 pods and 0.5 cores more"
std::string adviceSummary(std::span<const Advice> advice);

}  // namespace evenkeel::view
