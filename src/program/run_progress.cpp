#include "program/run_progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace evenkeel::program {

RunProgress::RunProgress(std::string what, std::optional<std::size_t> total)
    : what_(std::move(what)), total_(total), terminal_(::isatty(STDERR_FILENO) == 1) {}

RunProgress::~RunProgress() {
  if (open_) fmt::print(stderr, "\n");
}

void RunProgress::operator()(std::size_t done) {
  if (!terminal_ && !total_) return;
  const std::string count =
      total_ ? fmt::format("{} of {} runs done", done, *total_) : fmt::format("{} runs done", done);
  const std::string line = what_.empty() ? count : what_ + ": " + count;
  fmt::print(stderr, "{}{}{}", terminal_ ? "\r" : "", line, terminal_ ? "" : "\n");
  std::fflush(stderr);
  open_ = terminal_;
}

ExitCode interruptedEnd() {
  fmt::print(stderr, "evenkeel: interrupted; nothing was written\n");
  return ExitCode::Interrupted;
}

}  // namespace evenkeel::program
