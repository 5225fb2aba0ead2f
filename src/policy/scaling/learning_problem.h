// Horizontal scaling as a Markov decision process: states, actions and costs of paper 001, §4.
//
// A state is (k, u): replicas, and CPU utilisation in steps of a quantum. An action removes a
// replica, does nothing, or adds one. The cost of a step is
//   performance * [response time > target] + resources * k / kMax + adaptation * cost of the action
// with weights that sum to 1, so that it lies in 0..1.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace evenkeel::learning {

enum class Move : std::uint8_t { In, Hold, Out };
inline constexpr std::size_t kMoves = 3;
constexpr std::int32_t changeOf(Move move) {
  return static_cast<std::int32_t>(move) - 1;
}

struct Weights {
  double performance = 0.90;
  double resources = 0.09;
  double adaptation = 0.01;
};

// What adding a replica costs: one, or one shared by the replicas that there are (the paper says
// "inversely proportional", its authors' code has the constant).
enum class ScaleOutCost : std::uint8_t { Constant, Inverse };

struct State {
  std::int32_t replicas = 1;
  std::int32_t level = 0;  // of utilisation
  friend bool operator==(const State&, const State&) = default;
};

class Problem {
 public:
  // 1 <= minReplicas <= maxReplicas, quantum in (0, 1], scaleInCost in 0..1.
  Problem(std::int32_t minReplicas, std::int32_t maxReplicas, double quantum,
          const Weights& weights, ScaleOutCost scaleOut, double scaleInCost);

  std::size_t states() const { return rows_ * levels_; }
  std::size_t levels() const { return levels_; }
  std::int32_t minReplicas() const { return minReplicas_; }
  std::int32_t maxReplicas() const { return maxReplicas_; }
  // Counts outside the bounds are taken for the nearest inside.
  State state(std::int32_t replicas, double utilization) const;
  std::size_t index(const State& state) const {
    return static_cast<std::size_t>(state.replicas - minReplicas_) * levels_ +
           static_cast<std::size_t>(state.level);
  }
  State at(std::size_t index) const {
    return {minReplicas_ + static_cast<std::int32_t>(index / levels_),
            static_cast<std::int32_t>(index % levels_)};
  }
  bool isPossible(std::int32_t replicas, Move move) const {
    const std::int32_t next = replicas + changeOf(move);
    return next >= minReplicas_ && next <= maxReplicas_;
  }

  // Of a move from so many replicas: resources and adaptation.
  double knownCost(std::int32_t replicas, Move move) const;
  double penalty(bool violated) const { return violated ? weights_.performance : 0; }

 private:
  std::int32_t minReplicas_;
  std::int32_t maxReplicas_;
  double quantum_;
  std::size_t levels_;
  std::size_t rows_;
  Weights weights_;
  ScaleOutCost scaleOut_;
  double scaleInCost_;
};

// By move, for each state.
using Costs = std::array<double, kMoves>;

// The cheapest of the moves that are possible; of equal ones that which changes nothing, then in.
Move cheapest(const Problem& problem, std::int32_t replicas, const Costs& costs);

}  // namespace evenkeel::learning
