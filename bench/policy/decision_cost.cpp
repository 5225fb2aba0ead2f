// What one decision costs, policy by policy, and what one step of learning.
//
//   decision_cost [DECISIONS]
// First every policy of the catalogue on a component of ten pods at its target, its memory read,
// used and written: microseconds, median and 99th percentile. Then the learners of paper 001, for
// her states (10 replicas, utilisation by tenths), for 200 replicas, and for the most that their
// parameters permit (200, by hundredths), at the defaults (two sweeps a step): choosing from the
// table alone, taking in one step alone, and the whole answer with the memory read and written.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/random.h"
#include "bench/policy/spread.h"
#include "bench/policy/steady_component.h"
#include "policy/scaling/model_learner.h"
#include "policy/scaling/q_learner.h"

namespace {

using namespace evenkeel;
using bench::Spread;
using learning::Move;
using learning::Problem;
using learning::State;

struct Answer {
  Spread time;
  std::size_t bytes = 0;  // of its memory
};

Answer answerOf(const Policy& policy, std::size_t pods, std::int32_t maxReplicas,
                std::size_t times) {
  bench::SteadyComponent component(pods, maxReplicas, policy);
  PolicyState state;
  const auto decide = [&] {
    RandomStream random(1, "web", "bench");
    auto answer = policy.decide(component.snapshot, state, random);
    if (!answer) {
      std::fprintf(stderr, "decision_cost: %s\n", answer.error().text().c_str());
      std::exit(1);
    }
    state = std::move(answer->state);
  };
  const auto pass = [&] { component.pass(policy.needs().period); };
  for (int warm = 0; warm < 3; ++warm) {
    pass();
    decide();
  }
  return {bench::microseconds(times, decide, pass), state.bytes.size()};
}

// A walk over all states, as a load that comes and goes makes it: from each a few levels and one
// replica at most. So many steps are learned first, so that the model is as full as it gets.
class Walk {
 public:
  explicit Walk(const Problem& problem) : problem_(problem) {}
  void step() {
    from = to;
    const auto levels = static_cast<std::int32_t>(problem_.levels());
    const auto drift = static_cast<std::int32_t>(random_.below(7)) - 3;
    to.level = std::clamp(to.level + drift, 0, levels - 1);
    move = static_cast<Move>(random_.below(learning::kMoves));
    if (!problem_.isPossible(from.replicas, move)) move = Move::Hold;
    to.replicas = from.replicas + learning::changeOf(move);
    penalty = problem_.penalty(to.level * 10 > levels * 7);
  }
  State from;
  State to;
  Move move = Move::Hold;
  double penalty = 0;

 private:
  const Problem& problem_;
  RandomStream random_{1, "bench", "walk"};
};

void row(const char* name, const Problem& problem, const Spread& choice, const Spread& learning,
         const Answer& answer) {
  std::printf("%-22s %8zu %10.2f %12.2f %10.2f %10.1f %10.1f %12zu\n", name, problem.states(),
              choice.median, learning.median, learning.p99, answer.time.median, answer.time.p99,
              answer.bytes);
  std::fflush(stdout);
}

constexpr int kChoices = 1000;  // at once, since one is too short for the clock

template <class Choose>
Spread choiceTime(std::size_t times, Walk& walk, Choose choose) {
  int moves = 0;
  Spread spread = bench::microseconds(
      std::max<std::size_t>(times / 10, 10),
      [&] {
        for (int i = 0; i < kChoices; ++i) moves += static_cast<int>(choose(walk.to));
      },
      [&] { walk.step(); });
  if (moves == -1) std::printf(" ");  // so that the choices are not optimised away
  spread.median /= kChoices;
  spread.p99 /= kChoices;
  return spread;
}

void learners(std::int32_t replicas, const std::string& quantum, std::size_t times) {
  const Problem problem(1, replicas, std::stod(quantum), {}, learning::ScaleOutCost::Constant, 1);
  const std::string parameters = "(quantum=" + quantum + ", loop=15s";
  const auto answer = [&](const std::string& call) {
    const auto policy = bench::policyOf(call);
    if (policy == nullptr) std::exit(1);
    return answerOf(*policy, std::min<std::size_t>(10, replicas), replicas, times);
  };
  const std::size_t before = 10 * problem.levels() * problem.levels();
  RandomStream random(1, "bench", "choice");
  {
    Walk walk(problem);
    learning::QTable table(problem.states());
    const auto learn = [&] {
      learning::learn(table, problem, {}, walk.from, walk.move, walk.penalty, walk.to);
    };
    const auto step = [&] { walk.step(); };
    bench::microseconds(before, learn, step);
    const Spread choice = choiceTime(times, walk, [&](const State& in) {
      return learning::choose(table, problem, {}, in, random);
    });
    row("q-learning", problem, choice, bench::microseconds(times, learn, step),
        answer("q-learning" + parameters + ")"));
  }
  const auto modelBased = [&](const char* name, auto model, auto learnOne) {
    Walk walk(problem);
    const auto learn = [&] { learnOne(model, walk); };
    const auto step = [&] { walk.step(); };
    bench::microseconds(std::min<std::size_t>(before, 3000), learn, step);
    const Spread choice = choiceTime(times, walk, [&](const State& in) {
      return learning::cheapest(problem, in.replicas, model.table[problem.index(in)]);
    });
    row(name, problem, choice, bench::microseconds(times, learn, step),
        answer("model-based" + parameters + ", model=" + (name + 13) + ")"));
  };
  modelBased("model-based, split", learning::SplitModel(problem), [&](auto& model, const Walk& w) {
    learning::learn(model, problem, {}, w.from, w.to, w.penalty);
  });
  modelBased("model-based, literal", learning::LiteralModel(problem),
             [&](auto& model, const Walk& w) {
               learning::learn(model, problem, {}, w.from, w.move, w.to, w.penalty);
             });
}

}  // namespace

int main(int argc, char** argv) {
  const auto times = static_cast<std::size_t>(argc > 1 ? std::atoi(argv[1]) : 1000);
  if (times == 0) return 2;
  std::printf("%-22s %10s %10s %12s\n", "ten pods", "answer µs", "p99", "memory bytes");
  for (const std::string& call : bench::catalogueCalls()) {
    const auto policy = bench::policyOf(call);
    if (policy == nullptr) return 1;
    const Answer answer = answerOf(*policy, 10, 100, times);
    std::printf("%-22.22s %10.2f %10.2f %12zu\n", call.c_str(), answer.time.median, answer.time.p99,
                answer.bytes);
  }
  std::printf("\n%-22s %8s %10s %12s %10s %10s %10s %12s\n", "learner", "states", "choose µs",
              "learn µs", "p99", "answer µs", "p99", "memory bytes");
  learners(10, "0.1", times);
  learners(200, "0.1", times);
  learners(200, "0.01", std::max<std::size_t>(times / 50, 5));
  return 0;
}
