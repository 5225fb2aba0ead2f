#include "simulation/placement.h"

#include "model/placement.h"

namespace evenkeel::simulation {
namespace {

double share(Quantity part, Quantity whole) {
  return whole.milli > 0 ? static_cast<double>(part.milli) / static_cast<double>(whole.milli) : 0;
}

bool fits(const Pod& pod, const Host& host) {
  const Resources after = host.requested + pod.requests;
  return host.up && after.cpu <= host.spec->allocatable.cpu &&
         after.memory <= host.spec->allocatable.memory;
}

}  // namespace

std::uint32_t chooseHost(const State& state, const Pod& pod) {
  const Placement& placement = state.services[pod.service].spec->placement;
  std::uint32_t best = kNone;
  double bestRoom = -1;
  for (std::uint32_t h = 0; h < state.hosts.size(); ++h) {
    const Host& host = state.hosts[h];
    if (pod.onlyHost != kNone && pod.onlyHost != h) continue;
    if (!fits(pod, host) || !allows(placement, *host.spec)) continue;
    const Resources free = host.spec->allocatable - (host.requested + pod.requests);
    const double room = share(free.cpu, host.spec->allocatable.cpu) +
                        share(free.memory, host.spec->allocatable.memory);
    if (room > bestRoom) {
      best = h;
      bestRoom = room;
    }
  }
  return best;
}

}  // namespace evenkeel::simulation
