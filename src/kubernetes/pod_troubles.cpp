#include "kubernetes/pod_troubles.h"

#include <algorithm>

namespace evenkeel::kubernetes {
namespace {

constexpr std::size_t kLongest = 120;  // bytes of what the scheduler says

std::string countOf(std::ptrdiff_t pods) {
  return std::to_string(pods) + (pods == 1 ? " pod" : " pods");
}

// Its first sentence: what follows is about preemption.
std::string saidBy(const Pod& pod) {
  const std::string_view message = std::string_view(pod.noPlace).substr(0, kLongest);
  return std::string(message.substr(0, std::min(message.find(". "), message.size())));
}

bool wasKilledForMemory(const Pod* pod) {
  const auto& containers = pod->state.containers;
  return std::any_of(containers.begin(), containers.end(),
                     [](const ContainerState& container) { return container.lastKilledForMemory; });
}

}  // namespace

std::string troublesOf(std::span<const Pod* const> pods) {
  const auto findsNoPlace = [](const Pod* pod) { return pod->state.unschedulable; };
  std::string text;
  const auto first = std::find_if(pods.begin(), pods.end(), findsNoPlace);
  if (first != pods.end()) {
    const auto count = std::count_if(pods.begin(), pods.end(), findsNoPlace);
    text =
        countOf(count) + (count == 1 ? " finds" : " find") + " no place (" + saidBy(**first) + ')';
  }
  const auto killed = std::count_if(pods.begin(), pods.end(), wasKilledForMemory);
  if (killed == 0) return text;
  if (!text.empty()) text += "; ";
  return text + countOf(killed) + (killed == 1 ? " was" : " were") + " killed for memory";
}

}  // namespace evenkeel::kubernetes
