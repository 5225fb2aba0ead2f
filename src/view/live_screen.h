// The live view of a run: one terminal screen as text, from plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace evenkeel::view {

struct ApplicationProgress {
  std::string name;
  std::vector<std::optional<double>> load;      // requests/s by window, the newest last
  std::vector<std::optional<double>> response;  // seconds by window, of the statistic below
  std::string statistic;                        // "p95"
  std::optional<double> target;                 // seconds
  std::uint64_t windows = 0;                    // judged so far
  std::uint64_t violations = 0;                 // of them over the target
};

struct ComponentProgress {
  std::string name;
  std::int32_t wanted = 0;
  std::int32_t ready = 0;
  std::optional<double> utilization;  // CPU used of that requested
};

struct DecisionLine {
  Instant time{};
  std::string component;
  std::string change;
  std::string reason;
};

struct Progress {
  std::string scenario;
  std::string policy;
  std::uint64_t seed = 0;
  Instant now{};
  Duration duration{};
  double speed = 0;  // simulated seconds a second; 0: not known yet
  std::vector<ApplicationProgress> applications;
  std::vector<ComponentProgress> components;
  std::vector<DecisionLine> decisions;  // in order of time
};

struct ScreenSize {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

// At most `size.rows` lines of at most `size.columns` columns, without a line break at the end.
// What does not fit is left out from the bottom of each part; the screen says how much. With
// `colour`: ANSI colours, which take no column.
std::string liveScreen(const Progress& progress, ScreenSize size, bool colour);

// The same in one line, for output that is no terminal.
std::string progressLine(const Progress& progress);

}  // namespace evenkeel::view
