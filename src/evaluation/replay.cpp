#include "evaluation/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "evaluation/recorded_world.h"
#include "evaluation/step_reader.h"
#include "knowledge/record_codec.h"

namespace evenkeel::evaluation {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<Record>> kKinds{
    "run started", "input",     "series declared", "scope opened",     "proposed",
    "guarded",     "planned",   "status changed",  "ordered",          "keyframe",
    "measured",    "run ended", "world described", "capabilities read"};

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

std::optional<Divergence> compare(const Step& step, const std::vector<Record>& written,
                                  std::uint64_t& compared) {
  const std::size_t most = std::max(step.entries.size(), written.size());
  for (std::size_t i = 0; i < most; ++i) {
    const Record* then = i < step.entries.size() ? &step.entries[i].record : nullptr;
    const Record* now = i < written.size() ? &written[i] : nullptr;
    if (then != nullptr && now != nullptr && bytesOf(*then) == bytesOf(*now)) {
      ++compared;
      continue;
    }
    const std::uint64_t position =
        then != nullptr ? step.entries[i].position : step.entries.back().position + 1;
    return Divergence{position, step.event.time, describe(then, now), describe(now, then)};
  }
  return std::nullopt;
}

}  // namespace

Result<RunHead> readHead(LogReader& log) {
  log.rewind();
  RunHead head;
  for (std::uint64_t expected = 1;; ++expected) {
    auto entry = log.next();
    if (!entry) return tl::unexpected(entry.error());
    if (!*entry) return fail(ErrorKind::Invalid, "log", "holds no input", "the log of a run");
    const Record& record = (*entry)->record;
    if ((*entry)->position != expected) {
      return fail(ErrorKind::Refused, "log",
                  fmt::format("its beginning was deleted to keep it small: after its start it goes "
                              "on with record {}",
                              (*entry)->position),
                  "the whole log of a run");
    }
    if (const auto* world = std::get_if<record::WorldDescribed>(&record)) {
      head.world = *world;
    } else if (const auto* run = std::get_if<record::RunStarted>(&record)) {
      head.started = *run;
    } else if (expected == 1) {
      return fail(ErrorKind::Invalid, "log", "does not say how its run was started",
                  "the log of a run");
    } else if (std::holds_alternative<record::Input>(record)) {
      log.rewind();
      return head;
    }
  }
}

Result<ReplayReport> replay(LogReader& log, LoopConfig config,
                            std::vector<Application> applications) {
  const auto head = readHead(log);
  if (!head) return tl::unexpected(head.error());
  config.mode = head->started.acting ? Mode::Act : Mode::Recommend;
  config.seed = head->started.seed;
  RecordedWorld world(head->world, std::move(applications));
  StepLog written;
  Loop loop(world.world(), std::move(config), written);
  StepSink sink(loop);
  world.start(sink);

  ReplayReport report;
  StepReader steps(log);
  while (const auto step = steps.next()) {
    for (const auto& entry : step->entries) {
      world.learn(entry.record);
      if (std::holds_alternative<record::Proposed>(entry.record)) ++report.decisions;
    }
    written.startAfter(step->entries.front().position - 1);
    sink.event = &step->event;
    world.play(step->event);
    ++report.inputs;
    report.divergence = compare(*step, written.written, report.compared);
    if (report.divergence) break;
  }
  report.damage = steps.damage();
  return report;
}

}  // namespace evenkeel::evaluation
