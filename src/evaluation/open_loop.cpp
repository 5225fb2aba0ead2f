#include "evaluation/open_loop.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "evaluation/recorded_world.h"
#include "evaluation/step_reader.h"

namespace evenkeel::evaluation {
namespace {

// A kind of series, as policies ask for them.
struct KeptSeries {
  bool ofPod = false;
  std::string metric;
  std::string container;
  friend auto operator<=>(const KeptSeries&, const KeptSeries&) = default;

  std::string text() const {
    return fmt::format("{} of {}{}", metric, ofPod ? "pods" : "components",
                       container.empty() ? "" : " (container " + container + ")");
  }
};

// What the log listened to.
struct Kept {
  std::vector<std::vector<Record>> series;  // SeriesDeclared alone, by run
  std::set<KeptSeries> kinds;
};

class KeptReader {
 public:
  static Kept readAll(LogReader& log) {
    KeptReader reader;
    StepReader steps(log);
    while (const auto head = steps.nextRun()) {
      reader.kept_.series.emplace_back();
      if (head->keyframe) reader.read(*head->keyframe);
      while (const auto step = steps.next()) {
        if (const auto* observed = std::get_if<AssetObserved>(&step->event.body))
          reader.kinds_[observed->asset.id] = observed->asset.kind;
        for (const auto& entry : step->entries) {
          if (const auto* declared = std::get_if<record::SeriesDeclared>(&entry.record))
            reader.read(*declared);
        }
      }
    }
    log.rewind();
    return std::move(reader.kept_);
  }

 private:
  void read(const record::SeriesDeclared& declared) {
    const Series& series = declared.series;
    kept_.series.back().emplace_back(declared);
    kept_.kinds.insert({kinds_[series.asset] == AssetKind::Pod, series.metric, series.container});
  }
  void read(const record::Keyframe& keyframe) {
    for (const Asset& asset : keyframe.assets) kinds_[asset.id] = asset.kind;
    for (const record::SeriesDeclared& declared : keyframe.series) read(declared);
  }

  Kept kept_;
  std::map<AssetId, AssetKind> kinds_;
};

Result<void> checkNeeds(const BoundPolicy& bound, const std::set<KeptSeries>& kept) {
  if (bound.policy == nullptr) return {};
  for (const MetricNeed& need : bound.policy->needs().metrics) {
    const KeptSeries needed{need.of == MetricOf::Pod, need.metric, need.container};
    if (kept.contains(needed)) continue;
    std::string list;
    for (const KeptSeries& one : kept) list += (list.empty() ? "" : ", ") + one.text();
    return fail(
        ErrorKind::Refused, bound.label, "needs " + needed.text() + ", which the log does not hold",
        list.empty() ? "the log holds no series" : "a policy that needs no more than " + list);
  }
  return {};
}

// The loop's word on one input, or on the moment between two.
class RowLog final : public DecisionLog {
 public:
  explicit RowLog(std::function<void(OpenLoopRow)> row) : row_(std::move(row)) {}

  void append(const Record& record) override {
    ++position_;
    if (const auto* opened = std::get_if<record::ScopeOpened>(&record)) {
      scopes_[opened->scope] = *opened;
    } else if (const auto* proposed = std::get_if<record::Proposed>(&record)) {
      proposed_ = *proposed;
    } else if (const auto* guarded = std::get_if<record::Guarded>(&record)) {
      const record::ScopeOpened& scope = scopes_[guarded->scope];
      OpenLoopRow row{now, scope.name, scope.policy, proposed_, *guarded, {}};
      std::erase_if(row.allowed.notes, [](const GuardNote& note) {
        return note.guardrail == Guardrail::Authority;  // that this loop only observes is clear
      });
      row_(std::move(row));
    }
  }
  std::uint64_t position() const override { return position_; }
  void commit() override {}

  Instant now{};

 private:
  std::function<void(OpenLoopRow)> row_;
  std::map<std::uint64_t, record::ScopeOpened> scopes_;
  record::Proposed proposed_;
  std::uint64_t position_ = 0;
};

// The newest recorded decisions, by scope name and policy.
class RecordedDecisions {
 public:
  void read(const Record& record) {
    if (const auto* opened = std::get_if<record::ScopeOpened>(&record)) {
      scopes_[opened->scope] = {opened->name, opened->policy};
    } else if (const auto* keyframe = std::get_if<record::Keyframe>(&record)) {
      for (const auto& scope : keyframe->scopes)
        scopes_[scope.opened.scope] = {scope.opened.name, scope.opened.policy};
    } else if (const auto* guarded = std::get_if<record::Guarded>(&record)) {
      newest_[scopes_[guarded->scope]] = *guarded;
    }
  }
  std::vector<record::Guarded> of(const std::string& scope) const {
    std::vector<record::Guarded> found;
    for (auto next = newest_.lower_bound({scope, {}});
         next != newest_.end() && next->first.first == scope; ++next) {
      found.push_back(next->second);
    }
    return found;
  }

 private:
  using Name = std::pair<std::string, std::string>;
  std::map<std::uint64_t, Name> scopes_;
  std::map<Name, record::Guarded> newest_;
};

bool isTheLoopsOwn(const EventBody& body) {
  return std::holds_alternative<WakeUp>(body) || std::holds_alternative<IntentDurable>(body) ||
         std::holds_alternative<StopRequested>(body);
}

// The recorded inputs in order, and between them wake-ups when the loop itself wants them.
class OpenLoop final : public EventSink {
 public:
  OpenLoop(RecordedWorld& world, LoopConfig config, RowLog& rows)
      : world_(world),
        rows_(rows),
        jobs_(*this),
        loop_(world.world(), std::move(config), rows, jobs_) {
    world_.start(*this);
  }

  void play(const Event& recorded) {
    now_ = world_.renumbered(recorded);
    if (!isTheLoopsOwn(now_.body)) world_.play(now_);
  }
  // What a keyframe knew, as if it arrived at its time.
  void begin(const record::Keyframe& keyframe) {
    now_.time = keyframe.time;
    const auto playNow = [this](EventBody body) {
      now_.body = std::move(body);
      play(Event(now_));
    };
    for (const AssetKind kind : {AssetKind::Application, AssetKind::Component, AssetKind::Pod}) {
      for (const Asset& asset : keyframe.assets) {
        if (asset.kind == kind) playNow(AssetObserved{asset});
      }
    }
    std::map<SeriesId, std::string> sources;
    for (const auto& declared : keyframe.series) sources[declared.series.id] = declared.source;
    for (const Sample& sample : keyframe.samples)
      playNow(SamplesArrived{sources[sample.series], {sample}});
    playNow(GrantChanged{keyframe.grant});
    if (keyframe.synced) playNow(InventorySynced{});
  }
  // Whatever is due before `end`: what was recorded at a moment comes before a decision made then.
  void wakeBefore(Instant end) {
    Instant due = loop_.nextWake(now_.time);
    while (due < end) {
      due = std::max(due, now_.time);
      now_.wall += due - now_.time;
      now_.time = due;
      world_.moveTo(now_.time, now_.wall);
      post(WakeUp{});
      const Instant next = loop_.nextWake(due);
      due = next > due ? next : due + kAgain;
    }
  }
  // A policy that is asked inside a step answers after it.
  bool post(EventBody body) override {
    waiting_.push_back(std::move(body));
    if (waiting_.size() > 1) return true;
    for (rows_.now = now_.time; !waiting_.empty(); waiting_.pop_front())
      loop_.step({now_.number, now_.time, now_.wall, waiting_.front()});
    return true;
  }

 private:
  static constexpr Duration kAgain = 1s;  // so that a loop that is always due does not hang us

  RecordedWorld& world_;
  RowLog& rows_;
  PromptJobs jobs_;
  Loop loop_;
  Event now_{};
  std::deque<EventBody> waiting_;
};

// One run: what was recorded beside what the policies of `config` would have said.
void runOpenLoop(const RunHead& head, StepReader& steps, RecordedWorld& world, LoopConfig config,
                 const std::function<void(const OpenLoopRow&)>& row, OpenLoopReport& report) {
  RecordedDecisions recorded;
  // Rows of one moment wait for all that was recorded then: a policy that takes its time answers in
  // an event after the one in which it was asked.
  std::deque<OpenLoopRow> waiting;
  RowLog rows([&](OpenLoopRow found) { waiting.push_back(std::move(found)); });
  const auto emitBefore = [&](Instant end) {
    for (; !waiting.empty() && waiting.front().time < end; waiting.pop_front()) {
      waiting.front().recorded = recorded.of(waiting.front().scope);
      ++report.rows;
      row(waiting.front());
    }
  };
  OpenLoop loop(world, std::move(config), rows);
  Instant last{};
  if (head.keyframe) {
    world.learn(*head.keyframe);
    recorded.read(*head.keyframe);
    loop.begin(*head.keyframe);
    last = head.keyframe->time;
  }
  while (const auto step = steps.next()) {
    loop.wakeBefore(step->event.time);
    emitBefore(step->event.time);
    for (const auto& entry : step->entries) {
      world.learn(entry.record);
      recorded.read(entry.record);
    }
    // A recorded wake-up is where the recorded loop decided: before what came of it then.
    if (std::holds_alternative<WakeUp>(step->event.body)) loop.wakeBefore(step->event.time + 1ns);
    loop.play(step->event);
    last = step->event.time;
    ++report.inputs;
  }
  loop.wakeBefore(last + 1ns);
  emitBefore(Instant::max());
}

}  // namespace

Result<OpenLoopReport> replayOpenLoop(LogReader& log, const PartsOf& partsOf,
                                      const std::function<void(const OpenLoopRow&)>& row) {
  const auto first = readHead(log);
  if (!first) return tl::unexpected(first.error());
  const Kept kept = KeptReader::readAll(log);
  OpenLoopReport report;
  StepReader steps(log);
  for (const std::vector<Record>& series : kept.series) {
    const auto head = steps.nextRun();
    if (!head) break;
    auto parts = partsOf(head->started);
    if (!parts) return tl::unexpected(parts.error());
    for (const BoundPolicy& bound : parts->policies) {
      if (const auto fits = checkNeeds(bound, kept.kinds); !fits)
        return tl::unexpected(fits.error());
    }
    RecordedWorld world(head->world, std::move(parts->applications),
                        std::move(parts->readApplication));
    for (const Record& declared : series) world.learn(declared);
    LoopConfig config = configOf(*head, std::move(parts->policies), std::move(parts->fallback),
                                 std::move(parts->policyOfCall));
    config.mode = Mode::Recommend;
    config.textOfApplication = nullptr;
    runOpenLoop(*head, steps, world, std::move(config), row, report);
    if (world.fault()) return tl::unexpected(*world.fault());
  }
  report.damage = steps.damage();
  return report;
}

}  // namespace evenkeel::evaluation
