#include "policy/scaling/learning_policy.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "model/capability.h"
#include "policy/scaling/learning_memory.h"
#include "policy/scaling/model_learner.h"
#include "policy/scaling/q_learner.h"
#include "policy/scaling/scale_action.h"

namespace evenkeel {
namespace {

using learning::Move;
using learning::Problem;
using learning::State;
using learning::Step;

// What was seen of the period that has just ended.
struct Observation {
  State state;
  double utilization = 0;
  double responseTime = 0;  // seconds; infinite where requests came and none was answered
};

// Mean CPU of the pods that have a fresh sample, by the request of one.
std::optional<double> utilizationOf(const Snapshot& snapshot, const ComponentView& component) {
  const double request = component.state->podRequests.cpu.asDouble();
  double sum = 0;
  int pods = 0;
  for (const PodView& pod : component.pods) {
    const Window* cpu = pod.metrics[0];
    const Sample* sample =
        cpu == nullptr ? nullptr
                       : cpu->fresh(snapshot.now, snapshot.application->guardrails.maxSampleAge);
    if (sample == nullptr) continue;
    sum += sample->value;
    ++pods;
  }
  if (pods == 0 || !(request > 0)) return std::nullopt;
  return sum / pods / request;
}

// By requests: each sample of the mean counts as much as requests came in its window. Of what was
// measured after `since`, or where that is nothing, of the newest sample.
std::optional<double> responseTimeOf(const Window* means, const Window* rates, Instant since) {
  if (means == nullptr || rates == nullptr || rates->empty()) return std::nullopt;
  since = std::min(since, rates->latest()->time - Duration{1});
  double time = 0;
  double requests = 0;
  double answered = 0;
  std::size_t m = 0;
  for (std::size_t r = 0; r < rates->size(); ++r) {
    const Sample& rate = (*rates)[r];
    if (rate.time <= since) continue;
    requests += rate.value;
    while (m < means->size() && (*means)[m].time < rate.time) ++m;
    if (m == means->size() || (*means)[m].time != rate.time) continue;
    time += (*means)[m].value * rate.value;
    answered += rate.value;
  }
  if (answered > 0) return time / answered;
  return requests > 0 ? std::numeric_limits<double>::infinity() : 0;
}

// Sees, pays and moves; the learner decides what to make of it.
class LearningPolicy : public Policy {
 public:
  LearningPolicy(std::string name, const LearningParameters& parameters)
      : parameters_(parameters), name_(std::move(name)) {
    needs_.metrics = {
        {std::string(metric::kCpuUsage), MetricOf::Pod, {}, Duration{}, true},
        {std::string(metric::kDurationMean), MetricOf::Component, {}, parameters.loop, false},
        {std::string(metric::kRequestRate), MetricOf::Component, {}, parameters.loop, false}};
    needs_.mechanisms = {"scale"};
    needs_.period = parameters.loop;
    needs_.learns = true;
  }

  std::string_view name() const override { return name_; }
  const PolicyNeeds& needs() const override { return needs_; }

  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream& random) const override {
    if (snapshot.components.empty() || snapshot.application == nullptr)
      return PolicyAnswer{{}, state};
    const ComponentView& component = snapshot.components.front();
    std::optional<double> target;
    if (const Target* own = responseTarget(snapshot.application->targets)) target = own->value;
    if (parameters_.target) target = toSeconds(*parameters_.target);
    if (!target)
      return fail(ErrorKind::Invalid, name_, "the application has no target of responseTime",
                  "one, or the parameter target");
    const Problem problem = problemFor(component.description->scaling);
    const auto seen = observe(snapshot, component, problem);
    if (!seen)
      return fail(ErrorKind::Unavailable, name_,
                  "no CPU, or neither response times nor request rates, to decide on");

    PolicyAnswer answer;
    explain(*seen, *target, answer.decision);
    const Choice choice =
        learnAndChoose(problem, seen->state, seen->responseTime > *target, state, random, answer);
    const std::int32_t replicas =
        std::clamp(component.state->replicas, problem.minReplicas(), problem.maxReplicas()) +
        learning::changeOf(choice.move);
    explain(choice, problem, component.state->replicas, replicas, answer.decision);
    answer.decision.actions.push_back(scaleTo(component, replicas));
    return answer;
  }

 protected:
  struct Choice {
    Move move = Move::Hold;
    learning::Costs costs{};  // of all moves, as learned
  };
  // Takes in what the last step has led to, decides on the next, and writes down both.
  virtual Choice learnAndChoose(const Problem& problem, const State& now, bool violated,
                                const PolicyState& state, RandomStream& random,
                                PolicyAnswer& answer) const = 0;

  // What was really done: a guardrail may have held the move back.
  static Move done(const Step& step, const State& now) {
    const std::int32_t change = std::clamp(now.replicas - step.from.replicas, -1, 1);
    return static_cast<Move>(change + 1);
  }

 private:
  Problem problemFor(const ScalingBounds& bounds) const {
    const std::int32_t least = std::max(bounds.minReplicas, 1);
    const std::int32_t most =
        std::min(parameters_.maxReplicas.value_or(kMostReplicas), bounds.maxReplicas);
    return {
        least,
        std::clamp(most, least, least + kMostReplicas - 1),
        parameters_.quantum,
        {parameters_.performanceWeight, parameters_.resourcesWeight, parameters_.adaptationWeight},
        parameters_.scaleOutCost,
        parameters_.scaleInCost};
  }

  std::optional<Observation> observe(const Snapshot& snapshot, const ComponentView& component,
                                     const Problem& problem) const {
    const auto utilization = utilizationOf(snapshot, component);
    const Window* rates = component.metrics[2];
    const Duration maxAge = snapshot.application->guardrails.maxSampleAge;
    if (rates == nullptr || rates->fresh(snapshot.now, maxAge) == nullptr) return std::nullopt;
    const auto response =
        responseTimeOf(component.metrics[1], rates, snapshot.now - parameters_.loop);
    if (!utilization || !response) return std::nullopt;
    return Observation{problem.state(component.state->replicas, *utilization), *utilization,
                       *response};
  }

  static void explain(const Observation& seen, double target, Decision& decision) {
    Reason& response = decision.reasons.emplace_back();
    response.code = seen.responseTime > target ? "target-missed" : "target-met";
    response.subject = metric::kDurationMean;
    if (std::isfinite(seen.responseTime)) response.observed = seen.responseTime;
    response.target = target;
    Reason& state = decision.reasons.emplace_back();
    state.code = "learned-state";
    state.subject = "cpu";
    state.observed = seen.utilization * 100;
  }

  static void explain(const Choice& choice, const Problem& problem, std::int32_t before,
                      std::int32_t replicas, Decision& decision) {
    const auto costOf = [&](Move move) { return choice.costs[static_cast<std::size_t>(move)]; };
    const bool cheapest = choice.move == learning::cheapest(problem, before, choice.costs);
    const Reason reason{cheapest ? "learned-cheapest" : "learned-explored",
                        std::string(knob::kReplicas), costOf(choice.move), costOf(Move::Hold),
                        replicas};
    // What was done for no reason is told first.
    decision.reasons.insert(cheapest ? decision.reasons.end() : decision.reasons.begin(), reason);
  }

  static constexpr std::int32_t kMostReplicas = 200;
  LearningParameters parameters_;
  std::string name_;
  PolicyNeeds needs_;
};

void explainReset(const PolicyState& state, PolicyAnswer& answer) {
  if (!state.bytes.empty()) answer.decision.reasons.push_back({"state-reset", {}, {}, {}, {}});
}

class QLearningPolicy final : public LearningPolicy {
 public:
  explicit QLearningPolicy(const LearningParameters& parameters)
      : LearningPolicy("q-learning", parameters),
        rules_{parameters.learningRate, parameters.discount, parameters.epsilon} {}

 private:
  static constexpr std::uint32_t kVersion = 1;

  Choice learnAndChoose(const Problem& problem, const State& now, bool violated,
                        const PolicyState& state, RandomStream& random,
                        PolicyAnswer& answer) const override {
    learning::QTable table(problem.states());
    ByteReader in(state.bytes);
    std::optional<Step> last = learning::readStep(in, problem);
    learning::read(in, table);
    if (state.version != kVersion || in.failed() || in.left() != 0) {
      explainReset(state, answer);
      table.assign(problem.states(), {});
      last.reset();
    }
    if (last) {
      const Move move = done(*last, now);
      const double cost = problem.knownCost(last->from.replicas, move) + problem.penalty(violated);
      learning::learn(table, problem, rules_, last->from, move, cost, now);
    }
    const Step next{now, learning::choose(table, problem, rules_, now, random)};
    ByteWriter out;
    learning::write(out, std::optional(next));
    learning::write(out, table);
    answer.state = {kVersion, out.take()};
    return {next.move, table[problem.index(now)]};
  }

  learning::QRules rules_;
};

// `Model` is a SplitModel or a LiteralModel; `learn` gives it a step.
template <class Model>
class ModelBasedPolicy final : public LearningPolicy {
 public:
  explicit ModelBasedPolicy(const LearningParameters& parameters)
      : LearningPolicy("model-based", parameters),
        rules_{parameters.learningRate, parameters.discount, parameters.sweeps} {}

 private:
  static constexpr std::uint32_t kVersion = std::is_same_v<Model, learning::SplitModel> ? 1 : 3;

  Choice learnAndChoose(const Problem& problem, const State& now, bool violated,
                        const PolicyState& state, RandomStream&,
                        PolicyAnswer& answer) const override {
    Model model(problem);
    ByteReader in(state.bytes);
    std::optional<Step> last = learning::readStep(in, problem);
    readModel(in, model);
    if (state.version != kVersion || in.failed() || in.left() != 0) {
      explainReset(state, answer);
      model = Model(problem);
      last.reset();
    }
    if (last) learnStep(model, problem, *last, now, violated);
    const Step next{now,
                    learning::cheapest(problem, now.replicas, model.table[problem.index(now)])};
    ByteWriter out;
    learning::write(out, std::optional(next));
    writeModel(out, model);
    answer.state = {kVersion, out.take()};
    return {next.move, model.table[problem.index(now)]};
  }

  void learnStep(learning::SplitModel& model, const Problem& problem, const Step& last,
                 const State& now, bool violated) const {
    learning::learn(model, problem, rules_, last.from, now, problem.penalty(violated));
  }
  void learnStep(learning::LiteralModel& model, const Problem& problem, const Step& last,
                 const State& now, bool violated) const {
    const Move move = done(last, now);
    learning::learn(model, problem, rules_, last.from, move, now,
                    problem.knownCost(last.from.replicas, move) + problem.penalty(violated));
  }

  static void readModel(ByteReader& in, learning::SplitModel& model) {
    learning::read(in, model.transitions);
    learning::read(in, model.penalties);
    learning::read(in, model.table);
  }
  static void readModel(ByteReader& in, learning::LiteralModel& model) {
    learning::readCounted(in, model.visits, model.costs);
    learning::read(in, model.table);
  }
  static void writeModel(ByteWriter& out, const learning::SplitModel& model) {
    learning::write(out, model.transitions);
    learning::write(out, model.penalties);
    learning::write(out, model.table);
  }
  static void writeModel(ByteWriter& out, const learning::LiteralModel& model) {
    learning::writeCounted(out, model.visits, model.costs);
    learning::write(out, model.table);
  }

  learning::ModelRules rules_;
};

schema::Record<LearningParameters> sharedFields(std::string text) {
  using namespace schema;
  const NumberRules share{.minimum = 0, .maximum = 1};
  schema::Record<LearningParameters> record(std::move(text));
  record
      .field("target", &LearningParameters::target,
             optional(duration({.minimum = 1ms, .maximum = 1h})),
             "Mean response time that is not to be exceeded; without it the application's target.",
             {.example = "80ms"})
      .field("maxReplicas", &LearningParameters::maxReplicas,
             optional(integer<std::int32_t>({1, 200})),
             "No more replicas than this; without it the component's maximum.")
      .field("quantum", &LearningParameters::quantum, number({.minimum = 0.01, .maximum = 1}),
             "Step in which CPU utilisation is told apart.")
      .field("performanceWeight", &LearningParameters::performanceWeight, number(share),
             "Cost of a missed target; the three weights sum to 1.")
      .field("resourcesWeight", &LearningParameters::resourcesWeight, number(share),
             "Cost of running the most replicas.")
      .field("adaptationWeight", &LearningParameters::adaptationWeight, number(share),
             "Cost of a change.")
      .field("scaleOutCost", &LearningParameters::scaleOutCost,
             enumeration<learning::ScaleOutCost>({{"constant", learning::ScaleOutCost::Constant},
                                                  {"inverse", learning::ScaleOutCost::Inverse}}),
             "Whether adding a replica always costs the same, or less the more there are.")
      .field("scaleInCost", &LearningParameters::scaleInCost, number(share),
             "What removing a replica costs of that.")
      .field("discount", &LearningParameters::discount, number({.minimum = 0, .maximum = 0.9999}),
             "Of the costs of the next step.")
      .field("learningRate", &LearningParameters::learningRate, number(share),
             "Share of what is new.")
      .field("loop", &LearningParameters::loop,
             duration({.minimum = 1s, .maximum = std::chrono::hours(24)}),
             "Decisions come at multiples of it.");
  return record;
}

Result<void> checkWeights(const LearningParameters& parameters, const std::string& name) {
  const double sum =
      parameters.performanceWeight + parameters.resourcesWeight + parameters.adaptationWeight;
  if (std::abs(sum - 1) <= 1e-9) return {};
  return fail(ErrorKind::Invalid, name, "the weights sum to " + std::to_string(sum),
              "performanceWeight + resourcesWeight + adaptationWeight = 1");
}

}  // namespace

const Schema<LearningParameters>& qLearningSchema() {
  using namespace schema;
  static const Schema<LearningParameters> schema =
      sharedFields("Q-learning of the number of replicas (Rossi 2020).")
          .field("epsilon", &LearningParameters::epsilon, number({.minimum = 0, .maximum = 1}),
                 "Share of decisions that are taken at random.");
  return schema;
}

Result<std::unique_ptr<Policy>> makeQLearningPolicy(const LearningParameters& parameters) {
  if (auto checked = checkWeights(parameters, "q-learning"); !checked)
    return tl::unexpected(std::move(checked.error()));
  return std::make_unique<QLearningPolicy>(parameters);
}

const Schema<LearningParameters>& modelBasedSchema() {
  using namespace schema;
  static const Schema<LearningParameters> schema =
      sharedFields("Model-based learning of the number of replicas.")
          .field("model", &LearningParameters::model,
                 enumeration<LearnedModel>(
                     {{"split", LearnedModel::Split}, {"literal", LearnedModel::Literal}}),
                 "Known and learned costs apart, as in the authors' code; or Eq. 1 to the letter.")
          .field("sweeps", &LearningParameters::sweeps, integer<std::int32_t>({1, 100}),
                 "Of the Bellman equation, a step.");
  return schema;
}

Result<std::unique_ptr<Policy>> makeModelBasedPolicy(const LearningParameters& parameters) {
  if (auto checked = checkWeights(parameters, "model-based"); !checked)
    return tl::unexpected(std::move(checked.error()));
  if (parameters.model == LearnedModel::Literal)
    return std::make_unique<ModelBasedPolicy<learning::LiteralModel>>(parameters);
  return std::make_unique<ModelBasedPolicy<learning::SplitModel>>(parameters);
}

}  // namespace evenkeel
