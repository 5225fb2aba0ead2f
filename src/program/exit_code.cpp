#include "program/exit_code.h"

#include <fmt/core.h>

#include <cstdio>

#include "base/schema_parameters.h"
#include "view/text_layout.h"

namespace evenkeel::program {

std::span<const ExitStatus> exitStatuses() {
  static constexpr ExitStatus kAll[] = {
      {ExitCode::Ok, "done"},
      {ExitCode::No, "the answer is no"},
      {ExitCode::BadInput, "wrong input"},
      {ExitCode::Environment, "the environment failed (a full disk, say)"},
      {ExitCode::Interrupted, "interrupted"},
      {ExitCode::OutputGone, "nobody reads the output any more"},
  };
  return kAll;
}

ExitCode report(const Error& error) {
  for (const Error& fault : faultsIn(error)) {
    fmt::print(stderr, "evenkeel: {}\n", view::printable(fault.text()));
  }
  const bool ours = error.kind == ErrorKind::Unavailable || error.kind == ErrorKind::Internal;
  return ours ? ExitCode::Environment : ExitCode::BadInput;
}

}  // namespace evenkeel::program
