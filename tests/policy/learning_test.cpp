// The learners, against steps worked out by hand from the equations of paper 001.
#include <gtest/gtest.h>

#include "base/random.h"
#include "policy/scaling/model_learner.h"
#include "policy/scaling/q_learner.h"

namespace evenkeel::learning {
namespace {

Problem small(ScaleOutCost scaleOut = ScaleOutCost::Constant, double scaleInCost = 1) {
  return {1, 2, 0.5, {0.9, 0.09, 0.01}, scaleOut, scaleInCost};  // levels 0, 0.5, 1
}

TEST(LearningProblem, StatesAreReplicasAndSteppedUtilisation) {
  const Problem problem(1, 10, 0.1, {}, ScaleOutCost::Constant, 1);
  EXPECT_EQ(problem.levels(), 11u);
  EXPECT_EQ(problem.states(), 110u);
  EXPECT_EQ(problem.state(3, 0.3), (State{3, 3}));  // 0.3 / 0.1 is just under 3 in binary
  EXPECT_EQ(problem.state(3, 0.39), (State{3, 3}));
  EXPECT_EQ(problem.state(0, -1), (State{1, 0}));
  EXPECT_EQ(problem.state(99, 7), (State{10, 10}));
  for (std::size_t s = 0; s < problem.states(); ++s) EXPECT_EQ(problem.index(problem.at(s)), s);
}

TEST(LearningProblem, CostsAreWeighted) {
  const Problem problem(1, 10, 0.1, {0.9, 0.09, 0.01}, ScaleOutCost::Constant, 0.5);
  EXPECT_DOUBLE_EQ(problem.knownCost(4, Move::Hold), 0.09 * 0.4);
  EXPECT_DOUBLE_EQ(problem.knownCost(4, Move::Out), 0.09 * 0.5 + 0.01);
  EXPECT_DOUBLE_EQ(problem.knownCost(4, Move::In), 0.09 * 0.3 + 0.01 * 0.5);
  EXPECT_DOUBLE_EQ(problem.penalty(true), 0.9);
  const Problem inverse(1, 10, 0.1, {0.9, 0.09, 0.01}, ScaleOutCost::Inverse, 0.5);
  EXPECT_DOUBLE_EQ(inverse.knownCost(4, Move::Out), 0.09 * 0.5 + 0.01 / 4);
}

TEST(LearningProblem, TheCheapestMoveIsPossibleAndOfEqualOnesHold) {
  const Problem problem = small();
  EXPECT_EQ(cheapest(problem, 1, {0, 1, 1}), Move::Hold) << "one replica is the least";
  EXPECT_EQ(cheapest(problem, 2, {0, 1, 1}), Move::In);
  EXPECT_EQ(cheapest(problem, 1, {0, 0, 0}), Move::Hold);
  EXPECT_EQ(cheapest(problem, 1, {0, 1, 0.5}), Move::Out);
}

TEST(QLearner, MovesTowardsTheCostAndTheBestThatFollows) {
  const Problem problem = small();
  QTable table(problem.states());
  const State to{2, 1};
  table[problem.index(to)] = {0.4, 0.6, 0};  // out is not possible from two
  learn(table, problem, {0.1, 0.99, 0}, {1, 2}, Move::Out, 0.2, to);
  EXPECT_NEAR(table[problem.index({1, 2})][2], 0.1 * (0.2 + 0.99 * 0.4), 1e-15);
}

TEST(QLearner, ExploresAsOftenAsItIsToldTo) {
  const Problem problem = small();
  QTable table(problem.states());
  table[problem.index({1, 0})] = {0, 0, 1};
  int out = 0;
  RandomStream random(1, "learner", "test");
  for (int i = 0; i < 10000; ++i)
    out += choose(table, problem, {0.1, 0.99, 0.1}, {1, 0}, random) == Move::Out;
  EXPECT_NEAR(out, 500, 80);  // one random move in ten, of two that are possible; 3.7 sigma
}

// One step from (1, 0.5) to (2, 1.0) with the target missed; one sweep. With nothing else known,
// level 0.5 goes to 1.0 and the others stay; the penalty of (2, 1.0) is 0.09 and so is that of
// every state with no more replicas and no less load.
TEST(SplitModel, OneStepAndOneSweepByHand) {
  const Problem problem = small();
  SplitModel model(problem);
  learn(model, problem, {0.1, 0.5, 1}, {1, 1}, {2, 2}, 0.9);
  EXPECT_DOUBLE_EQ(model.penalties[problem.index({2, 2})], 0.09);
  EXPECT_DOUBLE_EQ(model.penalties[problem.index({1, 2})], 0.09) << "worse, so as dear at least";
  EXPECT_DOUBLE_EQ(model.penalties[problem.index({2, 1})], 0);
  const auto q = [&](State state, Move move) {
    return model.table[problem.index(state)][static_cast<std::size_t>(move)];
  };
  EXPECT_DOUBLE_EQ(q({1, 0}, Move::Hold), 0.045);
  EXPECT_DOUBLE_EQ(q({1, 0}, Move::Out), 0.09 + 0.01);
  EXPECT_DOUBLE_EQ(q({1, 1}, Move::Hold), 0.045 + 0.09) << "half goes to full";
  EXPECT_DOUBLE_EQ(q({1, 2}, Move::Hold), 0.045 + 0.09);
  EXPECT_DOUBLE_EQ(q({2, 2}, Move::Hold), 0.09 + 0.09);
}

TEST(SplitModel, ALoweredPenaltyLowersWhatMustBeBetter) {
  const Problem problem = small();
  SplitModel model(problem);
  const ModelRules rules{0.5, 0.5, 1};
  learn(model, problem, rules, {1, 2}, {1, 2}, 0.9);
  ASSERT_DOUBLE_EQ(model.penalties[problem.index({1, 2})], 0.45);
  ASSERT_DOUBLE_EQ(model.penalties[problem.index({2, 2})], 0);
  learn(model, problem, rules, {1, 2}, {2, 2}, 0.9);
  ASSERT_DOUBLE_EQ(model.penalties[problem.index({2, 2})], 0.45);
  learn(model, problem, rules, {1, 2}, {1, 2}, 0);
  EXPECT_DOUBLE_EQ(model.penalties[problem.index({1, 2})], 0.225);
  EXPECT_DOUBLE_EQ(model.penalties[problem.index({2, 2})], 0.225);
}

// A state that costs c for ever costs c / (1 - gamma) in all: the fixed point of Eq. 1.
TEST(SplitModel, SweepsEndAtTheSumOfAllThatIsToCome) {
  const Problem problem(1, 1, 1, {0.9, 0.09, 0.01}, ScaleOutCost::Constant, 1);
  SplitModel model(problem);
  learn(model, problem, {0.1, 0.5, 200}, {1, 0}, {1, 0}, 0);
  EXPECT_NEAR(model.table[problem.index({1, 0})][1], 0.09 / (1 - 0.5), 1e-12);
}

TEST(LiteralModel, KeepsToWhatItHasSeenOfAStateAndMove) {
  const Problem problem = small();
  LiteralModel model(problem);
  const ModelRules rules{0.1, 0.5, 1};
  learn(model, problem, rules, {1, 1}, Move::Hold, {1, 2}, 0.9);
  learn(model, problem, rules, {1, 1}, Move::Hold, {1, 1}, 0.1);
  const auto q = [&](State state, Move move) {
    return model.table[problem.index(state)][static_cast<std::size_t>(move)];
  };
  // Half the time 0.9 and on from (1, 2), half the time 0.1 and on from (1, 1), whose best is the
  // move never tried.
  EXPECT_DOUBLE_EQ(q({1, 1}, Move::Hold), 0.5 * 0.9 + 0.5 * 0.1);
  EXPECT_DOUBLE_EQ(q({1, 1}, Move::Out), 0);
  EXPECT_DOUBLE_EQ(q({2, 1}, Move::Hold), 0);
}

}  // namespace
}  // namespace evenkeel::learning
