// A long random run of the loop with every fault that a world can show, and crashes at any record.
//
// Whatever happens: the replicas stay within the operator's bounds, no component is scaled down
// while its metrics are missing, stale, or zero under traffic, and no order is carried out twice.

#include <gtest/gtest.h>

#include <memory>

#include "agent/agent.h"
#include "agent/fake_world.h"
#include "agent/toy_policies.h"
#include "agent/vector_log.h"
#include "base/random.h"

namespace evenkeel::testing {
namespace {

constexpr std::int32_t kMin = 2;
constexpr std::int32_t kMax = 12;

::evenkeel::Application shop() {
  ::evenkeel::Application application;
  application.name = "shop";
  application.permittedActions = {PermittedAction::Scale};
  for (const char* name : {"front", "cart"}) {
    Component component;
    component.name = name;
    component.replicas = 4;
    component.scaling.minReplicas = kMin;
    component.scaling.maxReplicas = kMax;
    application.components.push_back(component);
  }
  return application;
}

class NullSink final : public EventSink {
 public:
  bool post(EventBody) override { return false; }
};

class RandomRun {
 public:
  RandomRun(std::uint64_t seed, const Policy& policy)
      : random_(seed, "test", "faults"), policy_(policy) {}

  void run(int steps) {
    live();
    for (int i = 0; i < steps; ++i) {
      shake();
      world.scrape();
      try {
        world.timeline.runUntil(world.timeline.now() + fromSeconds(1 + 29 * random_.uniform()));
      } catch (const Crash&) {
        die();
        ++crashes;
        world.timeline.runUntil(world.timeline.now() + fromSeconds(200 * random_.uniform()));
        live();
      }
      check();
    }
  }

  FakeWorld world{shop()};
  VectorLog log;
  int crashes = 0;
  std::size_t downMoves = 0;
  std::size_t upMoves = 0;
  std::size_t ordersDone = 0;

 private:
  void live() {
    log.loseTail();
    Recovery recovery;
    for (const Record& record : log.records) recovery.see(record);
    LoopConfig config;
    config.mode = Mode::Act;
    config.policies = {{"toy", &policy_}};
    config.seed = random_.bits();
    config.keyframeInterval = std::chrono::minutes(2);
    log.append(record::RunStarted{});
    agent_ = std::make_unique<Agent>(world.world(), config, log);
    log.durable = [this](std::uint64_t position) {
      if (random_.bernoulli(0.02)) return;  // a disk that never says
      agent_->inbox().post(IntentDurable{position});
    };
    agent_->resume(recovery.result());
    ++world.epoch;
    agent_->start();
    log.crashAt = random_.bernoulli(0.5) ? 1 + random_.below(400) : 0;
  }
  void die() {
    world.setSink(nowhere_);
    agent_.reset();
    log.crashAt = 0;
  }

  void shake() {
    if (random_.bernoulli(0.1)) {
      const auto fault = static_cast<MetricFault>(random_.below(6));
      if (fault != world.metricFault) faultSince_ = world.timeline.now();
      world.metricFault = fault;
    }
    if (random_.bernoulli(0.1))
      world.mechanismFault = static_cast<MechanismFault>(random_.below(5));
    if (random_.bernoulli(0.2)) world.load = 8 * random_.uniform();
    if (random_.bernoulli(0.05))
      world.timeline.jumpWall(fromSeconds(1e5 * (random_.uniform() - 0.5)));
    if (random_.bernoulli(0.02)) world.setGrant(random_.bernoulli(0.7), ++world.epoch);
    if (random_.bernoulli(0.03)) world.hangsAfterActing = !world.hangsAfterActing;
    if (random_.bernoulli(0.03)) world.neverAnswers = !world.neverAnswers;
  }

  void check() {
    for (; checked_ < world.moves.size(); ++checked_) {
      const auto& move = world.moves[checked_];
      ASSERT_GE(move.to, kMin);
      ASSERT_LE(move.to, kMax);
      (move.to < move.from ? downMoves : upMoves) += 1;
      // The last good sample stays fresh for maxSampleAge (zeros count from the next scrape on),
      // and an order may go out until its deadline after the decision.
      const bool blind =
          world.metricFault == MetricFault::Missing || world.metricFault == MetricFault::Stale;
      const Duration allowed = (world.metricFault == MetricFault::Zero ? 30s : 90s) + 60s;
      if ((blind || world.metricFault == MetricFault::Zero) && move.when - faultSince_ > allowed) {
        ASSERT_GE(move.to, move.from)
            << "scaled down blind, " << toSeconds(move.when - faultSince_) << " s into the fault";
      }
    }
    for (const auto& [id, count] : world.acted) ASSERT_EQ(count, 1);
    for (const auto& [id, count] : world.submissions) ASSERT_EQ(count, 1);
    ordersDone = world.acted.size();
  }

  RandomStream random_;
  const Policy& policy_;
  NullSink nowhere_;
  std::unique_ptr<Agent> agent_;
  Instant faultSince_{};
  std::size_t checked_ = 0;
};

TEST(RandomRun, ASensiblePolicyUnderEveryFault) {
  int crashes = 0;
  std::size_t downs = 0;
  std::size_t ups = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    const Threshold policy;
    RandomRun run(seed, policy);
    run.run(800);
    if (::testing::Test::HasFatalFailure()) return;
    crashes += run.crashes;
    downs += run.downMoves;
    ups += run.upMoves;
  }
  // The run must have been worth it.
  EXPECT_GT(crashes, 10);
  EXPECT_GT(downs, 200u);
  EXPECT_GT(ups, 200u);
}

TEST(RandomRun, APolicyOutOfItsMindUnderEveryFault) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    const Madman policy;
    RandomRun run(seed, policy);
    run.run(800);
    if (::testing::Test::HasFatalFailure()) return;
    EXPECT_GT(run.ordersDone, 5u);
  }
}

}  // namespace
}  // namespace evenkeel::testing
