#include "policy/scaling/model_learner.h"

#include <algorithm>

namespace evenkeel::learning {
namespace {

constexpr std::array<Move, kMoves> kAllMoves{Move::In, Move::Hold, Move::Out};

double leastOf(const QTable& table, const Problem& problem, const State& state) {
  const Costs& costs = table[problem.index(state)];
  return costs[static_cast<std::size_t>(cheapest(problem, state.replicas, costs))];
}

// One sweep over all states and moves; `expected(state, move)` is the right side of the equation.
template <class Expected>
void sweep(QTable& table, const Problem& problem, Expected expected) {
  for (std::size_t s = 0; s < problem.states(); ++s) {
    const State state = problem.at(s);
    for (const Move move : kAllMoves) {
      if (problem.isPossible(state.replicas, move))
        table[s][static_cast<std::size_t>(move)] = expected(state, move);
    }
  }
}

// What is worse with fewer replicas and more load is at least as bad, and the other way round.
void spread(std::vector<double>& penalties, const Problem& problem, const State& at, double before,
            double after) {
  for (std::size_t s = 0; s < problem.states(); ++s) {
    const State other = problem.at(s);
    if (after > before && other.replicas <= at.replicas && other.level >= at.level)
      penalties[s] = std::max(penalties[s], after);
    if (after < before && other.replicas >= at.replicas && other.level <= at.level)
      penalties[s] = std::min(penalties[s], after);
  }
}

}  // namespace

SplitModel::SplitModel(const Problem& problem)
    : transitions(problem.levels() * problem.levels()),
      penalties(problem.states()),
      table(problem.states()) {}

void learn(SplitModel& model, const Problem& problem, const ModelRules& rules, const State& from,
           const State& to, double penalty) {
  const std::size_t levels = problem.levels();
  ++model.transitions[static_cast<std::size_t>(from.level) * levels +
                      static_cast<std::size_t>(to.level)];
  double& known = model.penalties[problem.index(to)];
  const double before = known;
  known += rules.learningRate * (penalty - known);
  spread(model.penalties, problem, to, before, known);

  for (std::int32_t i = 0; i < rules.sweeps; ++i) {
    sweep(model.table, problem, [&](const State& state, Move move) {
      const State next{state.replicas + changeOf(move), state.level};
      const auto* counts = &model.transitions[static_cast<std::size_t>(state.level) * levels];
      const auto ahead = [&](std::size_t level) {
        const State then{next.replicas, static_cast<std::int32_t>(level)};
        return model.penalties[problem.index(then)] +
               rules.discount * leastOf(model.table, problem, then);
      };
      double total = 0;
      double sum = 0;
      for (std::size_t level = 0; level < levels; ++level) {
        if (counts[level] == 0) continue;
        total += counts[level];
        sum += counts[level] * ahead(level);
      }
      const double mean = total > 0 ? sum / total : ahead(static_cast<std::size_t>(state.level));
      return problem.knownCost(state.replicas, move) + mean;
    });
  }
}

LiteralModel::LiteralModel(const Problem& problem)
    : visits(problem.states() * kMoves * problem.levels()),
      costs(visits.size()),
      table(problem.states()) {}

void learn(LiteralModel& model, const Problem& problem, const ModelRules& rules, const State& from,
           Move move, const State& to, double cost) {
  const std::size_t levels = problem.levels();
  const auto rowOf = [&](const State& state, Move which) {
    return (problem.index(state) * kMoves + static_cast<std::size_t>(which)) * levels;
  };
  const std::size_t place = rowOf(from, move) + static_cast<std::size_t>(to.level);
  ++model.visits[place];
  model.costs[place] += (cost - model.costs[place]) / model.visits[place];

  for (std::int32_t i = 0; i < rules.sweeps; ++i) {
    sweep(model.table, problem, [&](const State& state, Move which) {
      const std::size_t row = rowOf(state, which);
      const auto ahead = [&](std::size_t level) {
        return rules.discount *
               leastOf(model.table, problem,
                       {state.replicas + changeOf(which), static_cast<std::int32_t>(level)});
      };
      double total = 0;
      double sum = 0;
      for (std::size_t level = 0; level < levels; ++level) {
        const std::uint32_t visits = model.visits[row + level];
        if (visits == 0) continue;
        total += visits;
        sum += visits * (model.costs[row + level] + ahead(level));
      }
      return total > 0 ? sum / total : ahead(static_cast<std::size_t>(state.level));
    });
  }
}

}  // namespace evenkeel::learning
