#include "program/exit_code.h"

#include <fmt/core.h>

#include <cstdio>

#include "view/text_layout.h"

namespace evenkeel::program {

ExitCode report(const Error& error) {
  fmt::print(stderr, "evenkeel: {}\n", view::printable(error.text()));
  const bool ours = error.kind == ErrorKind::Unavailable || error.kind == ErrorKind::Internal;
  return ours ? ExitCode::Environment : ExitCode::BadInput;
}

}  // namespace evenkeel::program
