// Replay: a recorded run through the same loop again (DESIGN decision 5).
//
// With the same policies the loop writes the same records, byte for byte; the first that differs is
// reported. What was recorded around the loop (start, results, end) is not compared. A recording
// that ends in the middle of a step (a kill, a full disk) is compared as far as it goes. A log of
// several runs (an agent that was restarted) is replayed run by run, each going on from what the
// ones before left; a log whose beginning was deleted is replayed from its first keyframe on. The
// log is read once, in bounded memory. Policies that take their time are not asked again: their
// answers are inputs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/loop.h"
#include "base/result.h"
#include "description/application_text.h"
#include "evaluation/recorded_seams.h"
#include "evaluation/step_reader.h"
#include "model/application.h"

namespace evenkeel::evaluation {

// What a run was made of, beside what its log says itself.
struct RunParts {
  std::vector<Application> applications;  // as described then, where the log does not hold them
  std::vector<BoundPolicy> policies;      // they outlive the replay
  BoundPolicy fallback;
  PolicyOfCall policyOfCall = {};
  ReadApplication readApplication = readApplicationText;
};
using PartsOf = std::function<Result<RunParts>(const record::RunStarted&)>;

struct Divergence {
  std::uint64_t position = 0;  // of the recorded record
  Instant time{};              // of the input that led to it
  std::string recorded;        // kind and first difference; "nothing" where there was none
  std::string replayed;
};

struct ReplayReport {
  std::uint64_t runs = 0;
  std::uint64_t inputs = 0;
  std::uint64_t decisions = 0;
  std::uint64_t compared = 0;  // records that were the same
  std::optional<Instant>
      from{};  // where the first run's beginning was deleted: its keyframe's time
  std::optional<Instant> cutAt{};  // the last recorded step, where records of it are missing
  std::optional<Divergence> divergence;
  std::string damage;  // why the log ends early; empty: it does not
};

Result<ReplayReport> replay(LogReader& log, const PartsOf& partsOf);

}  // namespace evenkeel::evaluation
