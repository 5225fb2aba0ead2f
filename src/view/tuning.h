// What a search for parameters tried and found, for people and for programs (JSON,
// docs/tune.schema.json).
#pragma once

#include <optional>
#include <string>

#include "evaluation/tune.h"

namespace evenkeel::view {

// Every trial, best first, those request by request before those in the fluid; 80 columns unless
// calls are longer.
std::string tuningTable(const evaluation::Tuning& tuning, const evaluation::TuneSetup& setup);

struct TuningReport {
  evaluation::Tuning past;
  std::optional<evaluation::Tuning> test;
  std::optional<evaluation::Comparison> judged;
};

inline constexpr int kTuningVersion = 1;
// The same report gives the same bytes.
std::string tuningJson(const TuningReport& report, const evaluation::TuneSetup& setup);

}  // namespace evenkeel::view
