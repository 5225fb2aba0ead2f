// A program that runs to its end while an event loop goes on, and what it wrote.
//
// It gets no standard input, no descriptor of ours and a process group of its own. Destroying the
// run kills the whole group (SIGKILL) and calls nothing.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "io/event_loop.h"

namespace evenkeel::io {

struct ProgramCall {
  std::string program;  // as findProgram() gave it
  std::vector<std::string> arguments = {};
  std::vector<std::pair<std::string, std::string>> environment = {};  // beside ours
  Duration timeout = 60s;
  std::size_t mostBytes = 1 << 20;  // of its output
};

class ProgramRun {
 public:
  // `done` gets its standard output, later than this call. Unavailable: it could not be started,
  // ended with another status than 0, took too long or wrote too much; with the last that it said
  // on its standard error.
  ProgramRun(EventLoop& loop, const ProgramCall& call,
             std::function<void(Result<std::string>)> done);
  ~ProgramRun();
  ProgramRun(const ProgramRun&) = delete;
  ProgramRun& operator=(const ProgramRun&) = delete;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace evenkeel::io
