#include "simulation/flow.h"

#include <algorithm>

namespace evenkeel::simulation {

void Flow::admit(std::uint32_t index) {
  Pod& pod = state_.pods[index];
  Service& service = state_.services[pod.service];
  pod.stage = PodStage::Ready;
  service.ready.push_back(index);
  service.readyPods.add(state_.queue.now(), 1);
}

bool Flow::withdraw(std::uint32_t index) {
  Service& service = state_.services[state_.pods[index].service];
  const auto found = std::find(service.ready.begin(), service.ready.end(), index);
  if (found == service.ready.end()) return false;
  service.ready.erase(found);
  service.readyPods.add(state_.queue.now(), -1);
  return true;
}

double Flow::startUp(const Pod& pod) const {
  if (pod.stage != PodStage::Starting) return 0;
  return pod.cores * static_cast<double>(state_.queue.now() - pod.stageBegan);
}

}  // namespace evenkeel::simulation
