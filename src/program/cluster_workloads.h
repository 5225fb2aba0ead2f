// The workloads of a cluster as they are now, looked at once, without a loop that decides on them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/event_loop.h"
#include "kubernetes/access.h"
#include "telemetry/known_workload.h"

namespace evenkeel::program {

struct ClusterWorkloads {
  std::vector<telemetry::KnownWorkload> workloads;
  telemetry::WorkloadOfPod owners;  // by the names of pods, so that those which are gone count too
  std::vector<std::string> unseen;  // sentences
};

// `done` is called once, on the loop, within `patience`. Reads alone. Invalid where nothing can be
// listed. While what is returned lives.
std::shared_ptr<void> askWorkloads(io::EventLoop& loop, const kubernetes::ClusterAccess& access,
                                   const std::string& space, Duration patience,
                                   std::function<void(Result<ClusterWorkloads>)> done);

}  // namespace evenkeel::program
