#include "evaluation/step_reader.h"

#include <utility>

#include "description/application_text.h"

namespace evenkeel::evaluation {

LoopConfig configOf(const RunHead& head, std::vector<BoundPolicy> policies, BoundPolicy fallback,
                    PolicyOfCall policyOfCall) {
  LoopConfig config;
  config.mode = head.started.acting ? Mode::Act : Mode::Recommend;
  config.level = head.loop.level;
  config.policies = std::move(policies);
  config.fallback = std::move(fallback);
  config.policyOfCall = std::move(policyOfCall);
  config.seed = head.started.seed;
  config.decisionDelay = head.loop.decisionDelay;
  config.dispatcher = {head.loop.maxOpenActions, head.loop.actionDeadline, head.loop.unknownGrace};
  config.keyframeInterval = head.loop.keyframeInterval;
  if (head.loop.describes) config.textOfApplication = applicationText;
  return config;
}

bool isTheLoops(const Record& record) {
  return !std::holds_alternative<record::RunStarted>(record) &&
         !std::holds_alternative<record::WorldDescribed>(record) &&
         !std::holds_alternative<record::LoopConfigured>(record) &&
         !std::holds_alternative<record::Measured>(record) &&
         !std::holds_alternative<record::RunEnded>(record);
}

std::optional<RunHead> StepReader::nextRun() {
  std::optional<RunHead> head;
  std::uint64_t last = 0;
  bool goesOn = false;
  while (auto entry = take()) {
    const Record& record = entry->record;
    if (const auto* started = std::get_if<record::RunStarted>(&record); started && !head) {
      head.emplace();
      head->position = entry->position;
      head->started = *started;
    } else if (!head) {
      continue;  // what is left of the run before
    } else if (started != nullptr || std::holds_alternative<record::Input>(record)) {
      goesOn = started == nullptr;
      ahead_ = std::move(entry);
      break;
    } else if (const auto* world = std::get_if<record::WorldDescribed>(&record)) {
      head->world = *world;
    } else if (const auto* loop = std::get_if<record::LoopConfigured>(&record)) {
      head->loop = *loop;
    } else if (auto* keyframe = std::get_if<record::Keyframe>(&entry->record);
               keyframe != nullptr && entry->position != last + 1) {
      head->keyframe = std::move(*keyframe);
      break;
    } else if (isTheLoops(record)) {
      head->opening.push_back(*entry);
    } else {
      goesOn = true;  // a row of results, an end
    }
    last = entry->position;
  }
  if (head) head->mayBeCut = !goesOn;
  return damage_.empty() ? head : std::nullopt;
}

std::optional<Step> StepReader::next() {
  std::optional<Step> step;
  bool goesOn = false;
  while (auto entry = take()) {
    const auto* input = std::get_if<record::Input>(&entry->record);
    if (std::holds_alternative<record::RunStarted>(entry->record) || (input != nullptr && step)) {
      goesOn = input != nullptr || goesOn;
      ahead_ = std::move(entry);
      break;
    }
    if (input != nullptr) step.emplace(Step{input->event, {}, false});
    if (!step) continue;
    if (isTheLoops(entry->record)) {
      step->entries.push_back(std::move(*entry));
    } else {
      goesOn = true;  // a row of results, an end: the step was over
    }
  }
  if (step) step->mayBeCut = !goesOn;
  return damage_.empty() ? step : std::nullopt;
}

std::optional<LogReader::Entry> StepReader::take() {
  if (ahead_) return std::exchange(ahead_, std::nullopt);
  auto entry = log_.next();
  if (entry) return std::move(*entry);
  damage_ = entry.error().text();
  return std::nullopt;
}

Result<RunHead> readHead(LogReader& log) {
  log.rewind();
  const auto first = log.next();
  if (!first) return tl::unexpected(first.error());
  log.rewind();
  if (!*first) return fail(ErrorKind::Invalid, "log", "is empty", "the log of a run");
  if (!std::holds_alternative<record::RunStarted>((*first)->record)) {
    return fail(ErrorKind::Invalid, "log", "does not say how its run was started",
                "the log of a run");
  }
  StepReader reader(log);
  auto head = reader.nextRun();
  log.rewind();
  if (!head) return fail(ErrorKind::Invalid, "log", reader.damage(), "the log of a run");
  return std::move(*head);
}

}  // namespace evenkeel::evaluation
