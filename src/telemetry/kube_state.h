// Workloads as kube-state-metrics tells a Prometheus: replicas, requests, autoscalers, whose pods
// are whose.
//
// Deployments and StatefulSets. Series of version 1 are read as well as those of version 2, and
// labels with "exported_" before them where the scraper had labels of its own of that name.
// Autoscalers have no behavior there.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "telemetry/known_workload.h"
#include "telemetry/sampled_series.h"

namespace evenkeel::telemetry {

class KubeState {
 public:
  // Of one namespace; empty: of all.
  explicit KubeState(std::string space) : only_(std::move(space)) {}

  // What to ask, at one moment: with the pods that have been there in the last `history`.
  static std::vector<std::string> questions(Duration history);

  // Of an answer to any of them, in any order.
  void take(const SampledSeries& series);
  // Once all is there.
  std::vector<KnownWorkload> workloads() const;
  std::size_t size() const;  // of what is held: names
  // For workloads(), in their order; of a copy of what is known.
  WorkloadOfPod owners() const;

 private:
  using Name = std::pair<std::string, std::string>;  // namespace and name
  struct Owner {
    std::string kind;
    std::string name;
  };
  struct Requests {  // by container
    std::map<std::string, double> cpu;
    std::map<std::string, double> memory;
    std::map<std::string, double> cpuLimit;
  };
  struct Scaler {
    std::string kind;  // of its target
    std::string name;
    KnownWorkload::Scaler told;
    std::map<std::string, double> utilization;  // percent of the request, by resource
    std::string other;                          // a target of another kind
  };
  using Position = std::map<std::pair<std::string, Name>, std::size_t>;  // by kind

  void takeResources(const SampledSeries& series, const Name& pod);
  void takeScaler(const SampledSeries& series, const std::string& space);
  Position positions() const;
  std::optional<Owner> ownerOf(const Name& pod) const;
  static KnownWorkload::Scaler told(const Scaler& scaler);

  std::string only_;
  std::map<Name, std::int32_t> deployments_;  // replicas
  std::map<Name, std::int32_t> statefulSets_;
  std::map<Name, Owner> pods_;
  std::map<Name, Owner> replicaSets_;
  std::map<Name, Requests> requests_;  // of pods
  std::map<Name, Scaler> scalers_;
};

}  // namespace evenkeel::telemetry
