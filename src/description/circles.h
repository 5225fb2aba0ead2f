// Circles in a graph.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace evenkeel {

struct Edge {
  std::size_t from;
  std::size_t to;
};

// Which edges to take out so that no circle is left: those that lead back when the graph is walked
// depth first, nodes and edges in order. Ends of edges are below `nodes`.
std::vector<bool> edgesThatCloseCircles(std::size_t nodes, const std::vector<Edge>& edges);

}  // namespace evenkeel
