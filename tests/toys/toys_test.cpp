// The toys of docs/adding/ at work together: the documents cannot rot.
#include <gtest/gtest.h>

#include "agent/agent.h"
#include "base/schema_parameters.h"
#include "knowledge/memory_log.h"
#include "toys/toy_policy.h"
#include "toys/toy_world.h"

namespace evenkeel::toys {
namespace {

TEST(Toys, AToyPolicyRunsAToyWorldThroughAToyMechanism) {
  PoolWorld toy(8);
  const PerRate policy(100);
  EventSink* inbox = nullptr;
  MemoryLog log([&inbox](std::uint64_t position) { inbox->post(IntentDurable{position}); });
  LoopConfig config;
  config.mode = Mode::Act;
  config.policies = {{"per-rate(100)", &policy}};
  Agent agent(toy.world(), config, log);
  inbox = &agent.inbox();
  agent.start();

  toy.rate = 450;
  toy.timeline.runUntil(Instant{} + std::chrono::minutes(3));
  EXPECT_EQ(toy.pool.workers, 5);
  toy.rate = 5000;
  toy.timeline.runUntil(Instant{} + std::chrono::minutes(6));
  EXPECT_EQ(toy.pool.workers, 8) << "the operator's bound";
}

TEST(Toys, TheToyPolicyIsMadeFromItsParameters) {
  const auto read = readParameters(perRateSchema(), {{"requests", "50"}}, "per-rate");
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->requests, 50);
  EXPECT_TRUE(makePerRatePolicy(*read));
  EXPECT_FALSE(readParameters(perRateSchema(), {{"requests", "0"}}, "per-rate"));
}

TEST(Toys, TheToyMechanismCarriesAnOrderOutOnce) {
  PoolWorld toy(8);
  class Keep final : public EventSink {
   public:
    bool post(EventBody body) override {
      bodies.push_back(std::move(body));
      return true;
    }
    std::vector<EventBody> bodies;
  } sink;
  Mechanism& scale = *toy.world().mechanisms[0];
  scale.start(sink);
  const Order order{{PlanId{1}, 0},
                    1,
                    Instant{} + 60s,
                    {"scale", AssetId{2}, {{"replicas", Quantity::units(3)}}, {}, 1}};
  scale.submit(order);
  toy.pool.workers = 6;  // somebody else's doing
  scale.submit(order);
  EXPECT_EQ(toy.pool.workers, 6);
  ASSERT_EQ(sink.bodies.size(), 2u);
  EXPECT_EQ(std::get<OutcomeArrived>(sink.bodies[1]).outcome.kind, OutcomeKind::Completed);
}

}  // namespace
}  // namespace evenkeel::toys
