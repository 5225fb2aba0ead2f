// The learners, against the exact solution of the same decision processes by another program
// (data/learning.py).
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "policy/scaling/model_learner.h"
#include "policy/scaling/q_learner.h"

namespace evenkeel::learning {
namespace {

using nlohmann::json;

class LearningReference : public testing::Test {
 protected:
  void expectSolved(const QTable& table, const json& solution) const {
    for (std::size_t s = 0; s < problem_.states(); ++s) {
      const State state = problem_.at(s);
      const Move best = cheapest(problem_, state.replicas, table[s]);
      EXPECT_NEAR(table[s][static_cast<std::size_t>(best)], solution["values"][s].get<double>(),
                  1e-9)
          << state.replicas << ' ' << state.level;
      if (solution["moves"][s].is_null()) continue;
      EXPECT_EQ(changeOf(best), solution["moves"][s].get<int>()) << s;
    }
  }
  template <class Use>
  void forEachStep(Use use) const {
    for (const json& step : data_["steps"]) {
      const State from{step[0], step[1]};
      const auto move = static_cast<Move>(step[2].get<int>() + 1);
      use(from, move, State{from.replicas + changeOf(move), step[3]}, step[4].get<bool>());
    }
  }
  double discount() const { return data_["problem"]["discount"]; }

  json data_ = json::parse(std::ifstream(EVENKEEL_SOURCE_DIR "/tests/policy/data/learning.json"));
  Problem problem_{data_["problem"]["least"],
                   data_["problem"]["most"],
                   data_["problem"]["quantum"],
                   {data_["problem"]["weights"][0], data_["problem"]["weights"][1],
                    data_["problem"]["weights"][2]},
                   ScaleOutCost::Constant,
                   data_["problem"]["scaleInCost"]};
};

TEST_F(LearningReference, TheSplitModelFindsTheOptimumOfWhatItHasSeen) {
  SplitModel model(problem_);
  const ModelRules rules{1, discount(), 200};
  forEachStep([&](const State& from, Move, const State& to, bool violated) {
    learn(model, problem_, rules, from, to, problem_.penalty(violated));
  });
  expectSolved(model.table, data_["split"]);
}

TEST_F(LearningReference, TheLiteralModelFindsTheOptimumOfWhatItHasSeen) {
  LiteralModel model(problem_);
  const ModelRules rules{1, discount(), 200};
  forEachStep([&](const State& from, Move move, const State& to, bool violated) {
    learn(model, problem_, rules, from, move, to,
          problem_.knownCost(from.replicas, move) + problem_.penalty(violated));
  });
  expectSolved(model.table, data_["literal"]);
}

// Without chance in what follows, Q-learning at a constant rate ends at the optimum itself.
TEST_F(LearningReference, QLearningFindsTheOptimumWhereNothingIsLeftToChance) {
  QTable table(problem_.states());
  const QRules rules{0.5, discount(), 0.5};
  RandomStream random(1, "learner", "test");
  State state{2, 0};
  for (int i = 0; i < 200'000; ++i) {
    const Move move = choose(table, problem_, rules, state, random);
    const State to{state.replicas + changeOf(move),
                   data_["after"][static_cast<std::size_t>(state.level)]};
    learn(table, problem_, rules, state, move,
          problem_.knownCost(state.replicas, move) + problem_.penalty(to.level >= to.replicas), to);
    // From anywhere now and then: levels go round in circles.
    state = i % 4 == 0 ? problem_.at(random.below(problem_.states())) : to;
  }
  expectSolved(table, data_["certain"]);
}

}  // namespace
}  // namespace evenkeel::learning
