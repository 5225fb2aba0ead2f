// The processes of one policy: as many as are asked at once, each started when it is first needed.
//
// Whoever asks takes a process for one decision and gives it back if all went well; one that failed
// is not given back, which kills it, and the next decision starts another. After so many failures
// in a row nothing is started any more. Any thread.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/schema_parameters.h"
#include "base/time.h"
#include "io/child_process.h"
#include "plugin/protocol.h"

namespace evenkeel::plugin {

struct Box {
  std::string program;  // as io::findProgram() gave it
  std::vector<std::string> arguments;
  Parameters parameters;  // that it is told
  io::ChildLimits limits;
  Duration startup{};  // for the answer to `declare`
  int mostFailures = 1;
};

class ProcessPool {
 public:
  explicit ProcessPool(Box box) : box_(std::move(box)) {}

  // What the program needs; starts the first process. Before anything else.
  Result<Declared> declare();

  // Idle, or started anew. An error counts as a failure.
  Result<io::ChildProcess> take();
  void giveBack(io::ChildProcess process);
  void failed();

 private:
  struct Started {
    io::ChildProcess process;
    Declared declared;
  };
  Result<Started> start() const;

  Box box_;
  std::string declared_;  // what every process must declare; constant after declare()
  std::mutex mutex_;      // of what follows
  std::vector<io::ChildProcess> idle_;
  int failuresInARow_ = 0;
};

}  // namespace evenkeel::plugin
