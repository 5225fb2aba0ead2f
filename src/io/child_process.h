// A child process that is spoken to in lines: one line over its standard input, one line back over
// its standard output.
//
// It gets no other descriptor of ours, a process group of its own, and a bound on its address space
// (RLIMIT_AS, of each process it starts too); it writes no core file. Its standard error is kept as
// a bounded tail. On destruction the whole group is killed (SIGKILL) and the child reaped; what
// left the group by itself (setsid) is not reached. Where this program is killed first, the child
// is killed with it, without what it started. Everything that waits has a time-out. One
// thread at a time; several children may live on several threads. No SIGPIPE reaches this program.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace evenkeel::io {

struct ChildLimits {
  std::uint64_t memory = 0;               // bytes of address space; zero: none of its own
  std::size_t longestLine = 1024 * 1024;  // of an answer, in bytes
};

class ChildProcess {
 public:
  // `program` as findProgram() gave it; `arguments` without it. Invalid where the system cannot
  // run such a file, Unavailable where it has no room for another process.
  static Result<ChildProcess> start(const std::string& program,
                                    const std::vector<std::string>& arguments,
                                    const ChildLimits& limits);

  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess();

  // Writes `line` and an end of line, and reads one line, without its end. After an error this
  // child is of no use any more. Unavailable: it took too long or has ended, with its status and
  // the last that it said on standard error. Invalid: the line is too long, or there is more than
  // one.
  Result<std::string> exchange(std::string_view line, Duration timeout);

  pid_t id() const { return id_; }

 private:
  ChildProcess() = default;
  void kill();
  Result<void> takeOutput();  // what is there to be read, without waiting
  void takeErrors();
  tl::unexpected<Error> ended();
  std::string lastWords() const;  // "; it said: …", or nothing

  pid_t id_ = -1;
  int input_ = -1;   // its standard input
  int output_ = -1;  // its standard output
  int errors_ = -1;  // its standard error
  bool outputOver_ = false;
  std::size_t longestLine_ = 0;
  std::string unread_;
  std::size_t searched_ = 0;  // of unread_, for the end of a line
  std::string said_;          // the tail of its standard error
};

}  // namespace evenkeel::io
