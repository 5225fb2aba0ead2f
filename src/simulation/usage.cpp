#include "simulation/usage.h"

namespace evenkeel::simulation {

CpuUsed cpuUsed(State& state, Flow& flow) {
  CpuUsed used;
  used.services.reserve(state.services.size());
  used.hosts.reserve(state.hosts.size());
  for (const Host& host : state.hosts) used.hosts.push_back(host.goneBusy);
  for (const Service& service : state.services) {
    double sum = service.goneBusy;
    for (const std::uint32_t pod : service.pods) {
      const std::uint32_t host = state.pods[pod].host;
      if (host == kNone) continue;
      const double busy = flow.busy(pod);
      sum += busy;
      used.hosts[host] += busy;
    }
    used.services.push_back(sum);
  }
  return used;
}

}  // namespace evenkeel::simulation
