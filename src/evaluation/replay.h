// Replay: a recorded run through the same loop again (DESIGN decision 5).
//
// With the same policies the loop writes the same records, byte for byte; the first that differs is
// reported. What was recorded around the loop (start, results, end) is not compared. The log is
// read once, in bounded memory. A log of several runs (an agent that was restarted) is replayed up
// to the end of its first run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/loop.h"
#include "base/result.h"
#include "knowledge/log_reader.h"
#include "model/application.h"

namespace evenkeel::evaluation {

// What a log says at its start. Error: it does not start with the start of a run.
struct RunHead {
  record::RunStarted started;
  record::WorldDescribed world;
};
// Leaves the reader at its start.
Result<RunHead> readHead(LogReader& log);

struct Divergence {
  std::uint64_t position = 0;  // of the recorded record
  Instant time{};              // of the input that led to it
  std::string recorded;        // kind and first difference; "nothing" where there was none
  std::string replayed;
};

struct ReplayReport {
  std::uint64_t inputs = 0;
  std::uint64_t decisions = 0;
  std::uint64_t compared = 0;  // records that were the same
  std::optional<Divergence> divergence;
  std::string damage;  // why the log ends early; empty: it does not
};

// `config` as the run had it: mode and seed are taken from the log.
Result<ReplayReport> replay(LogReader& log, LoopConfig config,
                            std::vector<Application> applications);

}  // namespace evenkeel::evaluation
