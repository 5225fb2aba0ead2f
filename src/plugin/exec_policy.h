// The policy `exec`: a program of the user's own, in any language, that answers lines of JSON.
//
// It is asked in a process of its own, boxed in time and memory (io/child_process.h,
// plugin/protocol.h); for users: docs/policies/exec.md. A crash, a hang, garbage, too long a line
// or an answer that acts on what it may not is an error value, so that the fallback decides; that
// process is killed, and the next decision starts another. What the program must remember travels
// with each message, as does a seed: any of its processes answers alike, and decide() may be called
// from any thread; each caller at once has a process of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "base/result.h"
#include "base/schema.h"
#include "base/schema_parameters.h"
#include "policy/policy.h"

namespace evenkeel::plugin {

struct ExecParameters {
  std::vector<std::string> command;
  Parameters parameters;
  Duration timeout = 1s;
  Duration startup = 10s;
  Quantity memory = Quantity::units(512 << 20);
  int restarts = 10;
};

const Schema<ExecParameters>& execSchema();

// Starts the program, to ask what it needs. `where` is what errors call the call. NotFound,
// Invalid, Refused: the program cannot be run, or does not speak the protocol.
Result<std::unique_ptr<Policy>> makeExecPolicy(const Parameters& parameters,
                                               const std::string& where);

}  // namespace evenkeel::plugin
