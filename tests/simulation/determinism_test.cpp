#include <gtest/gtest.h>

#include "trial.h"

namespace evenkeel::simulation::test {
namespace {

Scenario shop() {
  Component front = component("front", Discipline::ProcessorSharing, exponential(10ms), 2);
  front.calls = {{"back", 1.4, 0.9, 0}};
  const Component back =
      component("back", Discipline::Fcfs, {DistributionKind::LogNormal, 20ms, 1.2, {}}, 3);
  Scenario made = scenario({front, back});
  made.routing = Routing::Random;
  return made;
}

struct Digest {
  std::int64_t issued, completed;
  Nanoseconds responses;
  Histogram histogram;
  double busy;
  friend bool operator==(const Digest&, const Digest&) = default;
};

Digest digest(const Scenario& scenario, std::vector<double> rates) {
  Trial trial(scenario, std::move(rates));
  trial.until(300s);
  const Traffic& traffic = trial.service("app/back").traffic;
  double busy = 0;
  for (const std::uint32_t pod : trial.service("app/back").pods)
    busy += trial.engine->flow().busy(pod);
  return {traffic.issued, traffic.completed, traffic.responseSum, traffic.recent, busy};
}

TEST(Determinism, SameSeedSameRunOtherSeedOtherRun) {
  Scenario scenario = shop();
  EXPECT_EQ(digest(scenario, {30}), digest(scenario, {30}));
  const Digest first = digest(scenario, {30});
  scenario.seed = 2;
  EXPECT_NE(digest(scenario, {30}), first);
}

TEST(Determinism, StoppingOnTheWayChangesNothing) {
  const Digest whole = digest(shop(), {30});
  Trial trial(shop(), {30});
  for (Duration t = 1s; t <= 300s; t += 1s) trial.until(t);
  EXPECT_EQ(trial.service("app/back").traffic.responseSum, whole.responses);
}

// Neither a component nor an application that has nothing to do with the others changes their
// draws.
TEST(Determinism, StrangersChangeNothing) {
  const Digest alone = digest(shop(), {30});
  Scenario larger = shop();
  larger.applications[0].components.push_back(
      component("stranger", Discipline::Fcfs, exponential(1ms)));
  Application other;
  other.name = "other";
  other.components = {component("web", Discipline::ProcessorSharing, exponential(5ms))};
  larger.applications.push_back(other);
  EXPECT_EQ(digest(larger, {30, 50}), alone);
}

}  // namespace
}  // namespace evenkeel::simulation::test
