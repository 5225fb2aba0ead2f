#include "policy/scaling/model_learner.h"

#include <algorithm>
#include <span>

namespace evenkeel::learning {
namespace {

constexpr std::array<Move, kMoves> kAllMoves{Move::In, Move::Hold, Move::Out};

// The counts that are not zero, row by row: a load goes from a level to few others, so that most
// of them are.
class SparseCounts {
 public:
  SparseCounts(const std::vector<std::uint32_t>& counts, std::size_t width) {
    begin_.reserve(counts.size() / width + 1);
    for (std::size_t row = 0; row < counts.size(); row += width) {
      begin_.push_back(entries_.size());
      for (std::size_t level = 0; level < width; ++level) {
        if (counts[row + level] != 0)
          entries_.push_back({row + level, level, static_cast<double>(counts[row + level])});
      }
    }
    begin_.push_back(entries_.size());
  }

  struct Entry {
    std::size_t place;  // in the counts
    std::size_t level;
    double count;
  };
  std::span<const Entry> row(std::size_t row) const {
    return {entries_.data() + begin_[row], begin_[row + 1] - begin_[row]};
  }

 private:
  std::vector<std::size_t> begin_;
  std::vector<Entry> entries_;
};

// Mean of `cost(entry)` over what was counted; `otherwise()` where nothing was.
template <class Cost, class Otherwise>
double meanOf(std::span<const SparseCounts::Entry> row, Cost cost, Otherwise otherwise) {
  double total = 0;
  double sum = 0;
  for (const SparseCounts::Entry& entry : row) {
    total += entry.count;
    sum += entry.count * cost(entry);
  }
  return total > 0 ? sum / total : otherwise();
}

// `use(index, state)`, by rising index; without the division that Problem::at takes.
template <class Use>
void forEachState(const Problem& problem, Use use) {
  std::size_t s = 0;
  for (std::int32_t k = problem.minReplicas(); k <= problem.maxReplicas(); ++k) {
    for (std::size_t level = 0; level < problem.levels(); ++level)
      use(s++, State{k, static_cast<std::int32_t>(level)});
  }
}

// By state: what it costs to be there, and what the cheapest move from it costs, discounted.
class Ahead {
 public:
  // `penalties` by state; empty: none.
  Ahead(const Problem& problem, const QTable& table, double discount,
        const std::vector<double>& penalties)
      : problem_(problem), discount_(discount), penalties_(penalties), costs_(table.size()) {
    forEachState(problem, [&](std::size_t s, const State& state) { renew(s, state, table[s]); });
  }
  void renew(std::size_t s, const State& state, const Costs& moves) {
    const Move best = cheapest(problem_, state.replicas, moves);
    costs_[s] = discount_ * moves[static_cast<std::size_t>(best)];
    if (!penalties_.empty()) costs_[s] += penalties_[s];
  }
  // Of the states with so many replicas, by level.
  const double* withReplicas(std::int32_t replicas) const {
    return costs_.data() + problem_.index({replicas, 0});
  }

 private:
  const Problem& problem_;
  double discount_;
  const std::vector<double>& penalties_;
  std::vector<double> costs_;
};

// One sweep over all states and moves, each seeing what those before it came to;
// `expected(index, state, move, ahead)` is the right side of the equation, with the costs ahead by
// level of the replicas that the move leads to.
template <class Expected>
void sweep(QTable& table, const Problem& problem, Ahead& ahead, Expected expected) {
  forEachState(problem, [&](std::size_t s, const State& state) {
    for (const Move move : kAllMoves) {
      if (!problem.isPossible(state.replicas, move)) continue;
      table[s][static_cast<std::size_t>(move)] =
          expected(s, state, move, ahead.withReplicas(state.replicas + changeOf(move)));
      ahead.renew(s, state, table[s]);
    }
  });
}

// What each move costs for certain, by replicas from the least on.
std::vector<Costs> knownCosts(const Problem& problem) {
  std::vector<Costs> known;
  for (std::int32_t k = problem.minReplicas(); k <= problem.maxReplicas(); ++k) {
    Costs& costs = known.emplace_back();
    for (const Move move : kAllMoves)
      costs[static_cast<std::size_t>(move)] = problem.knownCost(k, move);
  }
  return known;
}

// What is worse with fewer replicas and more load is at least as bad, and the other way round.
void spread(std::vector<double>& penalties, const Problem& problem, const State& at, double before,
            double after) {
  forEachState(problem, [&](std::size_t s, const State& other) {
    if (after > before && other.replicas <= at.replicas && other.level >= at.level)
      penalties[s] = std::max(penalties[s], after);
    if (after < before && other.replicas >= at.replicas && other.level <= at.level)
      penalties[s] = std::min(penalties[s], after);
  });
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

  const SparseCounts counts(model.transitions, levels);
  const std::vector<Costs> certain = knownCosts(problem);
  Ahead costs(problem, model.table, rules.discount, model.penalties);
  for (std::int32_t i = 0; i < rules.sweeps; ++i) {
    sweep(model.table, problem, costs,
          [&](std::size_t, const State& state, Move move, const double* ahead) {
            const auto level = static_cast<std::size_t>(state.level);
            const double mean = meanOf(
                counts.row(level), [&](const auto& entry) { return ahead[entry.level]; },
                [&] { return ahead[level]; });
            return certain[static_cast<std::size_t>(state.replicas - problem.minReplicas())]
                          [static_cast<std::size_t>(move)] +
                   mean;
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
  const std::size_t place =
      (problem.index(from) * kMoves + static_cast<std::size_t>(move)) * levels +
      static_cast<std::size_t>(to.level);
  ++model.visits[place];
  model.costs[place] += (cost - model.costs[place]) / model.visits[place];

  const SparseCounts visits(model.visits, levels);
  const std::vector<double> none;
  Ahead ahead(problem, model.table, rules.discount, none);
  for (std::int32_t i = 0; i < rules.sweeps; ++i) {
    sweep(model.table, problem, ahead,
          [&](std::size_t s, const State& state, Move which, const double* then) {
            return meanOf(
                visits.row(s * kMoves + static_cast<std::size_t>(which)),
                [&](const auto& entry) { return model.costs[entry.place] + then[entry.level]; },
                [&] { return then[static_cast<std::size_t>(state.level)]; });
          });
  }
}

}  // namespace evenkeel::learning
