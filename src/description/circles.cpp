#include "description/circles.h"

#include <cstdint>

namespace evenkeel {

std::vector<bool> edgesThatCloseCircles(std::size_t nodes, const std::vector<Edge>& edges) {
  enum class Mark : std::uint8_t { New, Open, Done };
  std::vector<std::vector<std::size_t>> leaving(nodes);
  for (std::size_t i = 0; i < edges.size(); ++i) leaving[edges[i].from].push_back(i);
  std::vector<Mark> marks(nodes, Mark::New);
  std::vector<bool> closing(edges.size(), false);
  struct Step {
    std::size_t node;
    std::size_t next = 0;
  };
  for (std::size_t start = 0; start < nodes; ++start) {
    if (marks[start] != Mark::New) continue;
    std::vector<Step> path{{start}};
    marks[start] = Mark::Open;
    while (!path.empty()) {
      Step& step = path.back();
      if (step.next == leaving[step.node].size()) {
        marks[step.node] = Mark::Done;
        path.pop_back();
        continue;
      }
      const std::size_t edge = leaving[step.node][step.next++];
      const std::size_t to = edges[edge].to;
      closing[edge] = marks[to] == Mark::Open;
      if (marks[to] != Mark::New) continue;
      marks[to] = Mark::Open;
      path.push_back({to});
    }
  }
  return closing;
}

}  // namespace evenkeel
