// Model-based learning of the scaling problem: estimates how the system goes on, and solves for the
// cheapest move by sweeps of the Bellman equation (paper 001, Eq. 1):
//   Q(s, a) = sum over s' of p(s' | s, a) (c(s, a, s') + gamma min Q(s', a'))
//
// Two models. Split, as the paper's authors' simulator has it: utilisation goes from level to level
// by counts whatever is done, resources and adaptation are known, and only the penalty of a state
// is learned, spread to all states that must be worse or better. Literal, as Eq. 1 reads: p and c
// are counted and averaged for each state and move alone. Before anything is known a level is taken
// to stay, and a penalty to be nil.
#pragma once

#include <cstdint>
#include <vector>

#include "policy/scaling/learning_problem.h"
#include "policy/scaling/q_learner.h"

namespace evenkeel::learning {

struct ModelRules {
  double learningRate = 0.1;  // of the penalties
  double discount = 0.99;
  std::int32_t sweeps = 2;  // of the Bellman equation a step
};

struct SplitModel {
  explicit SplitModel(const Problem& problem);

  std::vector<std::uint32_t> transitions;  // [from level][to level]
  std::vector<double> penalties;           // by state that was come to
  QTable table;
};
void learn(SplitModel& model, const Problem& problem, const ModelRules& rules, const State& from,
           const State& to, double penalty);

struct LiteralModel {
  explicit LiteralModel(const Problem& problem);

  std::vector<std::uint32_t> visits;  // [state][move][to level]
  std::vector<double> costs;          // likewise: mean of what was paid
  QTable table;
};
void learn(LiteralModel& model, const Problem& problem, const ModelRules& rules, const State& from,
           Move move, const State& to, double cost);

}  // namespace evenkeel::learning
