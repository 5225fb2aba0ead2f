#include "agent/agent.h"

#include <gtest/gtest.h>

#include <memory>

#include "agent/fake_world.h"
#include "agent/toy_policies.h"
#include "agent/vector_log.h"

namespace evenkeel::testing {
namespace {

::evenkeel::Application shop(std::int32_t replicas = 4) {
  ::evenkeel::Application application;
  application.name = "shop";
  application.permittedActions = {PermittedAction::Scale};
  Component cart;
  cart.name = "cart";
  cart.replicas = replicas;
  cart.scaling.minReplicas = 2;
  cart.scaling.maxReplicas = 12;
  application.components = {cart};
  return application;
}

class LoopTest : public ::testing::Test {
 protected:
  void start(const Policy& policy, Mode mode = Mode::Act, const Policy* fallback = nullptr) {
    LoopConfig config;
    config.mode = mode;
    config.policies = {{"toy", &policy}};
    config.fallback = {"fallback", fallback};
    agent = std::make_unique<Agent>(world.world(), config, log);
    log.durable = [this](std::uint64_t position) { agent->inbox().post(IntentDurable{position}); };
    agent->start();
  }
  void run(Duration span, Duration step = 15s) { run(world, span, step); }
  static void run(FakeWorld& of, Duration span, Duration step = 15s) {
    const Instant end = of.timeline.now() + span;
    while (of.timeline.now() < end) {
      of.scrape();
      of.timeline.runUntil(std::min(end, of.timeline.now() + step));
    }
  }
  // From now on the log becomes durable only when acknowledge() says so.
  void withholdAcknowledgements() {
    log.durable = [this](std::uint64_t position) { withheld.push_back(position); };
  }
  void acknowledge() {
    for (const std::uint64_t position : withheld) agent->inbox().post(IntentDurable{position});
    world.timeline.runDue();
  }
  std::vector<GuardNote> notes() const {
    std::vector<GuardNote> all;
    for (const auto& guarded : log.all<record::Guarded>())
      all.insert(all.end(), guarded.notes.begin(), guarded.notes.end());
    return all;
  }

  FakeWorld world{shop()};
  VectorLog log;
  Threshold threshold;
  std::unique_ptr<Agent> agent;
  std::vector<std::uint64_t> withheld;  // positions
};

TEST_F(LoopTest, ScalesToWhatTheLoadNeedsAndThenHolds) {
  world.load = 3;
  start(threshold);
  run(std::chrono::minutes(10));
  EXPECT_EQ(world.replicas(0), 5);
  const std::size_t moves = world.moves.size();
  run(std::chrono::minutes(10));
  EXPECT_EQ(world.moves.size(), moves);
}

TEST_F(LoopTest, DecisionsFallOnMultiplesOfThePeriod) {
  world.timeline.runUntil(Instant(4s));
  world.metricFault = MetricFault::Missing;
  start(threshold, Mode::Recommend);
  world.timeline.runUntil(Instant(5s));
  EXPECT_EQ(agent->loop().nextWake(Instant(5s)), Instant(15s));
  world.timeline.runUntil(Instant(31s));
  EXPECT_EQ(agent->loop().nextWake(Instant(31s)), Instant(45s));
  EXPECT_EQ(log.all<record::Proposed>().size(), 3u);
}

// Windows as long as a period compare strictly (docs/decisions/0010).
TEST_F(LoopTest, ALateWakeUpIsOfTheTimeThatItWasDueAt) {
  const Onlooker onlooker;
  LoopConfig config;
  config.policies = {{"onlooker", &onlooker}};
  Inbox inbox(world.timeline, 1000, [] {});
  PromptJobs jobs(inbox);
  Loop loop(world.world(), config, log, jobs);
  world.watch(inbox);
  while (const auto event = inbox.take()) loop.step(*event);
  std::uint64_t number = 1000;
  for (const Duration at : {0ms, 15'004ms, 30'001ms, 44'990ms, 53'000ms, 74'000ms, 75'010ms})
    loop.step({++number, Instant(at), {}, WakeUp{}});
  EXPECT_EQ(onlooker.asked, (std::vector<Instant>{Instant(0s), Instant(15s), Instant(30s),
                                                  Instant(53s), Instant(75s)}));
}

TEST_F(LoopTest, TheFirstFiguresOfAMetricAreDecidedOnWhenTheyCome) {
  PolicyNeeds needs = cpuNeeds();
  needs.metrics.push_back({std::string(metric::kRequestRate), MetricOf::Component, {}, {}, true});
  const Onlooker onlooker(needs);
  world.silent = metric::kRequestRate;
  start(onlooker, Mode::Recommend);
  world.timeline.runUntil(Instant(1s));
  for (const Duration at : {1s, 2s, 3s, 4s}) {
    world.timeline.runUntil(Instant(at));
    if (at == 3s) world.silent.clear();
    world.scrape();
    world.timeline.runDue();
  }
  EXPECT_EQ(onlooker.asked, (std::vector<Instant>{Instant(0s), Instant(1s), Instant(3s)}));
  world.timeline.runUntil(Instant(15s));
  EXPECT_EQ(onlooker.asked.back(), Instant(15s));
}

TEST_F(LoopTest, WhoLearnsOrTakesItsTimeIsNotHurried) {
  PolicyNeeds learning = cpuNeeds();
  learning.learns = true;
  PolicyNeeds slow = cpuNeeds();
  slow.period = 1min;
  for (const PolicyNeeds& needs : {learning, slow}) {
    FakeWorld own{shop()};
    VectorLog kept;
    const Onlooker onlooker(needs);
    LoopConfig config;
    config.policies = {{"onlooker", &onlooker}};
    Agent hurried(own.world(), config, kept);
    hurried.start();
    own.timeline.runUntil(Instant(1s));
    own.scrape();
    own.timeline.runUntil(Instant(2s));
    EXPECT_EQ(onlooker.asked.size(), 1u);
  }
}

TEST_F(LoopTest, TheIntentIsInTheLogBeforeTheMechanismIsCalled) {
  world.load = 3;
  start(threshold);
  withholdAcknowledgements();
  run(60s);
  EXPECT_TRUE(world.moves.empty()) << "nothing may be sent before the log is durable";
  ASSERT_FALSE(log.all<record::Ordered>().empty());
  acknowledge();
  EXPECT_EQ(world.moves.size(), 1u);
}

TEST_F(LoopTest, ModeRecommendOnlyObserves) {
  world.load = 3;
  start(threshold, Mode::Recommend);
  run(std::chrono::minutes(5));
  EXPECT_TRUE(world.moves.empty());
  const auto all = notes();
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const GuardNote& note) {
    return note.guardrail == Guardrail::Authority;
  }));
  EXPECT_TRUE(log.all<record::Planned>().empty());
}

TEST_F(LoopTest, LosingTheRightToActStopsActingAtOnce) {
  world.load = 3;
  start(threshold);
  world.setGrant(false, 2);
  run(std::chrono::minutes(5));
  EXPECT_TRUE(world.moves.empty());
  world.setGrant(true, 3);
  run(std::chrono::minutes(5));
  EXPECT_EQ(world.replicas(0), 5);
}

// The lease may be lost without anybody else taking it: the epoch stays.
TEST_F(LoopTest, WhatIsNotSentWhenTheRightToActIsLostIsNeverSent) {
  world.load = 3;
  start(threshold);
  withholdAcknowledgements();
  run(30s);
  ASSERT_FALSE(log.all<record::Ordered>().empty());
  world.setGrant(false, world.epoch);
  world.timeline.runDue();
  world.setGrant(true, world.epoch);
  world.timeline.runDue();
  acknowledge();
  EXPECT_TRUE(world.moves.empty());
}

TEST_F(LoopTest, NothingIsSentAfterAStop) {
  world.load = 3;
  start(threshold);
  withholdAcknowledgements();
  run(30s);
  ASSERT_FALSE(log.all<record::Ordered>().empty());
  agent->stop();
  world.timeline.runDue();
  acknowledge();
  EXPECT_TRUE(world.moves.empty());
}

TEST_F(LoopTest, WithoutMetricsNothingIsScaledDown) {
  world.load = 4;
  start(threshold);
  run(std::chrono::minutes(10));
  ASSERT_EQ(world.replicas(0), 7);
  world.metricFault = MetricFault::Zero;
  run(std::chrono::minutes(10));
  EXPECT_EQ(world.replicas(0), 7);
  world.metricFault = MetricFault::Missing;
  world.load = 1;
  run(std::chrono::minutes(10));
  EXPECT_EQ(world.replicas(0), 7);
  const auto all = notes();
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const GuardNote& note) {
    return note.guardrail == Guardrail::MissingData;
  }));
  world.metricFault = MetricFault::None;
  run(std::chrono::minutes(10));
  EXPECT_EQ(world.replicas(0), 2);
}

TEST_F(LoopTest, ACountFoundOutsideItsBoundsIsBroughtBackEvenWhileThePolicyHolds) {
  world.setReplicas(0, 40);
  world.metricFault = MetricFault::Missing;
  class Holds final : public Policy {
   public:
    std::string_view name() const override { return "holds"; }
    const PolicyNeeds& needs() const override { return needs_; }
    Result<PolicyAnswer> decide(const Snapshot&, const PolicyState& state,
                                RandomStream&) const override {
      return PolicyAnswer{{}, state};
    }

   private:
    PolicyNeeds needs_ = cpuNeeds();
  } holds;
  start(holds);
  run(30s);
  EXPECT_EQ(world.replicas(0), 12);
}

TEST_F(LoopTest, ACountFoundOutsideItsBoundsIsBroughtBackEvenWhereNobodyCanDecide) {
  class Fails final : public Policy {
   public:
    std::string_view name() const override { return "fails"; }
    const PolicyNeeds& needs() const override { return needs_; }
    Result<PolicyAnswer> decide(const Snapshot&, const PolicyState&, RandomStream&) const override {
      return fail(ErrorKind::Unavailable, "fails", "no model");
    }

   private:
    PolicyNeeds needs_ = cpuNeeds();
  } fails;
  world.setReplicas(0, 40);
  start(fails);
  run(30s);
  EXPECT_EQ(world.replicas(0), 12);
  EXPECT_EQ(log.all<record::Proposed>().front().failure, "fails: no model");
}

TEST_F(LoopTest, ADecisionMayTakeLongerThanAnActionDoes) {
  world.load = 3;
  LoopConfig config;
  config.mode = Mode::Act;
  config.policies = {{"toy", &threshold}};
  config.decisionDelay = config.dispatcher.actionDeadline + 30s;
  agent = std::make_unique<Agent>(world.world(), config, log);
  log.durable = [&](std::uint64_t position) {
    world.timeline.at(world.timeline.now() + config.decisionDelay,
                      [this, position] { agent->inbox().post(IntentDurable{position}); });
  };
  agent->start();
  run(std::chrono::minutes(10));
  EXPECT_EQ(world.replicas(0), 5);
}

TEST_F(LoopTest, TheFallbackDecidesWhereThePolicyFailsOrThrows) {
  class Throws final : public Policy {
   public:
    std::string_view name() const override { return "throws"; }
    const PolicyNeeds& needs() const override { return needs_; }
    Result<PolicyAnswer> decide(const Snapshot&, const PolicyState&, RandomStream&) const override {
      throw std::runtime_error("model gone");
    }

   private:
    PolicyNeeds needs_ = cpuNeeds();
  } broken;
  world.load = 3;
  start(broken, Mode::Act, &threshold);
  run(std::chrono::minutes(5));
  EXPECT_EQ(world.replicas(0), 5);
  const auto proposed = log.all<record::Proposed>();
  EXPECT_TRUE(proposed.back().byFallback);
  EXPECT_EQ(proposed.back().failure, "throws: model gone");
}

TEST_F(LoopTest, TwoPoliciesOnOneComponentTheFirstWinsAndTheOtherIsDiscarded) {
  world.load = 3;
  LoopConfig config;
  config.mode = Mode::Act;
  config.policies = {{"first", &threshold}, {"second", &threshold}};
  agent = std::make_unique<Agent>(world.world(), config, log);
  log.durable = [this](std::uint64_t position) { agent->inbox().post(IntentDurable{position}); };
  agent->start();
  run(60s);
  EXPECT_EQ(world.moves.size(), 1u);
  const auto changes = log.all<record::StatusChanged>();
  EXPECT_TRUE(std::any_of(changes.begin(), changes.end(), [](const record::StatusChanged& change) {
    return change.status == ActionStatus::Discarded && change.winner == PlanId{1} &&
           change.detail == "first came first";
  }));
}

// Two that never agree: each alone would undo the other's work, cycle by cycle.
TEST_F(LoopTest, OfTwoPoliciesOnOneKnobTheOneThatAsksForMoreCounts) {
  class Three final : public Policy {
   public:
    std::string_view name() const override { return "three"; }
    const PolicyNeeds& needs() const override { return needs_; }
    Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                                RandomStream&) const override {
      PolicyAnswer answer{{}, state};
      answer.decision.actions = {scaleTo(snapshot.components[0], 3)};
      return answer;
    }

   private:
    PolicyNeeds needs_ = cpuNeeds();
  } three;
  for (const bool swapped : {false, true}) {
    SCOPED_TRACE(swapped);
    world.setReplicas(0, 4);
    agent.reset();
    world.load = 2.4;  // the threshold is content with four
    LoopConfig config;
    config.mode = Mode::Act;
    config.policies = {{"first", &threshold}, {"second", &three}};
    if (swapped) std::swap(config.policies[0].policy, config.policies[1].policy);
    agent = std::make_unique<Agent>(world.world(), config, log);
    log.durable = [this](std::uint64_t position) { agent->inbox().post(IntentDurable{position}); };
    agent->start();
    run(60s);
    EXPECT_EQ(world.replicas(0), 4);
    const std::size_t moves = world.moves.size();
    world.load = 3;
    run(60s);
    EXPECT_EQ(world.replicas(0), 5);
    run(std::chrono::minutes(20));
    EXPECT_EQ(world.moves.size(), moves + 1);
  }
  const auto all = notes();
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const GuardNote& note) {
    return note.guardrail == Guardrail::Precedence;
  }));
}

TEST_F(LoopTest, AComponentThatNamesItsPoliciesHasThoseAndNoOthers) {
  ::evenkeel::Application described = shop();
  described.components[0].policies = {"own", "none such"};
  FakeWorld named{described};
  LoopConfig config;
  config.mode = Mode::Act;
  Madman madman;
  config.policies = {{"of the run", &madman}};
  config.policyOfCall = [](const std::string& call) {
    return call == "own" ? std::make_shared<Threshold>() : nullptr;
  };
  Agent with(named.world(), config, log);
  log.durable = [&](std::uint64_t position) { with.inbox().post(IntentDurable{position}); };
  named.load = 3;
  with.start();
  for (int i = 0; i < 40; ++i) {
    named.scrape();
    named.timeline.runUntil(named.timeline.now() + 15s);
  }
  EXPECT_EQ(named.replicas(0), 5);
  const auto opened = log.all<record::ScopeOpened>();
  ASSERT_EQ(opened.size(), 1u);
  EXPECT_EQ(opened[0].policy, "own");
}

TEST_F(LoopTest, ADescriptionThatChangesChangesWhoDecidesAndKeepsItsMemory) {
  ::evenkeel::Application described = shop();
  described.components[0].policies = {"threshold(a=1)"};
  FakeWorld named{described};
  LoopConfig config;
  config.mode = Mode::Act;
  config.policyOfCall = [](const std::string&) { return std::make_shared<Threshold>(); };
  config.keyframeInterval = 15s;
  Agent with(named.world(), config, log);
  log.durable = [&](std::uint64_t position) { with.inbox().post(IntentDurable{position}); };
  with.start();
  const auto remembered = [&] {
    return log.all<record::Keyframe>().back().scopes.at(0).memory.primary.bytes.size();
  };
  run(named, 8 * 15s);
  const std::size_t before = remembered();
  EXPECT_GE(before, 7u);
  named.describe(described);  // the same again
  run(named, 1 * 15s);
  EXPECT_EQ(log.all<record::ScopeOpened>().size(), 1u);
  EXPECT_TRUE(log.all<record::ScopeClosed>().empty());
  described.components[0].policies = {"threshold(a=2)"};
  named.describe(described);
  named.load = 3;
  run(named, 8 * 15s);
  const auto opened = log.all<record::ScopeOpened>();
  ASSERT_EQ(opened.size(), 2u);
  EXPECT_EQ(opened[1].policy, "threshold(a=2)");
  const auto closed = log.all<record::ScopeClosed>();
  ASSERT_EQ(closed.size(), 1u);
  EXPECT_EQ(closed[0].scope, opened[0].scope);
  EXPECT_GT(remembered(), before + 5);
  EXPECT_EQ(named.replicas(0), 5);
}

TEST_F(LoopTest, WhatApplicationsAreIsInTheLogWhereItIsWanted) {
  ::evenkeel::Application described = shop();
  FakeWorld named{described};
  LoopConfig config;
  config.policies = {{"toy", &threshold}};
  config.keyframeInterval = 15s;
  config.textOfApplication = [](const ::evenkeel::Application& application) {
    return application.name + " up to " +
           std::to_string(application.components[0].scaling.maxReplicas);
  };
  Agent with(named.world(), config, log);
  with.start();
  named.timeline.runUntil(Instant(20s));
  named.describe(described);  // the same again
  named.timeline.runUntil(Instant(40s));
  EXPECT_TRUE(log.all<record::LoopConfigured>().at(0).describes);
  ASSERT_EQ(log.all<record::ApplicationDescribed>().size(), 1u);
  described.components[0].scaling.maxReplicas = 20;
  named.describe(described);
  named.timeline.runUntil(Instant(60s));
  const auto said = log.all<record::ApplicationDescribed>();
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[0].text, "shop up to 12");
  EXPECT_EQ(said[1].text, "shop up to 20");
  const auto kept = log.all<record::Keyframe>().back().descriptions;
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].text, "shop up to 20");
  EXPECT_EQ(kept[0].application, said[1].application);
}

// What the inventory has learnt in the meantime counts from when the loop is told.
TEST_F(LoopTest, DecidesByTheDescriptionThatItWasToldOf) {
  ::evenkeel::Application described = shop(2);
  FakeWorld named{described};
  LoopConfig config;
  config.mode = Mode::Act;
  config.policies = {{"toy", &threshold}};
  Agent with(named.world(), config, log);
  log.durable = [&](std::uint64_t position) { with.inbox().post(IntentDurable{position}); };
  with.start();
  run(named, 2 * 15s);
  EXPECT_EQ(named.replicas(0), 2);
  described.components[0].scaling.maxReplicas = 3;
  named.learn(described);
  named.load = 6;
  run(named, 20 * 15s);
  EXPECT_GT(named.replicas(0), 3);
  named.describe(described);
  run(named, 20 * 15s);
  EXPECT_EQ(named.replicas(0), 3);
}

TEST_F(LoopTest, AHangingMechanismIsAskedAndTheLoopGoesOn) {
  world.load = 3;
  world.mechanismFault = MechanismFault::Hangs;
  start(threshold);
  run(std::chrono::minutes(3));
  EXPECT_TRUE(world.moves.empty());
  world.mechanismFault = MechanismFault::None;
  run(std::chrono::minutes(3));
  EXPECT_EQ(world.replicas(0), 5);
  for (const auto& [id, count] : world.submissions) EXPECT_EQ(count, 1);
}

TEST_F(LoopTest, StopMeansNoFurtherDecision) {
  world.load = 3;
  start(threshold);
  agent->stop();
  run(std::chrono::minutes(5));
  EXPECT_TRUE(log.all<record::Proposed>().empty());
  EXPECT_TRUE(agent->loop().stopped());
  agent.reset();
  EXPECT_TRUE(world.timeline.idle());
}

}  // namespace
}  // namespace evenkeel::testing
