// What a history says of the workloads of a cluster: what they had, what they used, which sizes and
// how many pods would have done. All of it is an estimate.
//
// A change is what would be asked for less what was asked for: below zero is saved. Units: cores,
// bytes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/infrastructure.h"

namespace evenkeel::view {

struct HistoryAdvice {
  std::string space;  // namespace
  std::string kind;   // "Deployment"
  std::string name;
  std::int32_t replicas = 0;            // wanted now
  std::optional<double> cpuRequest;     // of one pod; absent: none, or not known
  std::optional<double> memoryRequest;  // likewise
  struct Autoscaler {
    std::int32_t minReplicas = 0;
    std::int32_t maxReplicas = 0;
    std::optional<std::int32_t> desired;
  };
  std::optional<Autoscaler> autoscaler;

  // Of the history; all absent where there is none.
  std::optional<WallTime> since;
  double completeness = 0;  // of the time since then, 0..1
  double meanPods = 0;      // that have run
  std::int32_t mostPods = 0;
  double meanCores = 0;  // used by all of them
  double mostCores = 0;

  struct Size {
    double lower = 0;
    double target = 0;
    double upper = 0;
  };
  std::optional<Size> cpu;     // of one pod, by the rule of a VerticalPodAutoscaler
  std::optional<Size> memory;  // likewise
  struct Container {
    std::optional<Size> cpu;
    std::optional<Size> memory;
  };
  std::map<std::string, Container> containers;

  std::string policy;  // the call; empty: nobody decides
  struct Replicas {    // that it would have asked for
    std::int32_t p50 = 0;
    std::int32_t p95 = 0;
    std::int32_t most = 0;
    double mean = 0;
    double podHours = 0;
    std::int64_t changes = 0;
  };
  std::optional<Replicas> asked;
  std::string why;  // it is not known; empty: it is

  // Played through the twin, present policy first.
  struct Twin {
    std::string policy;
    double podHours = 0;
    double coreHours = 0;
    double gibHours = 0;
    double slowWindows = 0;  // percent
    double badRequests = 0;  // percent
    std::int64_t changes = 0;
  };
  std::vector<Twin> twin;
};

struct HistoryFrame {
  WallTime from{};
  WallTime until{};
  Duration step{};
  std::string source;              // who tells of the workloads: "kube-state-metrics"
  std::optional<Prices> prices;    // absent: no money
  std::vector<std::string> notes;  // sentences without a full stop: what is not known
};

// Of resources asked for, on average.
struct HistoryChange {
  double cores = 0;
  double gib = 0;
  double pods = 0;
};
// By the sizes alone, with as many pods as there were; by the number of pods alone, with the sizes
// as they are. Zero where it is not known.
HistoryChange changeBySize(const HistoryAdvice& advice);
HistoryChange changeByReplicas(const HistoryAdvice& advice);

// The largest change first, in money; without prices a core counts as much as 8 GiB. What is not
// known comes last, by name.
void sortByWeight(std::vector<HistoryAdvice>& advice, const HistoryFrame& frame);

// Lines of at most `width` columns, as far as names permit.
std::string historyTable(std::span<const HistoryAdvice> advice, const HistoryFrame& frame,
                         bool wide, std::size_t width);
// What is said below it.
std::string historySummary(std::span<const HistoryAdvice> advice, const HistoryFrame& frame,
                           std::size_t width);
// As `recommend --prometheus -o json` writes it (docs/history.md).
std::string historyJson(std::span<const HistoryAdvice> advice, const HistoryFrame& frame);

}  // namespace evenkeel::view
