// Q-learning over the scaling problem: learns from what it does, without a model.
//
//   Q(s, a) <- (1 - alpha) Q(s, a) + alpha (c + gamma min Q(s', a'))
// Source: paper 001, §4 and §5 (costs, so that the least is best; epsilon-greedy).
#pragma once

#include <vector>

#include "base/random.h"
#include "policy/scaling/learning_problem.h"

namespace evenkeel::learning {

struct QRules {
  double learningRate = 0.1;  // 0..1
  double discount = 0.99;     // 0..1, 1 excluded
  double epsilon = 0.1;       // share of decisions taken at random
};

using QTable = std::vector<Costs>;  // by index of the state

void learn(QTable& table, const Problem& problem, const QRules& rules, const State& from, Move move,
           double cost, const State& to);
Move choose(const QTable& table, const Problem& problem, const QRules& rules, const State& in,
            RandomStream& random);

}  // namespace evenkeel::learning
