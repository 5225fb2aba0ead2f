// What would be done for the workloads of a cluster, beside what their own autoscalers do.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/infrastructure.h"

namespace evenkeel::view {

// What one pod asks for, or one container; or by how much that is more.
struct PodSize {
  double cores = 0;
  double bytes = 0;
};

struct Advice {
  std::string space;  // namespace
  std::string kind;   // "Deployment"
  std::string name;
  std::map<std::string, std::string> labels;
  std::int32_t replicas = 0;  // wanted now
  std::int32_t ready = 0;
  double podCores = 0;  // requested by one pod
  double podBytes = 0;
  struct Autoscaler {
    std::string name;
    std::int32_t minReplicas = 0;
    std::int32_t maxReplicas = 0;
    std::int32_t desired = 0;
    std::string why;         // the reason of the condition that speaks of it most, may be empty
    std::string owner = {};  // that made it: "ScaledObject web"; may be empty
  };
  std::optional<Autoscaler> autoscaler;
  struct VerticalAutoscaler {
    std::string name;
    std::string mode;  // "Auto", "Off"
    struct Container {
      std::string name;
      PodSize lower, target, upper;
    };
    std::vector<Container> containers;  // empty: it recommends nothing
    std::string why;                    // not; may be empty
    PodSize target() const;             // of a pod
  };
  std::optional<VerticalAutoscaler> vertical;
  std::string policy;                   // the call; empty: nobody decides
  std::optional<std::int32_t> wanted;   // by our policy, after the guardrails; absent: not known
  std::optional<std::int32_t> later;    // where it waits for its window: what it is heading for
  std::optional<std::int32_t> fitting;  // pods that there is room for, where that is less
  std::string why;                      // of `wanted`, or why it is not known
  std::string held;                     // what a guardrail changed of it; may be empty
  struct Sizing {
    std::optional<PodSize> pod;  // absent: not known
    double known = 0;            // s of history that it is made of
    double enough = 0;           // s of it that it takes to be sure
    bool isSure() const { return pod && known >= enough; }
  };
  std::optional<Sizing> sizing;  // by our rule for sizes; absent: nobody asks for it
  struct Figures {
    std::int32_t pods = 0;  // that have any; zero: they are of the workload as a whole
    double lasting = 0;     // s for which there have been such
  };
  std::optional<Figures> figures;  // that it is decided on; absent: there are none
  std::vector<std::string> notes;  // what else is to be known of it
};

// "deployment/web"
std::string workloadName(const Advice& advice);
// By how many pods, in the end; zero: it stays, or is not known.
std::int32_t changeOf(const Advice& advice);
// By how much the requests of all its pods, in the end; of sizes only what is sure.
PodSize requestsChange(const Advice& advice);
double costChange(const Advice& advice, const Prices& prices);  // an hour
// In number, or (where that is sure) by a tenth of its size or more.
bool isChanged(const Advice& advice);
// Without what time alone changes: the same advice is the same text, however much later.
Advice timeless(Advice advice);

// Those that would be changed first, the largest change in what is requested first, in money
// (without prices a core counts as much as 8 GiB); then what is not known; then the rest, by name.
void sortByWeight(std::vector<Advice>& advice, const std::optional<Prices>& prices = std::nullopt);

// Lines of at most `width` columns, as far as names permit; `wide`: with bounds, policy, figures,
// guardrail, sizes.
std::string adviceTable(std::span<const Advice> advice, bool wide, std::size_t width,
                        const std::optional<Prices>& prices = std::nullopt);
// As `recommend -o json` and `-o yaml` write it (docs/kubernetes.md), with what could not be seen.
std::string adviceJson(std::span<const Advice> advice, std::span<const std::string> unseen,
                       const std::optional<Prices>& prices = std::nullopt);
std::string adviceYaml(std::span<const Advice> advice, std::span<const std::string> unseen,
                       const std::optional<Prices>& prices = std::nullopt);

// "3 of 40 workloads would be changed: 2 pods and 0.5 cores more"
std::string adviceSummary(std::span<const Advice> advice,
                          const std::optional<Prices>& prices = std::nullopt);

}  // namespace evenkeel::view
