// Another policy over a recorded run: what it would have proposed, beside what was proposed.
//
// An open loop: nothing that it proposes is done, so that what it sees is what came of the recorded
// decisions, not of its own. What would have happened then is a question for the simulator. It
// decides when its own period is over, on what had been recorded by then; where the recorded loop
// decided at the same moment, on what that knew. It starts anew with every
// run in the log, and where a run's beginning was deleted, with what its first keyframe knew.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "agent/loop.h"
#include "base/result.h"
#include "evaluation/replay.h"

namespace evenkeel::evaluation {

struct OpenLoopRow {
  Instant time{};
  std::string scope;   // name of its asset
  std::string policy;  // the call of the one that proposes
  record::Proposed proposed;
  record::Guarded allowed;                // what the guardrails would have made of it
  std::vector<record::Guarded> recorded;  // the newest of each recorded policy of that scope
};

struct OpenLoopReport {
  std::uint64_t inputs = 0;
  std::uint64_t rows = 0;
  std::string damage;  // why the log ends early; empty: it does not
};

// The log is read twice. Error, before any row: a series that a policy needs was not kept (the
// metric is named, and what was kept), or the log does not start with a run; after the rows of a
// run: an application that it describes could not be read. Rows come in order of time, run by run.
Result<OpenLoopReport> replayOpenLoop(LogReader& log, const PartsOf& partsOf,
                                      const std::function<void(const OpenLoopRow&)>& row);

}  // namespace evenkeel::evaluation
