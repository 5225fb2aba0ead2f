// The policies `q-learning` and `model-based` of paper 001: what they share is what they see and
// what a step costs, how they learn from it is their own (q_learner.h, model_learner.h).
//
// Utilisation is the pods' CPU by their requests, the response time the mean over the loop's
// period, by requests. In words: docs/policies/q-learning.md, docs/policies/model-based.md.
#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "base/schema.h"
#include "policy/policy.h"
#include "policy/scaling/learning_problem.h"

namespace evenkeel {

enum class LearnedModel : std::uint8_t { Split, Literal };

struct LearningParameters {
  std::optional<Duration> target;           // response time; absent: the application's own
  std::optional<std::int32_t> maxReplicas;  // at most the component's, which it is without
  double quantum = 0.1;
  double performanceWeight = 0.90;
  double resourcesWeight = 0.09;
  double adaptationWeight = 0.01;
  learning::ScaleOutCost scaleOutCost = learning::ScaleOutCost::Constant;
  double scaleInCost = 1;
  double discount = 0.99;
  double learningRate = 0.1;
  double epsilon = 0.1;                      // q-learning
  LearnedModel model = LearnedModel::Split;  // model-based
  std::int32_t sweeps = 2;                   // likewise
  Duration loop = std::chrono::minutes(3);
};

const Schema<LearningParameters>& qLearningSchema();
Result<std::unique_ptr<Policy>> makeQLearningPolicy(const LearningParameters& parameters);

const Schema<LearningParameters>& modelBasedSchema();
Result<std::unique_ptr<Policy>> makeModelBasedPolicy(const LearningParameters& parameters);

}  // namespace evenkeel
