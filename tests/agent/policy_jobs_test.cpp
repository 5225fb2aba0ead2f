// Policies that take their time: asked elsewhere, answered by an event, given up on at a deadline.
#include "agent/policy_jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "agent/agent.h"
#include "agent/fake_world.h"
#include "agent/toy_policies.h"
#include "agent/vector_log.h"

namespace evenkeel::testing {
namespace {

using ::testing::HasSubstr;

::evenkeel::Application shop() {
  ::evenkeel::Application application;
  application.name = "shop";
  application.permittedActions = {PermittedAction::Scale};
  Component cart;
  cart.name = "cart";
  cart.replicas = 4;
  cart.scaling.minReplicas = 2;
  cart.scaling.maxReplicas = 12;
  application.components = {cart};
  return application;
}

// Threshold, with five seconds to think.
class Thinker final : public Policy {
 public:
  Thinker() { needs_.deadline = 5s; }
  std::string_view name() const override { return "thinker"; }
  const PolicyNeeds& needs() const override { return needs_; }
  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream& random) const override {
    return rule_.decide(snapshot, state, random);
  }

 private:
  Threshold rule_;
  PolicyNeeds needs_ = cpuNeeds();
};

// Keeps what it is asked, and answers when the test says so.
class Desk final : public PolicyJobs {
 public:
  void ask(const PolicyJob& job) override {
    PolicyAnswered answered{job.scope, job.decision, {}, {}};
    answered.answer = askPolicy(job.policy, job.snapshot, job.state, job.random).value();
    waiting.push_back(std::move(answered));
  }
  std::vector<PolicyAnswered> waiting;
};

class PolicyJobsTest : public ::testing::Test, public EventSink {
 protected:
  PolicyJobsTest() {
    LoopConfig config;
    config.mode = Mode::Act;
    config.policies = {{"thinker", &thinker}};
    config.fallback = {"rule", &rule};
    loop = std::make_unique<Loop>(world.world(), config, log, desk);
    log.durable = [this](std::uint64_t position) { post(IntentDurable{position}); };
    world.load = 3;  // asks for five
    world.start(*this);
    world.watch(*this);
    world.scrape();
  }
  bool post(EventBody body) override {
    waiting_.push_back(std::move(body));
    if (waiting_.size() > 1) return true;
    for (; !waiting_.empty(); waiting_.erase(waiting_.begin()))
      loop->step({++number_, world.timeline.now(), world.timeline.wall(), waiting_.front()});
    return true;
  }
  void wakeAt(Duration after) {
    world.timeline.runUntil(Instant(after));
    post(WakeUp{});
  }
  std::vector<record::Proposed> proposals() const { return log.all<record::Proposed>(); }

  FakeWorld world{shop()};
  VectorLog log;
  Thinker thinker;
  Threshold rule;
  Desk desk;
  std::unique_ptr<Loop> loop;

 private:
  std::uint64_t number_ = 0;
  std::vector<EventBody> waiting_;
};

TEST_F(PolicyJobsTest, TheAnswerIsActedOnWhenItArrives) {
  wakeAt(1s);
  ASSERT_EQ(desk.waiting.size(), 1u);
  EXPECT_TRUE(proposals().empty()) << "nobody has decided yet";
  EXPECT_EQ(loop->nextWake(world.timeline.now()), Instant(6s)) << "the deadline";

  world.timeline.runUntil(Instant(3s));
  post(desk.waiting[0]);
  ASSERT_EQ(proposals().size(), 1u);
  EXPECT_FALSE(proposals()[0].byFallback);
  EXPECT_EQ(proposals()[0].failure, "");
  EXPECT_EQ(world.replicas(0), 5);
  post(WakeUp{});
  EXPECT_EQ(loop->nextWake(world.timeline.now()), Instant(15s)) << "the next of its grid";
}

TEST_F(PolicyJobsTest, AfterTheDeadlineTheFallbackDecides) {
  wakeAt(1s);
  wakeAt(5s);
  EXPECT_TRUE(proposals().empty());
  wakeAt(6s);
  ASSERT_EQ(proposals().size(), 1u);
  EXPECT_TRUE(proposals()[0].byFallback);
  EXPECT_THAT(proposals()[0].failure, HasSubstr("gave no answer within 5s"));
  EXPECT_EQ(world.replicas(0), 5);
}

TEST_F(PolicyJobsTest, ALateAnswerAndASecondOneChangeNothing) {
  wakeAt(1s);
  wakeAt(6s);
  post(desk.waiting[0]);
  EXPECT_EQ(proposals().size(), 1u);
  wakeAt(21s);
  ASSERT_EQ(desk.waiting.size(), 2u) << "asked anew";
  post(desk.waiting[0]);
  EXPECT_EQ(proposals().size(), 1u) << "the answer to the first question is none to the second";
  post(desk.waiting[1]);
  post(desk.waiting[1]);
  EXPECT_EQ(proposals().size(), 2u);
}

// The policy saw no load since there was no metric; that the metric is back when it answers does
// not make its answer any better.
TEST_F(PolicyJobsTest, MetricsThatWereMissingWhenItWasAskedHoldTheAnswerBack) {
  wakeAt(1s);
  post(desk.waiting[0]);
  ASSERT_EQ(world.replicas(0), 5);
  world.metricFault = MetricFault::Stale;
  world.timeline.runUntil(Instant(std::chrono::minutes(30)));
  world.scrape();
  post(WakeUp{});
  ASSERT_EQ(desk.waiting.size(), 2u);
  ComponentView cart{};
  cart.id = AssetId{2};
  desk.waiting[1].answer.decision.actions = {scaleTo(cart, 2)};
  world.metricFault = MetricFault::None;
  world.scrape();
  post(desk.waiting[1]);
  EXPECT_EQ(proposals().size(), 2u);
  EXPECT_EQ(world.replicas(0), 5);
  const auto notes = log.all<record::Guarded>().back().notes;
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_THAT(notes[0].detail, HasSubstr("is stale (when the policy was asked)"));
}

TEST_F(PolicyJobsTest, AFailureIsAnAnswerToo) {
  wakeAt(1s);
  desk.waiting[0].failure = "thinker: out of memory";
  post(desk.waiting[0]);
  ASSERT_EQ(proposals().size(), 1u);
  EXPECT_TRUE(proposals()[0].byFallback);
  EXPECT_THAT(proposals()[0].failure, HasSubstr("out of memory"));
}

// In the simulated world, where no time passes while somebody thinks.
TEST(PromptJobs, DecideAsTheSamePolicyWouldAtOnce) {
  FakeWorld world(shop());
  world.load = 3;
  VectorLog log;
  const Thinker thinker;
  LoopConfig config;
  config.mode = Mode::Act;
  config.policies = {{"thinker", &thinker}};
  Agent agent(world.world(), config, log);
  log.durable = [&](std::uint64_t position) { agent.inbox().post(IntentDurable{position}); };
  agent.start();
  for (int i = 0; i < 20; ++i) {
    world.scrape();
    world.timeline.runUntil(world.timeline.now() + 15s);
  }
  EXPECT_EQ(world.replicas(0), 5);
  EXPECT_GT(log.all<record::Proposed>().size(), 15u);
}

}  // namespace
}  // namespace evenkeel::testing
