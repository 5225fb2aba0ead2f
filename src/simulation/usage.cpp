#include "simulation/usage.h"

namespace evenkeel::simulation {

double serviceBusy(State& state, Flow& flow, std::uint32_t service) {
  double sum = state.services[service].goneBusy;
  for (const std::uint32_t pod : state.services[service].pods) {
    if (state.pods[pod].host != kNone) sum += flow.busy(pod);
  }
  return sum;
}

std::vector<double> hostsBusy(State& state, Flow& flow) {
  std::vector<double> busy;
  for (const Host& host : state.hosts) busy.push_back(host.goneBusy);
  for (const Service& service : state.services) {
    for (const std::uint32_t pod : service.pods) {
      if (state.pods[pod].host != kNone) busy[state.pods[pod].host] += flow.busy(pod);
    }
  }
  return busy;
}

}  // namespace evenkeel::simulation
