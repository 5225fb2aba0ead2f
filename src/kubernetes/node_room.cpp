#include "kubernetes/node_room.h"

#include <algorithm>

#include "kubernetes/pod_resources.h"

namespace evenkeel::kubernetes {
namespace {

constexpr std::int64_t kMostPods = 1'000'000;  // on a node, whatever it says

}  // namespace

std::vector<NodeRoom> roomOn(const std::map<std::string, NodeObject>& nodes,
                             std::span<const Pod* const> pods) {
  std::map<std::string_view, NodeRoom> rooms;
  for (const auto& [name, node] : nodes) {
    if (node.state.ready && node.schedulable) rooms[name] = {node.state.allocatable, node.mostPods};
  }
  for (const Pod* pod : pods) {
    const bool isOver =
        pod->state.phase == PodPhase::Succeeded || pod->state.phase == PodPhase::Failed;
    const auto room = rooms.find(pod->node);
    if (isOver || room == rooms.end()) continue;
    room->second.free = room->second.free - requestsOf(pod->state);
    --room->second.pods;
  }
  std::vector<NodeRoom> all;
  all.reserve(rooms.size());
  for (const auto& [name, room] : rooms) all.push_back(room);
  return all;
}

std::int64_t fittingPods(std::span<const NodeRoom> rooms, const Resources& pod) {
  std::int64_t sum = 0;
  for (const NodeRoom& room : rooms) {
    std::int64_t fitting = room.pods;
    if (pod.cpu.milli > 0) fitting = std::min(fitting, room.free.cpu.milli / pod.cpu.milli);
    if (pod.memory.milli > 0)
      fitting = std::min(fitting, room.free.memory.milli / pod.memory.milli);
    sum += std::clamp<std::int64_t>(fitting, 0, kMostPods);
  }
  return sum;
}

}  // namespace evenkeel::kubernetes
