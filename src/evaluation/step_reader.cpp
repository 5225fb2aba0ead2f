#include "evaluation/step_reader.h"

#include <utility>

namespace evenkeel::evaluation {

bool isTheLoops(const Record& record) {
  return !std::holds_alternative<record::RunStarted>(record) &&
         !std::holds_alternative<record::WorldDescribed>(record) &&
         !std::holds_alternative<record::Measured>(record) &&
         !std::holds_alternative<record::RunEnded>(record);
}

std::optional<Step> StepReader::next() {
  std::optional<Step> step;
  while (auto entry = take()) {
    const auto* input = std::get_if<record::Input>(&entry->record);
    const bool anotherRun =
        std::holds_alternative<record::RunStarted>(entry->record) && std::exchange(started_, true);
    if (anotherRun || (input != nullptr && step)) {
      ahead_ = std::move(entry);
      break;
    }
    if (input != nullptr) step.emplace(Step{input->event, {}});
    if (step && isTheLoops(entry->record)) step->entries.push_back(std::move(*entry));
  }
  return damage_.empty() ? step : std::nullopt;
}

std::optional<LogReader::Entry> StepReader::take() {
  if (ahead_) return std::exchange(ahead_, std::nullopt);
  auto entry = log_.next();
  if (entry) return std::move(*entry);
  damage_ = entry.error().text();
  return std::nullopt;
}

}  // namespace evenkeel::evaluation
