// Objects of kinds that nobody watches, but that an autoscaler scales: their /scale, asked for
// again and again, as the HorizontalPodAutoscaler does.
//
// What would not be one part of a path is refused: an autoscaler's apiVersion is whatever its
// author wrote. On the thread of the loop; handlers do not call it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/timeline.h"
#include "kubernetes/api_client.h"
#include "kubernetes/resource_names.h"
#include "kubernetes/watch_cache.h"
#include "kubernetes/workload.h"

namespace evenkeel::kubernetes {

class ScaleTargets {
 public:
  // Timeline and client outlive it; of the handler `changed` and `gone` are called. `interval`:
  // from an answer to the next question.
  ScaleTargets(Timeline& timeline, ApiClient& client, ResourceNames& names,
               WatchHandler<Workload> handler, Duration interval = 15s);
  ~ScaleTargets();
  ScaleTargets(const ScaleTargets&) = delete;
  ScaleTargets& operator=(const ScaleTargets&) = delete;

  // What the autoscaler of that uid scales, instead of what it did.
  void follow(const std::string& scaler, const ScaleTarget& target);
  void leave(const std::string& scaler);

  // Every one has been answered for, be it with a failure.
  bool isSettled() const;
  // The number of one is not known at the moment.
  bool isLost(const ScaleTarget& target) const;
  // Why not, of each of those.
  std::map<ScaleTarget, std::string> failures() const;

 private:
  struct Followed {
    std::string last;  // uid of what was told; empty: nothing is there
    bool answered = false;
    std::string failure;
    TimerId asking;
    std::optional<ResourceNames::Question> finding;
    std::optional<CallId> call;
  };

  void ask(const ScaleTarget& target);
  void take(const ScaleTarget& target, const ResourceNames::Answer& resource);
  void take(const ScaleTarget& target, const ApiResult<std::string>& answer);
  void fail(const ScaleTarget& target, std::string why);
  void askLater(const ScaleTarget& target, Followed& followed);
  void drop(const ScaleTarget& target);

  Timeline& timeline_;
  ApiClient& client_;
  WatchHandler<Workload> handler_;
  Duration interval_;
  std::map<std::string, ScaleTarget> targets_;  // by uid of the autoscaler
  std::map<ScaleTarget, Followed> followed_;
  ResourceNames& names_;
};

}  // namespace evenkeel::kubernetes
