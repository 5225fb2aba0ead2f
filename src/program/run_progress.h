// A line on standard error that says how many runs are done, and how a stop is told.
//
// On a terminal the line is written over; elsewhere a line is written where the total is known, one
// a run, and nothing where it is not. One thread at a time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "program/exit_code.h"

namespace evenkeel::program {

class RunProgress {
 public:
  // `what` the runs are for; may be empty.
  explicit RunProgress(std::string what, std::optional<std::size_t> total = {});
  ~RunProgress();  // ends the line
  RunProgress(const RunProgress&) = delete;
  RunProgress& operator=(const RunProgress&) = delete;

  void operator()(std::size_t done);

 private:
  std::string what_;
  std::optional<std::size_t> total_;
  bool terminal_;
  bool open_ = false;  // a line that has no end yet
};

// Says that it was interrupted and left nothing behind.
ExitCode interruptedEnd();

}  // namespace evenkeel::program
