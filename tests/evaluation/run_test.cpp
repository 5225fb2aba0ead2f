#include "evaluation/run.h"

#include <gtest/gtest.h>

#include "description/read_scenario.h"
#include "knowledge/memory_log.h"
#include "policy/catalogue.h"

namespace evenkeel::evaluation {
namespace {

std::vector<Record> recordsOf(Scenario scenario) {
  auto policy = makePolicy({"hpa", {{"cpu", "60"}}, "hpa(cpu=60)"});
  auto world = simulation::SimulatedWorld::make(std::move(scenario));
  if (!policy || !world) return {};
  RunSetup setup;
  setup.policies = {{"hpa(cpu=60)", policy->get()}};
  DurableRelay durable;
  MemoryLog log(std::ref(durable));
  run(**world, setup, log, durable, [] { return true; });
  return log.records();
}

// From each proposal that changes something to the moment its order goes to the mechanism.
std::vector<Duration> delaysOf(const std::vector<Record>& records) {
  std::vector<Duration> delays;
  std::map<ActionId, Instant> decided;
  Instant now{};
  for (const Record& record : records) {
    if (const auto* input = std::get_if<record::Input>(&record)) now = input->event.time;
    if (const auto* ordered = std::get_if<record::Ordered>(&record))
      decided[ordered->order.id] = now;
    const auto* changed = std::get_if<record::StatusChanged>(&record);
    if (changed != nullptr && changed->status == ActionStatus::Pending) {
      delays.push_back(now - decided.at(changed->action));
    }
  }
  return delays;
}

Scenario stepScenario() {
  auto read = readScenario("examples/step.yaml", {});
  EXPECT_TRUE(read.diagnostics.empty());
  read.scenario.duration = std::chrono::minutes(15);
  return read.scenario;
}

TEST(Run, ADecisionTakesEffectAfterTheDelayThatTheScenarioDeclares) {
  Scenario scenario = stepScenario();
  for (const Duration delay : {Duration{0s}, Duration{20s}}) {
    scenario.decisionDelay = delay;
    const auto delays = delaysOf(recordsOf(scenario));
    ASSERT_FALSE(delays.empty());
    for (const Duration seen : delays) EXPECT_EQ(seen, delay);
  }
}

TEST(Run, TheFirstRecordSaysHowItWasStartedAndTheLastHowItEnded) {
  const auto records = recordsOf(stepScenario());
  ASSERT_FALSE(records.empty());
  ASSERT_TRUE(std::holds_alternative<record::RunStarted>(records.front()));
  EXPECT_EQ(std::get<record::RunStarted>(records.front()).policies,
            std::vector<std::string>{"hpa(cpu=60)"});
  ASSERT_TRUE(std::holds_alternative<record::RunEnded>(records.back()));
  EXPECT_EQ(std::get<record::RunEnded>(records.back()).how, "completed");
}

}  // namespace
}  // namespace evenkeel::evaluation
