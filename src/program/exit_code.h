// What the program's exit status says (docs/cli.md), and how an error reaches the user.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace evenkeel::program {

enum class ExitCode : int {
  Ok = 0,
  No = 1,             // the answer is no: a vector failed, a replay diverged
  BadInput = 2,       // wrong arguments or files
  Environment = 3,    // a disk is full, a place cannot be written to; a fault of our own
  Interrupted = 130,  // by SIGINT, SIGTERM or SIGHUP
  OutputGone = 141    // whoever read standard output went away
};

struct ExitStatus {
  ExitCode code;
  std::string_view meaning;
};
// All of them, for help and the manual.
std::span<const ExitStatus> exitStatuses();

// One line on standard error; the code that goes with the kind of error.
ExitCode report(const Error& error);

}  // namespace evenkeel::program
