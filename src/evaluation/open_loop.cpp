#include "evaluation/open_loop.h"

#include <fmt/format.h>

#include <algorithm>
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

// All that the log says of its world, and which kinds of series it kept.
std::set<KeptSeries> learnAll(LogReader& log, RecordedWorld& world) {
  std::set<KeptSeries> kept;
  std::map<AssetId, AssetKind> kinds;
  StepReader steps(log);
  while (const auto step = steps.next()) {
    if (const auto* observed = std::get_if<AssetObserved>(&step->event.body))
      kinds[observed->asset.id] = observed->asset.kind;
    for (const auto& entry : step->entries) {
      const auto* declared = std::get_if<record::SeriesDeclared>(&entry.record);
      if (declared == nullptr) continue;
      world.learn(entry.record);
      const Series& series = declared->series;
      kept.insert({kinds[series.asset] == AssetKind::Pod, series.metric, series.container});
    }
  }
  log.rewind();
  return kept;
}

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
      : world_(world), rows_(rows), loop_(world.world(), std::move(config), rows) {
    world_.start(*this);
  }

  void play(const Event& recorded) {
    now_ = world_.renumbered(recorded);
    if (!isTheLoopsOwn(now_.body)) world_.play(now_);
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
  bool post(EventBody body) override {
    rows_.now = now_.time;
    loop_.step({now_.number, now_.time, now_.wall, std::move(body)});
    return true;
  }

 private:
  static constexpr Duration kAgain = 1s;  // so that a loop that is always due does not hang us

  RecordedWorld& world_;
  RowLog& rows_;
  Loop loop_;
  Event now_{};
};

}  // namespace

Result<OpenLoopReport> replayOpenLoop(LogReader& log, LoopConfig config,
                                      std::vector<Application> applications,
                                      const std::function<void(const OpenLoopRow&)>& row) {
  const auto head = readHead(log);
  if (!head) return tl::unexpected(head.error());
  RecordedWorld world(head->world, std::move(applications));
  const std::set<KeptSeries> kept = learnAll(log, world);
  for (const BoundPolicy& bound : config.policies) {
    if (const auto fits = checkNeeds(bound, kept); !fits) return tl::unexpected(fits.error());
  }
  config.mode = Mode::Recommend;
  config.seed = head->started.seed;

  OpenLoopReport report;
  RecordedDecisions recorded;
  RowLog rows([&](OpenLoopRow found) {
    found.recorded = recorded.of(found.scope);
    ++report.rows;
    row(found);
  });
  OpenLoop loop(world, std::move(config), rows);
  StepReader steps(log);
  Instant last{};
  while (const auto step = steps.next()) {
    loop.wakeBefore(step->event.time);
    for (const auto& entry : step->entries) {
      world.learn(entry.record);
      recorded.read(entry.record);
    }
    loop.play(step->event);
    last = step->event.time;
    ++report.inputs;
  }
  loop.wakeBefore(last + 1ns);
  report.damage = steps.damage();
  return report;
}

}  // namespace evenkeel::evaluation
