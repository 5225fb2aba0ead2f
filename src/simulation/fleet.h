// Pods on nodes: asked for, placed, started, resized, stopped, killed, restarted, replaced.
//
// Every component keeps as many pods as it is wanted to have. A pod that fits no node waits. A dead
// container is started again on its node, at once the first time, then after 10 s doubling up to
// 300 s.
//
// With a node its pods stop at once and get no requests any more, but they stay on the books until
// somebody says that they are to be replaced, as in Kubernetes; where the node is back before, they
// start there again. That they are not ready is seen at once: the time that Kubernetes takes to see
// it (40 s) is left out.
#pragma once

#include "simulation/fleet_watcher.h"
#include "simulation/flow.h"

namespace evenkeel::simulation {

class Fleet {
 public:
  Fleet(State& state, Flow& flow, FleetWatcher& watcher)
      : state_(state), flow_(flow), watcher_(watcher) {}

  // The pods that run at the start, ready at once where there is room.
  void begin();
  void onPodLife(std::uint32_t pod);

  void scale(std::uint32_t service, std::int32_t replicas);
  // New requests of every pod, limits in the same proportion, in place. The number of pods for
  // which there was no room and that stay as they are.
  std::int32_t resize(std::uint32_t service, const Resources& requests);
  void enable(std::uint32_t service, bool enabled);
  // From now on on that node alone: a replacement is started for every pod elsewhere, which is
  // stopped once it is ready.
  void move(std::uint32_t service, std::uint32_t host);

  // Ends a pod at once and replaces it if it is wanted still.
  void end(std::uint32_t pod);
  void hostDown(std::uint32_t host);
  // What was on a host that is down is given up.
  void replaceLost(std::uint32_t host);
  void hostUp(std::uint32_t host);

 private:
  std::uint32_t ask(std::uint32_t service);
  bool bind(std::uint32_t pod);
  void bindPending();
  void pull(std::uint32_t pod);
  void start(std::uint32_t pod);
  void enter(std::uint32_t pod, PodStage stage, double seconds);
  void ready(std::uint32_t pod);
  void killForMemory(std::uint32_t pod);
  void lose(std::uint32_t pod);
  void drain(std::uint32_t pod);
  void remove(std::uint32_t pod);
  void reconcile(std::uint32_t service);
  void burnStartUp(Pod& pod);
  void account(const Pod& pod, double sign);
  void limitMemory(Pod& pod);
  std::vector<std::uint32_t> podsOn(std::uint32_t host) const;
  bool settled(const Service& service, const Pod& pod) const;

  State& state_;
  Flow& flow_;
  FleetWatcher& watcher_;
  std::uint64_t lastNumber_ = 0;
  std::vector<std::uint32_t> pending_;
};

}  // namespace evenkeel::simulation
