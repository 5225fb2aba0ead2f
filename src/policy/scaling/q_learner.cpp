#include "policy/scaling/q_learner.h"

namespace evenkeel::learning {

void learn(QTable& table, const Problem& problem, const QRules& rules, const State& from, Move move,
           double cost, const State& to) {
  const Costs& next = table[problem.index(to)];
  const double least = next[static_cast<std::size_t>(cheapest(problem, to.replicas, next))];
  double& value = table[problem.index(from)][static_cast<std::size_t>(move)];
  value += rules.learningRate * (cost + rules.discount * least - value);
}

Move choose(const QTable& table, const Problem& problem, const QRules& rules, const State& in,
            RandomStream& random) {
  if (!random.bernoulli(rules.epsilon))
    return cheapest(problem, in.replicas, table[problem.index(in)]);
  std::vector<Move> possible;
  for (const Move move : {Move::In, Move::Hold, Move::Out}) {
    if (problem.isPossible(in.replicas, move)) possible.push_back(move);
  }
  return possible[random.below(possible.size())];
}

}  // namespace evenkeel::learning
