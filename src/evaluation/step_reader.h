// A log as runs (lives of an agent), and a run as steps of its loop: each input with what the loop
// wrote in answer to it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/loop.h"
#include "base/result.h"
#include "knowledge/log_reader.h"

namespace evenkeel::evaluation {

// How a run was started.
struct RunHead {
  std::uint64_t position = 0;  // of its first record
  record::RunStarted started;
  record::WorldDescribed world;
  record::LoopConfigured loop;
  // What the loop wrote before its first input: where it goes on from an earlier run.
  std::vector<LogReader::Entry> opening;
  // Where the run's beginning was deleted to keep the log small: its steps go on from here.
  std::optional<record::Keyframe> keyframe;
  // Nothing of this run follows: its recording may have ended in the middle of this.
  bool mayBeCut = false;
};

// The loop's configuration as it was, with these policies.
LoopConfig configOf(const RunHead& head, std::vector<BoundPolicy> policies, BoundPolicy fallback,
                    PolicyOfCall policyOfCall);

struct Step {
  Event event;
  std::vector<LogReader::Entry> entries;  // the input first; the loop's own records alone
  bool mayBeCut = false;                  // as for RunHead
};

// Whether the loop itself writes such records after its start, rather than what runs it.
bool isTheLoops(const Record& record);

// Reads up to the end or a damaged place. A step torn by damage is not given. The log outlives it.
class StepReader {
 public:
  explicit StepReader(LogReader& log) : log_(log) {}

  // Moves on to the next run. Nothing: there is none.
  std::optional<RunHead> nextRun();
  // The next step of the run. Nothing: that was its last one.
  std::optional<Step> next();
  // Why the log ended early; empty: it did not.
  const std::string& damage() const { return damage_; }

 private:
  std::optional<LogReader::Entry> take();

  LogReader& log_;
  std::optional<LogReader::Entry> ahead_;
  std::string damage_;
};

// The head of the log's first run; leaves the reader at its start. Error: it does not start with
// the start of a run, or cannot be read.
Result<RunHead> readHead(LogReader& log);

}  // namespace evenkeel::evaluation
