#include "evaluation/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "agent/policy_jobs.h"
#include "agent/recovery.h"
#include "evaluation/recorded_world.h"
#include "knowledge/record_codec.h"

namespace evenkeel::evaluation {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<Record>> kKinds{
    "run started", "input",        "series declared",      "scope opened",      "proposed",
    "guarded",     "planned",      "status changed",       "ordered",           "keyframe",
    "measured",    "run ended",    "world described",      "capabilities read", "loop configured",
    "resumed",     "scope closed", "application described"};

std::string bytesOf(const Record& record) {
  ByteWriter writer;
  encode(writer, record);
  return writer.take();
}

// Of a record and another: what it is, and where they part.
std::string describe(const Record* record, const Record* other) {
  if (record == nullptr) return "nothing";
  const std::string kind(kKinds[record->index()]);
  if (other == nullptr || other->index() != record->index()) return kind;
  const std::string mine = bytesOf(*record);
  const std::string theirs = bytesOf(*other);
  std::size_t at = 0;
  while (at < mine.size() && at < theirs.size() && mine[at] == theirs[at]) ++at;
  return fmt::format("{} (differs at byte {} of {})", kind, at, mine.size());
}

// Takes what the loop writes in one step, under the positions that were given then.
class StepLog final : public DecisionLog {
 public:
  void append(const Record& record) override {
    ++position_;
    if (isTheLoops(record)) written.push_back(record);
  }
  std::uint64_t position() const override { return position_; }
  void commit() override {}  // the recorded run's own word comes back as an input

  void startAfter(std::uint64_t position) {
    position_ = position;
    written.clear();
  }

  std::vector<Record> written;

 private:
  std::uint64_t position_ = 0;
};

// Gives what the world posts to the loop, with the number and the times that were recorded.
class StepSink final : public EventSink {
 public:
  explicit StepSink(Loop& loop) : loop_(loop) {}
  bool post(EventBody body) override {
    loop_.step(Event{event->number, event->time, event->wall, std::move(body)});
    return true;
  }
  const Event* event = nullptr;

 private:
  Loop& loop_;
};

// Its answers are inputs.
class UnaskedJobs final : public PolicyJobs {
 public:
  void ask(const PolicyJob&) override {}
};

using Entries = std::vector<LogReader::Entry>;

// `after`: the position in front of the recorded ones. `mayBeCut`: fewer recorded ones are no
// difference.
void compare(const Entries& recorded, const std::vector<Record>& written, std::uint64_t after,
             Instant time, bool mayBeCut, ReplayReport& report) {
  const std::size_t most = std::max(recorded.size(), written.size());
  for (std::size_t i = 0; i < most; ++i) {
    const Record* then = i < recorded.size() ? &recorded[i].record : nullptr;
    const Record* now = i < written.size() ? &written[i] : nullptr;
    if (then == nullptr && mayBeCut) {
      report.cutAt = time;
      return;
    }
    if (then != nullptr) after = recorded[i].position;
    if (then != nullptr && now != nullptr && bytesOf(*then) == bytesOf(*now)) {
      ++report.compared;
      continue;
    }
    report.divergence = Divergence{then != nullptr ? after : after + 1, time, describe(then, now),
                                   describe(now, then)};
    return;
  }
}

// The time at which a run went on from the one before; nothing: it did not.
std::optional<Instant> resumedAt(const RunHead& head) {
  for (const LogReader::Entry& entry : head.opening) {
    if (const auto* resumed = std::get_if<record::Resumed>(&entry.record)) return resumed->at;
  }
  return std::nullopt;
}

// One run after the other, and what each leaves for the next.
class Replayer {
 public:
  Replayer(StepReader& steps, ReplayReport& report) : steps_(steps), report_(report) {}

  Result<void> run(const RunHead& head, RunParts parts) {
    RecordedWorld world(head.world, std::move(parts.applications),
                        std::move(parts.readApplication));
    StepLog written;
    written.startAfter(head.position);
    Loop loop(world.world(),
              configOf(head, std::move(parts.policies), std::move(parts.fallback),
                       std::move(parts.policyOfCall)),
              written, jobs_);
    StepSink sink(loop);
    world.start(sink);
    if (auto started = start(head, world, loop, written); !started) return started;
    while (!report_.divergence) {
      const auto step = steps_.next();
      if (!step) break;
      play(*step, world, written, sink);
    }
    if (world.fault()) return tl::unexpected(*world.fault());
    return {};
  }

 private:
  Result<void> start(const RunHead& head, RecordedWorld& world, Loop& loop, StepLog& written) {
    recovery_.see(head.started);
    if (head.keyframe) {
      recovery_.see(*head.keyframe);
      world.learn(*head.keyframe);
      return loop.restore(*head.keyframe);
    }
    const auto resumed = resumedAt(head);
    if (resumed) loop.resume(recovery_.result(), *resumed);
    compare(head.opening, written.written, head.position, resumed.value_or(Instant{}),
            head.mayBeCut, report_);
    for (const LogReader::Entry& entry : head.opening) recovery_.see(entry.record);
    return {};
  }

  void play(const Step& step, RecordedWorld& world, StepLog& written, StepSink& sink) {
    for (const LogReader::Entry& entry : step.entries) {
      world.learn(entry.record);
      recovery_.see(entry.record);
      if (std::holds_alternative<record::Proposed>(entry.record)) ++report_.decisions;
    }
    const std::uint64_t before = step.entries.front().position - 1;
    written.startAfter(before);
    sink.event = &step.event;
    world.play(step.event);
    ++report_.inputs;
    compare(step.entries, written.written, before, step.event.time, step.mayBeCut, report_);
  }

  StepReader& steps_;
  ReplayReport& report_;
  Recovery recovery_;
  UnaskedJobs jobs_;
};

}  // namespace

Result<ReplayReport> replay(LogReader& log, const PartsOf& partsOf) {
  if (const auto head = readHead(log); !head) return tl::unexpected(head.error());
  ReplayReport report;
  StepReader steps(log);
  Replayer replayer(steps, report);
  while (!report.divergence) {
    const auto head = steps.nextRun();
    if (!head) break;
    if (head->keyframe && report.runs == 0) report.from = head->keyframe->time;
    ++report.runs;
    auto parts = partsOf(head->started);
    if (!parts) return tl::unexpected(parts.error());
    if (const auto run = replayer.run(*head, std::move(*parts)); !run)
      return tl::unexpected(run.error());
  }
  report.damage = steps.damage();
  return report;
}

}  // namespace evenkeel::evaluation
