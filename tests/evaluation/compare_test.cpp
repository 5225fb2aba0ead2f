#include "evaluation/compare.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "description/read_scenario.h"
#include "evaluation/policy_summary.h"
#include "evaluation/run.h"
#include "knowledge/memory_log.h"
#include "policy/catalogue.h"

namespace evenkeel::evaluation {
namespace {

using std::chrono::minutes;

// Two pods serve 100 requests/s together.
Scenario scenarioWith(LoadShape shape) {
  auto read = readScenario("examples/step.yaml", {});
  EXPECT_TRUE(read.diagnostics.empty());
  Scenario scenario = std::move(read.scenario);
  scenario.loads = {{"web", std::move(shape)}};
  scenario.duration = minutes(10);
  scenario.warmUp = minutes(2);
  return scenario;
}

class Compare : public testing::Test {
 protected:
  Compare() { setup_.scenario = scenarioWith(StepLoad{50, 150, minutes(4)}); }

  void contend(const std::string& label) {
    setup_.contenders.push_back({label, {}});
    if (label == "static") return;
    const std::string cpu = label.substr(label.find('=') + 1, 2);
    auto made = makePolicy({"hpa", {{"cpu", cpu}}, label});
    ASSERT_TRUE(made);
    setup_.contenders.back().policies = {{label, made->get()}};
    policies_.push_back(std::move(*made));
  }
  Result<Comparison> comparison(std::size_t threads = 1) {
    setup_.threads = threads;
    return compare(setup_, [](std::size_t) {}, [] { return false; });
  }

  ComparisonSetup setup_;
  std::vector<std::unique_ptr<Policy>> policies_;
};

TEST_F(Compare, DoesNotDependOnTheNumberOfThreads) {
  for (const char* label : {"static", "hpa(cpu=60)", "hpa(cpu=80)"}) contend(label);
  setup_.seeds = 3;
  const auto one = comparison(1);
  const auto four = comparison(4);
  ASSERT_TRUE(one);
  ASSERT_TRUE(four);
  ASSERT_EQ(one->policies.size(), 3u);
  for (std::size_t p = 0; p < 3; ++p) {
    EXPECT_EQ(one->policies[p].policy, setup_.contenders[p].label);
    EXPECT_EQ(one->policies[p].runs, four->policies[p].runs);
  }
}

TEST_F(Compare, ThePolicyThatIsTheSameHasTheSameRuns) {
  for (const char* label : {"hpa(cpu=60)", "hpa(cpu=60)", "hpa(cpu=30)"}) contend(label);
  setup_.seeds = 2;
  const auto done = comparison();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->policies[0].runs, done->policies[1].runs);
  for (std::size_t s = 0; s < 2; ++s) {
    EXPECT_FALSE(done->policies[0].runs[s] == done->policies[2].runs[s]);
  }
}

TEST_F(Compare, SeedsAreOneToNInOrderWhateverTheScenarioSays) {
  contend("static");
  setup_.scenario.seed = 77;
  setup_.seeds = 3;
  const auto done = comparison(2);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->seeds, (std::vector<std::uint64_t>{1, 2, 3}));
  std::set<std::int64_t> distinct;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Scenario scenario = setup_.scenario;
    scenario.seed = seed;
    auto world = simulation::SimulatedWorld::make(scenario);
    ASSERT_TRUE(world);
    DurableRelay durable;
    MemoryLog log(std::ref(durable));
    run(**world, {}, log, durable, [] { return true; });
    const RunMeasures alone = measuresOf((*world)->result(), scenario.prices, {});
    const RunMeasures& compared = done->policies[0].runs[seed - 1];
    EXPECT_EQ(compared.total.arrivals, alone.total.arrivals);
    EXPECT_EQ(compared.total.violations, alone.total.violations);
    EXPECT_EQ(compared.total.responseMean, alone.total.responseMean);
    EXPECT_EQ(compared.total.cost, alone.total.cost);
    distinct.insert(compared.total.arrivals.requests);
  }
  EXPECT_GT(distinct.size(), 1u);
}

TEST_F(Compare, GivesUpWhenAsked) {
  contend("static");
  setup_.seeds = 4;
  for (const std::size_t threads : {1u, 4u}) {
    setup_.threads = threads;
    const auto never = compare(setup_, [](std::size_t) {}, [] { return true; });
    ASSERT_FALSE(never);
    EXPECT_EQ(never.error().kind, ErrorKind::Unavailable);
  }
  setup_.threads = 1;
  std::atomic<bool> stop = false;
  const auto later =
      compare(setup_, [&](std::size_t done) { stop = done == 2; }, [&] { return stop.load(); });
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().kind, ErrorKind::Unavailable);
}

TEST_F(Compare, TellsOfEveryRunThatIsDone) {
  for (const char* label : {"static", "hpa(cpu=60)"}) contend(label);
  setup_.seeds = 3;
  setup_.threads = 4;
  std::vector<std::size_t> told;
  ASSERT_TRUE(
      compare(setup_, [&](std::size_t done) { told.push_back(done); }, [] { return false; }));
  EXPECT_EQ(told, (std::vector<std::size_t>{1, 2, 3, 4, 5, 6}));
}

// Far too much for five minutes, then little. What waits then is gone within the sixth minute, and
// belongs to the fifth, in which it arrived.
TEST_F(Compare, SplitJudgesTheLastTwoFifthsOnly) {
  setup_.scenario = scenarioWith(StepLoad{300, 10, minutes(5)});
  contend("static");
  const auto whole = comparison();
  setup_.part = Part::Test;
  const auto split = comparison();
  ASSERT_TRUE(whole);
  ASSERT_TRUE(split);
  EXPECT_EQ(whole->judgedFrom, minutes(2));
  EXPECT_EQ(whole->policies[0].runs[0].total.violations.violated, 3);
  EXPECT_EQ(whole->policies[0].runs[0].total.violations.windows, 8);

  EXPECT_EQ(split->judgedFrom, minutes(6));
  const RunMeasures& run = split->policies[0].runs[0];
  EXPECT_EQ(run.judged, minutes(4));
  EXPECT_EQ(run.total.violations.violated, 0);
  EXPECT_EQ(run.total.violations.windows, 4);
  EXPECT_NEAR(static_cast<double>(run.total.arrivals.requests), 10 * 240,
              5 * 49);  // Poisson, five deviations
  EXPECT_DOUBLE_EQ(run.total.cost.podSeconds, 2 * 240);
  EXPECT_DOUBLE_EQ(run.total.cost.coreSeconds, 240);
}

TEST_F(Compare, SplitNeverJudgesTheWarmUp) {
  setup_.scenario.warmUp = minutes(8);
  setup_.part = Part::Test;
  contend("static");
  const auto done = comparison();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->judgedFrom, minutes(8));
  EXPECT_EQ(done->policies[0].runs[0].judged, minutes(2));
}

TEST_F(Compare, TheWarmUpIsLeftOut) {
  setup_.scenario = scenarioWith(StepLoad{300, 10, minutes(5)});
  setup_.scenario.warmUp = minutes(6);
  contend("static");
  const auto done = comparison();
  ASSERT_TRUE(done);
  const RunMeasures& run = done->policies[0].runs[0];
  EXPECT_EQ(run.judged, minutes(4));
  EXPECT_EQ(run.total.violations.bad, 0);
  EXPECT_EQ(run.total.arrivals.failed, 0);
  EXPECT_LT(*run.total.responseP999, 0.2);
}

// Nobody answers and nobody gives up: no request ever ends.
TEST_F(Compare, ADeadApplicationWithoutATimeOutViolatesAllTheTime) {
  setup_.scenario = scenarioWith(SteadyLoad{50});
  Component& server = setup_.scenario.applications[0].components[0];
  server.serving.timeout.reset();
  server.serving.queueLimit = 1'000'000;
  server.requests.cpu = Quantity::units(1000);  // no node has room: no pod gets ready
  server.limits.reset();
  contend("static");
  contend("hpa(cpu=60)");
  const auto done = comparison();
  ASSERT_TRUE(done);
  for (const ComparedPolicy& policy : done->policies) {
    const RunMeasures& run = policy.runs[0];
    EXPECT_EQ(run.total.violations.windows, 8);
    EXPECT_EQ(run.total.violations.violated, 8);
    EXPECT_EQ(run.total.violations.bad, run.total.violations.requests);
    // Those of the last 200 ms, which is the target, are too young to be judged.
    EXPECT_EQ(run.total.arrivals.unfinished, run.total.arrivals.requests);
    EXPECT_NEAR(static_cast<double>(run.total.arrivals.requests - run.total.violations.requests),
                10, 16);
    EXPECT_EQ(run.total.responseMean, std::nullopt);
    EXPECT_EQ(run.total.responseP95, std::nullopt);
  }
}

// What a policy is late with stays where it arrived: all have the same requests in every window.
TEST_F(Compare, EveryPolicyIsJudgedByTheSameRequests) {
  setup_.scenario = scenarioWith(StepLoad{50, 400, minutes(4)});
  setup_.scenario.applications[0].components[0].serving.timeout = 50s;
  setup_.scenario.applications[0].components[0].serving.queueLimit = 100'000;
  for (const char* label : {"static", "hpa(cpu=20)"}) contend(label);
  const auto done = comparison();
  ASSERT_TRUE(done);
  const RunMeasures& slow = done->policies[0].runs[0];
  const RunMeasures& fast = done->policies[1].runs[0];
  EXPECT_EQ(slow.total.arrivals.requests, fast.total.arrivals.requests);
  EXPECT_EQ(slow.total.violations.windows, fast.total.violations.windows);
  EXPECT_GT(slow.total.violations.bad, 2 * fast.total.violations.bad);
}

// The step comes in the second minute, and with it most of the changes.
TEST_F(Compare, DecisionsAreCountedInTheJudgedPart) {
  setup_.scenario = scenarioWith(StepLoad{50, 150, minutes(1)});
  contend("hpa(cpu=60)");
  setup_.scenario.warmUp = {};
  const auto whole = comparison();
  setup_.scenario.warmUp = minutes(5);
  const auto half = comparison();
  ASSERT_TRUE(whole);
  ASSERT_TRUE(half);
  const DecisionCounts all = whole->policies[0].runs[0].total.decisions;
  const DecisionCounts judged = half->policies[0].runs[0].total.decisions;
  EXPECT_GT(all.changes, judged.changes);
  EXPECT_NEAR(static_cast<double>(judged.decisions), static_cast<double>(all.decisions) / 2, 1);
}

TEST_F(Compare, SplitsAtTheExactNanosecond) {
  contend("static");
  setup_.part = Part::Test;
  setup_.scenario.warmUp = {};
  setup_.scenario.duration = 200s;
  EXPECT_EQ(comparison()->judgedFrom, 120s);
}

TEST_F(Compare, SaysWhichApplicationsHaveNoTarget) {
  EXPECT_TRUE(comparisonOf(setup_.scenario).withoutTarget.empty());
  for (Target& target : setup_.scenario.applications[0].targets) {
    target.relation = Relation::GreaterOrEqual;
  }
  EXPECT_EQ(comparisonOf(setup_.scenario).withoutTarget, std::vector<std::string>{"web"});
}

TEST_F(Compare, SaysWhetherWhatIsJudgedHadASayInTheScale) {
  TraceLoad load;
  setup_.scenario = scenarioWith(load);
  EXPECT_FALSE(comparisonOf(setup_.scenario).scaleSeesJudged);
  load.peak = 100;
  setup_.scenario = scenarioWith(load);
  EXPECT_TRUE(comparisonOf(setup_.scenario).scaleSeesJudged);
  setup_.scenario.warmUp = minutes(6);
  EXPECT_FALSE(comparisonOf(setup_.scenario).scaleSeesJudged);
}

TEST_F(Compare, AStressCaseHasNoIntervalOverTime) {
  for (const char* label : {"static", "hpa(cpu=60)"}) contend(label);
  const auto done = comparison();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->blocks.count, 0u);
  EXPECT_TRUE(done->policies[1].blockDifferences.empty());
}

TEST_F(Compare, IntervalsStayWithinWhatIsPossible) {
  ComparedPolicy policy;
  for (const std::int64_t violated : {0, 0, 1, 100}) {
    RunMeasures& run = policy.runs.emplace_back();
    run.total.violations.violated = static_cast<decltype(run.total.violations.violated)>(violated);
    run.total.violations.windows = 100;
  }
  const auto summary = summaryOf(policy, measures().front());
  ASSERT_TRUE(summary && summary->interval);
  EXPECT_EQ(summary->interval->low, 0);
  EXPECT_LT(summary->interval->high, 100.001);
  EXPECT_GT(summary->interval->high, 99.9);
}

// Thirty hours of a trace in half an hour.
TraceLoad traceLoad(const std::string& file) {
  TraceLoad load;
  load.file = testing::TempDir() + file;
  load.stretch = 1.0 / 60;
  std::ofstream out(load.file);
  out << "minute,count\n";
  for (int minute = 0; minute < 30 * 60; ++minute) {
    out << minute << ',' << (minute / 300 % 2 == 0 ? 3000 : 7200) << '\n';
  }
  return load;
}

TEST_F(Compare, ReadsATraceOnce) {
  const TraceLoad load = traceLoad("compare_test_read_once.csv");
  setup_.scenario = scenarioWith(load);
  contend("static");
  setup_.seeds = 3;
  const auto done = compare(
      setup_, [&](std::size_t) { std::filesystem::remove(load.file); }, [] { return false; });
  EXPECT_TRUE(done) << done.error().what;
  EXPECT_FALSE(std::filesystem::exists(load.file));
}

// Four hours of the trace last four minutes.
TEST_F(Compare, DrawsBlocksOfTheTrace) {
  setup_.scenario = scenarioWith(traceLoad("compare_test_blocks.csv"));
  setup_.scenario.duration = minutes(30);
  setup_.scenario.prices = {};
  setup_.seeds = 2;
  for (const char* label : {"static", "hpa(cpu=60)", "static"}) contend(label);
  const auto done = comparison(2);
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(done->blocks, (BlockPlan{minutes(4), 7}));
  EXPECT_TRUE(done->policies[0].blockDifferences.empty());

  Figures ours;
  Figures theirs;
  for (std::size_t s = 0; s < 2; ++s) {
    ours.violations += done->policies[1].runs[s].total.violations;
    ours.cost += done->policies[1].runs[s].total.cost;
    theirs.violations += done->policies[0].runs[s].total.violations;
    theirs.cost += done->policies[0].runs[s].total.cost;
  }
  std::map<std::string, std::optional<Estimate>> estimates;
  for (const BlockDifference& difference : done->policies[1].blockDifferences) {
    estimates[std::string(difference.measure)] = difference.estimate;
  }
  ASSERT_EQ(estimates.size(), 5u);
  EXPECT_NEAR(100 * estimates["violatedWindows"]->value,
              ours.violations.percentOfWindows() - theirs.violations.percentOfWindows(), 1e-9);
  EXPECT_NEAR(100 * estimates["violatedRequests"]->value,
              ours.violations.percentOfRequests() - theirs.violations.percentOfRequests(), 1e-9);
  EXPECT_NEAR(estimates["podHours"]->value, ours.cost.podSeconds / theirs.cost.podSeconds - 1,
              1e-9);
  EXPECT_LT(estimates["podHours"]->interval.low, estimates["podHours"]->value);
  EXPECT_GT(estimates["podHours"]->interval.high, estimates["podHours"]->value);
  EXPECT_FALSE(estimates["money"].has_value()) << "without prices there is no ratio of costs";

  for (const BlockDifference& difference : done->policies[2].blockDifferences) {
    if (difference.measure == "money") continue;
    EXPECT_EQ(difference.estimate->value, 0) << difference.measure;
    EXPECT_EQ(difference.estimate->interval, (Interval{0, 0})) << difference.measure;
  }
}

TEST_F(Compare, AFaultOfTheScenarioIsTheAnswer) {
  TraceLoad load;
  load.file = "no-such-trace.csv";
  setup_.scenario = scenarioWith(load);
  contend("static");
  const auto done = comparison(2);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().where.find("no-such-trace.csv"), std::string::npos);
}

// Knows the step before it comes, and pays for no pod that it can do without.
TEST_F(Compare, ABoundViolatesLittleAndCostsLessThanRules) {
  setup_.scenario.duration = minutes(60);
  setup_.scenario.loads[0].shape = StepLoad{150, 400, minutes(30)};
  setup_.contenders.push_back({"clairvoyant", {}, Bound::B1c});
  setup_.contenders.push_back({"clairvoyant(bound=B0)", {}, Bound::B0});
  contend("hpa(cpu=60)");
  const auto compared = comparison();
  ASSERT_TRUE(compared);
  const auto& best = compared->policies[0];
  const auto& loose = compared->policies[1];
  const auto& rule = compared->policies[2];
  EXPECT_LE(best.runs[0].total.violations.violated, 3);
  EXPECT_LT(best.runs[0].total.cost.podSeconds, rule.runs[0].total.cost.podSeconds);
  EXPECT_LE(loose.runs[0].total.cost.podSeconds, 1.01 * best.runs[0].total.cost.podSeconds);
  ASSERT_TRUE(best.planned);
  EXPECT_LE(best.planned->violatedPercent, 1.0 + 1e-6);
  ASSERT_TRUE(best.planned->boundPodHours);
  EXPECT_LE(*best.planned->boundPodHours, best.planned->podHours);
  EXPECT_FALSE(rule.planned);
}

// Played back, pods grow and shrink in place as planned.
TEST_F(Compare, ABoundOfSizesCostsFewerCoresAndViolatesAsLittle) {
  setup_.scenario.duration = minutes(60);
  setup_.scenario.loads[0].shape = StepLoad{150, 400, minutes(30)};
  setup_.contenders.push_back({"clairvoyant", {}, Bound::B1c});
  const auto pods = comparison();
  ASSERT_TRUE(pods);
  Application& web = setup_.scenario.applications[0];
  web.permittedActions.push_back(PermittedAction::Resize);
  Component& component = web.components[0];
  component.resourceBounds = {{Quantity::millis(250), component.requests.memory},
                              {Quantity::units(2), component.requests.memory}};
  const auto sizes = comparison();
  ASSERT_TRUE(sizes);
  const auto& before = pods->policies[0];
  const auto& after = sizes->policies[0];
  ASSERT_TRUE(after.planned);
  EXPECT_FALSE(after.planned->boundPodHours);
  EXPECT_LT(after.planned->coreHours, before.planned->coreHours);
  const RunMeasures& run = after.runs[0];
  EXPECT_LE(run.total.violations.violated, 3);
  // Judged is all but the warm-up.
  const double judged = run.total.cost.coreSeconds / 3600 * 60 / 58;
  EXPECT_NEAR(judged, after.planned->coreHours, 0.06 * after.planned->coreHours);
}

TEST_F(Compare, ABoundIsRefusedWhereItIsNotDefined) {
  setup_.contenders.push_back({"clairvoyant", {}, Bound::B1c});
  setup_.scenario.applications[0].targets.clear();
  const auto withoutTarget = comparison();
  ASSERT_FALSE(withoutTarget);
  EXPECT_EQ(withoutTarget.error().kind, ErrorKind::Refused);
}

TEST_F(Compare, AsAFluidIsAnEstimateOfTheSame) {
  contend("hpa(cpu=60)");
  const auto single = comparison();
  setup_.detail = simulation::Detail::Fluid;
  const auto fluid = comparison();
  ASSERT_TRUE(single);
  ASSERT_TRUE(fluid);
  const auto& a = single->policies[0].runs[0].total;
  const auto& b = fluid->policies[0].runs[0].total;
  // A threshold may be passed by chance: a pod more or less.
  EXPECT_NEAR(b.cost.podSeconds, a.cost.podSeconds, 0.15 * a.cost.podSeconds);
  EXPECT_NEAR(static_cast<double>(b.arrivals.requests), static_cast<double>(a.arrivals.requests),
              0.02 * static_cast<double>(a.arrivals.requests));
}

}  // namespace
}  // namespace evenkeel::evaluation
