#include "evaluation/decision_counter.h"

#include <gtest/gtest.h>

#include "description/read_scenario.h"
#include "evaluation/run.h"
#include "evaluation/story_collector.h"
#include "knowledge/memory_log.h"
#include "policy/catalogue.h"

namespace evenkeel::evaluation {
namespace {

// Fails now and again, where it has to do with a fallback and without.
class Moody final : public Policy {
 public:
  explicit Moody(std::unique_ptr<Policy> inner) : inner_(std::move(inner)) {}
  std::string_view name() const override { return "moody"; }
  const PolicyNeeds& needs() const override { return inner_->needs(); }
  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream& random) const override {
    if (random.bernoulli(0.2)) return fail(ErrorKind::Unavailable, "moody", "has no mind to");
    return inner_->decide(snapshot, state, random);
  }

 private:
  std::unique_ptr<Policy> inner_;
};

std::vector<Record> recordsOf(const char* path, const Policy* fallback) {
  auto read = readScenario(path, {});
  EXPECT_TRUE(read.diagnostics.empty());
  read.scenario.applications.front().guardrails.maxStepUp = 0.2;
  auto inner = makePolicy(*parsePolicyCall("hpa(cpu=60)"));
  auto world = simulation::SimulatedWorld::make(std::move(read.scenario));
  EXPECT_TRUE(inner && world);
  const Moody moody(std::move(*inner));
  RunSetup setup;
  setup.policies = {{"moody", &moody}};
  if (fallback != nullptr) setup.fallback = {"static", fallback};
  DurableRelay durable;
  MemoryLog log(std::ref(durable));
  run(**world, setup, log, durable, [] { return true; });
  return log.records();
}

TEST(DecisionCounter, CountsWhatTheStoriesCount) {
  const auto still = makePolicy(*parsePolicyCall("static"));
  for (const Policy* fallback : std::initializer_list<const Policy*>{nullptr, still->get()}) {
    const auto records = recordsOf("examples/step.yaml", fallback);
    for (const Instant from : {Instant{}, Instant(std::chrono::minutes(7))}) {
      StoryQuery query;
      query.countFrom = from;
      StoryCollector stories(std::move(query));
      DecisionCounter counter(from);
      for (const Record& record : records) {
        stories.read(record);
        counter.read(record);
      }
      EXPECT_EQ(counter.counts(), stories.counts());
      const DecisionCounts all = stories.total();
      EXPECT_GT(all.changes, 0u);
      EXPECT_GT(all.guarded, 0u);
      EXPECT_GT(all.failed, 0u);
      EXPECT_EQ(all.byFallback > 0, fallback != nullptr);
    }
  }
}

}  // namespace
}  // namespace evenkeel::evaluation
