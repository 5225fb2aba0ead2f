#include "evaluation/replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "agent/agent.h"
#include "agent/fake_world.h"
#include "agent/toy_policies.h"
#include "evaluation/open_loop.h"
#include "knowledge/log_fixture.h"
#include "knowledge/sqlite_log.h"
#include "simulation/simulated_world.h"
#include "simulation/trial.h"

namespace evenkeel::evaluation {
namespace {

using ::testing::HasSubstr;
using testing::Threshold;

// Two components under a load that steps up and down, and every kind of fault.
Scenario troubled() {
  namespace sim = simulation::test;
  Scenario scenario = sim::scenario(
      {sim::component("front", Discipline::ProcessorSharing, sim::exponential(50ms), 2),
       sim::component("back", Discipline::ProcessorSharing, sim::exponential(80ms), 1)});
  Application& application = scenario.applications[0];
  application.components[0].calls = {{"back", 1, 1, 0}};
  application.permittedActions = {PermittedAction::Scale};
  scenario.loads = {{"app", StepLoad{10, 40, 600s}, 0.3}};
  scenario.telemetry = {15s, 1s, 0.1};
  scenario.duration = 3600s;
  scenario.faults = {{FaultKind::MetricsMissing, 300s, 120s, "", 1, {}},
                     {FaultKind::PodKill, 700s, {}, "app/front", 1, {}},
                     {FaultKind::MechanismHangs, 610s, 120s, "scale", 1, {}},
                     {FaultKind::MechanismAnswersTwice, 1200s, 600s, "scale", 1, {}},
                     {FaultKind::ClockJump, 1500s, {}, "", 1, -300s},
                     {FaultKind::MetricsLate, 1800s, 300s, "", 1, {}},
                     {FaultKind::AuthorityLost, 2400s, 120s, "", 1, {}}};
  return scenario;
}

// The same as Threshold until it has decided a number of times.
class Turncoat final : public Policy {
 public:
  std::string_view name() const override { return "turncoat"; }
  const PolicyNeeds& needs() const override { return honest_.needs(); }
  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream& random) const override {
    auto answer = honest_.decide(snapshot, state, random);
    if (state.bytes.size() == 100) answer->decision.reasons.clear();
    return answer;
  }

 private:
  Threshold honest_;
};

// Always wants one more than there is; needs whatever it is told to.
class OneMore final : public Policy {
 public:
  explicit OneMore(MetricNeed need, Duration period = 60s) {
    needs_.metrics = {std::move(need)};
    needs_.mechanisms = {"scale"};
    needs_.period = period;
  }
  std::string_view name() const override { return "one-more"; }
  const PolicyNeeds& needs() const override { return needs_; }
  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream&) const override {
    const ComponentView& component = snapshot.components[0];
    PolicyAnswer answer{{}, state};
    answer.decision.actions = {testing::scaleTo(component, component.state->replicas + 1)};
    for (const PodView& pod : component.pods) {
      const Window* window = pod.metrics[0];
      if (window == nullptr || window->empty()) continue;
      answer.decision.reasons.push_back({"saw", *pod.name, window->latest()->value, {}, {}});
    }
    return answer;
  }

 private:
  PolicyNeeds needs_;
};

MetricNeed cpuOfPods() {
  return {std::string(metric::kCpuUsage), MetricOf::Pod, {}, Duration{}, true};
}

class ReplayTest : public ::testing::Test {
 protected:
  LoopConfig configWith(const Policy& policy) const {
    LoopConfig config;
    config.mode = Mode::Act;
    config.policies = {{"policy", &policy}};
    config.seed = 7;
    config.keyframeInterval = std::chrono::minutes(7);
    config.textOfApplication = textOf_;
    return config;
  }
  PartsOf partsWith(const Policy& policy) const {
    return [this, &policy](const record::RunStarted&) {
      return RunParts{applications_, {{"policy", &policy}}, {}};
    };
  }
  void record(const Scenario& scenario, const Policy& policy, const LogFileOptions& options = {}) {
    applications_ = scenario.applications;
    auto world = simulation::SimulatedWorld::make(scenario);
    ASSERT_TRUE(world) << world.error().text();
    auto file = LogFile::create(path_, options);
    ASSERT_TRUE(file) << file.error().text();
    EventSink* inbox = nullptr;
    QueuedLog log(std::move(*file), [&](std::uint64_t position) {
      if (inbox != nullptr) inbox->post(IntentDurable{position});
    });
    record::RunStarted started;
    started.seed = 7;
    started.acting = true;
    log.append(started);
    Agent agent((*world)->world(), configWith(policy), log);
    inbox = &agent.inbox();
    agent.start();
    for (int minute = 1; minute <= 60; ++minute) {
      (*world)->run(Instant(60s * minute));
      log.append(record::Measured{Instant(60s * minute), "app", {{"minute", minute}}});
      log.commit();
    }
    log.append(record::RunEnded{"completed"});
    ASSERT_TRUE(log.close());
  }
  LogReader reader() { return std::move(LogReader::open(path_).value()); }

  testing::TemporaryFolder folder_;
  std::string path_ = folder_.file("run.evk");
  std::vector<Application> applications_;
  TextOfApplication textOf_;
};

TEST_F(ReplayTest, TheSamePolicyWritesTheSameBytes) {
  const Threshold policy;
  record(troubled(), policy);
  LogReader log = reader();
  const auto report = replay(log, partsWith(policy));
  ASSERT_TRUE(report) << report.error().text();
  if (report->divergence) {
    ADD_FAILURE() << report->divergence->position << ": recorded " << report->divergence->recorded
                  << ", replayed " << report->divergence->replayed;
  }
  EXPECT_EQ(report->damage, "");
  EXPECT_GT(report->decisions, 400u);  // 2 scopes, 15 s, an hour
  EXPECT_GT(report->inputs, 1000u);
  EXPECT_GT(report->compared, report->inputs);
}

TEST_F(ReplayTest, ReportsTheFirstRecordThatDiffers) {
  record(troubled(), Threshold());
  LogReader log = reader();
  const Turncoat turncoat;
  const auto report = replay(log, partsWith(turncoat));
  ASSERT_TRUE(report) << report.error().text();
  ASSERT_TRUE(report->divergence);
  EXPECT_THAT(report->divergence->recorded, HasSubstr("proposed (differs at byte"));
  EXPECT_EQ(report->decisions, 202u);  // of two scopes, 101 each
}

TEST_F(ReplayTest, ALogThatEndsEarlyIsReplayedAsFarAsItGoes) {
  const Threshold policy;
  record(troubled(), policy);
  std::string bytes = testing::bytesOf(path_);
  bytes.resize(bytes.size() * 2 / 3);
  testing::writeBytes(path_, bytes);
  LogReader log = reader();
  const auto report = replay(log, partsWith(policy));
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_FALSE(report->divergence);
  EXPECT_NE(report->damage, "");
}

// The file is written frame by frame: a kill or a full disk leaves any number of a step's records.
TEST_F(ReplayTest, ALogCutAtAnyRecordOfAStepIsTheSameUpToWhereItEnds) {
  const Threshold policy;
  record(troubled(), policy);
  LogReader whole = reader();
  const auto entries = testing::drain(whole).entries;
  const auto ordered = [&](std::size_t from) {
    while (!std::holds_alternative<record::Ordered>(entries[from].record)) ++from;
    return from;
  };
  std::size_t cuts = 0;
  const auto cutBetween = [&](std::size_t first, std::size_t last) {
    for (std::size_t count = first; count < last; ++count) {
      SCOPED_TRACE(count);
      const std::string path = folder_.file("cut-" + std::to_string(count) + ".evk");
      testing::writePrefix(path, entries, count);
      auto log = LogReader::open(path);
      ASSERT_TRUE(log) << log.error().text();
      const auto report = replay(*log, partsWith(policy));
      ASSERT_TRUE(report) << report.error().text();
      EXPECT_EQ(report->damage, "");
      if (report->divergence) {
        ADD_FAILURE() << "recorded " << report->divergence->recorded << ", replayed "
                      << report->divergence->replayed;
      }
      cuts += report->cutAt ? 1 : 0;
    }
  };
  cutBetween(1, 120);  // the start, the first decisions
  const std::size_t first = ordered(200);
  cutBetween(first - 30, first + 30);
  EXPECT_GT(cuts, 20u);
}

TEST_F(ReplayTest, WhatIsMissingInFrontOfTheEndOfARunIsADifference) {
  const Threshold policy;
  record(troubled(), policy);
  LogReader whole = reader();
  auto entries = testing::drain(whole).entries;
  const auto isGuarded = [](const LogReader::Entry& entry) {
    return std::holds_alternative<record::Guarded>(entry.record);
  };
  const auto guarded = std::find_if(entries.begin(), entries.end(), isGuarded);
  entries.erase(guarded, entries.end());
  entries.push_back({entries.size() + 1, record::RunEnded{"completed"}});
  const std::string path = folder_.file("ended.evk");
  testing::writePrefix(path, entries, entries.size());
  auto log = LogReader::open(path);
  const auto report = replay(*log, partsWith(policy));
  ASSERT_TRUE(report) << report.error().text();
  ASSERT_TRUE(report->divergence);
  EXPECT_EQ(report->divergence->recorded, "nothing");
}

TEST_F(ReplayTest, AnotherPolicyIsAskedInAnOpenLoop) {
  record(troubled(), Threshold());
  LogReader log = reader();
  const OneMore policy(cpuOfPods());
  std::map<std::string, std::vector<OpenLoopRow>> rows;
  const auto report = replayOpenLoop(
      log, partsWith(policy), [&](const OpenLoopRow& row) { rows[row.scope].push_back(row); });
  ASSERT_TRUE(report) << report.error().text();
  ASSERT_EQ(rows.size(), 2u);
  for (const auto& [scope, list] : rows) {
    EXPECT_GE(list.size(), 58u) << scope;  // a minute apart, for an hour
    EXPECT_LE(list.size(), 61u) << scope;
    std::size_t withSamples = 0;
    for (const OpenLoopRow& row : list) {
      ASSERT_EQ(row.recorded.size(), 1u) << "the recorded decision is beside it";
      withSamples += row.proposed.decision.reasons.empty() ? 0 : 1;
      for (const GuardNote& note : row.allowed.notes)
        EXPECT_NE(note.guardrail, Guardrail::Authority);
    }
    EXPECT_GT(withSamples, 50u);
  }
}

// Nothing that an open loop proposes may change what it sees.
TEST_F(ReplayTest, AnOpenLoopSeesWhatWasRecorded) {
  const Threshold policy;
  record(troubled(), policy);
  LogReader log = reader();
  std::vector<double> recorded;
  std::vector<double> again;
  for (const auto& entry : testing::drain(log).entries) {
    if (const auto* proposed = std::get_if<record::Proposed>(&entry.record)) {
      for (const Reason& reason : proposed->decision.reasons) recorded.push_back(*reason.observed);
    }
  }
  const auto report = replayOpenLoop(log, partsWith(policy), [&](const OpenLoopRow& row) {
    for (const Reason& reason : row.proposed.decision.reasons) again.push_back(*reason.observed);
  });
  ASSERT_TRUE(report);
  EXPECT_EQ(again, recorded);
}

TEST_F(ReplayTest, RefusesWhereASeriesWasNotKept) {
  record(troubled(), Threshold());
  LogReader log = reader();
  const OneMore policy({std::string(metric::kMemoryWorkingSet), MetricOf::Pod, {}, {}, true});
  const auto report =
      replayOpenLoop(log, partsWith(policy), [](const OpenLoopRow&) { FAIL() << "no row"; });
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().text(),
            "policy: needs container_memory_working_set_bytes of pods, which the log does not "
            "hold; a policy that needs no more than http_server_request_rate of components, "
            "container_cpu_usage_cores of pods");
}

TEST_F(ReplayTest, ALogWhoseBeginningIsGoneIsReplayedFromAKeyframeOn) {
  const Threshold policy;
  record(troubled(), policy, {.retention = {.maxBytes = 60'000}});
  LogReader log = reader();
  const auto report = replay(log, partsWith(policy));
  ASSERT_TRUE(report) << report.error().text();
  if (report->divergence) {
    ADD_FAILURE() << report->divergence->position << ": recorded " << report->divergence->recorded
                  << ", replayed " << report->divergence->replayed;
  }
  ASSERT_TRUE(report->from);
  EXPECT_GT(*report->from, Instant(7min));
  EXPECT_GT(report->decisions, 50u);
}

// A keyframe must be enough wherever it was taken: also with orders under way, samples late, the
// right to act lost.
TEST_F(ReplayTest, WhatTheLogDescribesNeedsNoOtherDescription) {
  textOf_ = applicationText;
  const Threshold policy;
  for (const std::int64_t bytes : {std::int64_t{1} << 30, std::int64_t{100'000}}) {
    path_ = folder_.file("described-" + std::to_string(bytes) + ".evk");
    record(troubled(), policy, {.retention = {.maxBytes = bytes}});
    applications_.clear();
    LogReader log = reader();
    const auto report = replay(log, partsWith(policy));
    ASSERT_TRUE(report) << report.error().text();
    EXPECT_EQ(report->from.has_value(), bytes == 100'000);
    EXPECT_FALSE(report->divergence);
    EXPECT_GT(report->decisions, 20u);
    const OneMore other(cpuOfPods());
    const auto open = replayOpenLoop(log, partsWith(other), [](const OpenLoopRow&) {});
    ASSERT_TRUE(open) << open.error().text();
    EXPECT_GT(open->rows, 20u);
  }
}

TEST_F(ReplayTest, ADescriptionThatCannotBeReadIsAnError) {
  textOf_ = [](const Application&) { return std::string("spec: {}"); };
  const Threshold policy;
  record(troubled(), policy);
  applications_.clear();
  LogReader log = reader();
  const auto report = replay(log, partsWith(policy));
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().text(), HasSubstr("application"));
  EXPECT_FALSE(replayOpenLoop(log, partsWith(policy), [](const OpenLoopRow&) {}));
}

TEST_F(ReplayTest, EveryKeyframeIsEnoughToGoOnFrom) {
  const Threshold policy;
  record(troubled(), policy);
  LogReader whole = reader();
  const auto entries = testing::drain(whole).entries;
  std::size_t keyframes = 0;
  for (std::size_t k = 0; k < entries.size(); ++k) {
    if (!std::holds_alternative<record::Keyframe>(entries[k].record)) continue;
    SCOPED_TRACE(entries[k].position);
    ++keyframes;
    const std::string path = folder_.file("from-" + std::to_string(k) + ".evk");
    testing::writeFrom(path, entries, k);
    auto log = LogReader::open(path);
    ASSERT_TRUE(log) << log.error().text();
    const auto report = replay(*log, partsWith(policy));
    ASSERT_TRUE(report) << report.error().text();
    EXPECT_TRUE(report->from);
    EXPECT_EQ(report->damage, "");
    if (report->divergence) {
      ADD_FAILURE() << report->divergence->position << " at "
                    << toSeconds(report->divergence->time.time_since_epoch()) << " s: recorded "
                    << report->divergence->recorded << ", replayed "
                    << report->divergence->replayed;
    }
  }
  EXPECT_GE(keyframes, 8u);
}

TEST_F(ReplayTest, AnOpenLoopStartsWithWhatAKeyframeKnew) {
  const Threshold policy;
  record(troubled(), policy, {.retention = {.maxBytes = 60'000}});
  LogReader log = reader();
  std::size_t withSamples = 0;
  const auto report = replayOpenLoop(log, partsWith(policy), [&](const OpenLoopRow& row) {
    withSamples += row.proposed.decision.reasons.empty() ? 0 : 1;
  });
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_GT(report->rows, 50u);
  EXPECT_GT(withSamples, 50u);
}

// An agent that is killed and goes on with its log, three times.
TEST_F(ReplayTest, EveryLifeInALogIsReplayed) {
  const Threshold policy;
  testing::FakeWorld world(troubled().applications[0]);
  applications_ = troubled().applications;
  auto file = LogFile::create(path_);
  ASSERT_TRUE(file) << file.error().text();
  for (int life = 1; life <= 3; ++life) {
    Recovery recovery;
    if (life > 1) {
      LogReader earlier = reader();
      for (const auto& entry : testing::drain(earlier).entries) recovery.see(entry.record);
      file = LogFile::open(path_);
      ASSERT_TRUE(file) << file.error().text();
    }
    EventSink* inbox = nullptr;
    QueuedLog log(std::move(*file), [&](std::uint64_t position) {
      if (inbox != nullptr) inbox->post(IntentDurable{position});
    });
    record::RunStarted started;
    started.seed = static_cast<std::uint64_t>(life);
    started.acting = true;
    log.append(started);
    LoopConfig config = configWith(policy);
    config.seed = started.seed;
    Agent agent(world.world(), config, log);
    inbox = &agent.inbox();
    if (life > 1) agent.resume(recovery.result());
    ++world.epoch;
    agent.start();
    for (int step = 0; step < 80; ++step) {
      world.load = 2 + (step / 10) % 3;
      // The last order of a life never gets its answer: the next one finds it open.
      if (step == 60) world.mechanismFault = testing::MechanismFault::Hangs;
      world.scrape();
      world.timeline.runUntil(world.timeline.now() + 15s);
    }
    world.mechanismFault = testing::MechanismFault::None;
    inbox = nullptr;
    log.commit();
    ASSERT_TRUE(log.close());
  }

  LogReader log = reader();
  const auto report = replay(log, partsWith(policy));
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->runs, 3u);
  if (report->divergence) {
    ADD_FAILURE() << report->divergence->position << ": recorded " << report->divergence->recorded
                  << ", replayed " << report->divergence->replayed;
  }
  EXPECT_GT(report->decisions, 200u);

  LogReader again = reader();
  const auto open = replayOpenLoop(again, partsWith(policy), [](const OpenLoopRow&) {});
  ASSERT_TRUE(open) << open.error().text();
  EXPECT_GT(open->rows, 200u);
}

}  // namespace
}  // namespace evenkeel::evaluation
