// Starting a process, with its three standard descriptors in our hands (child_process.h).
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace evenkeel::io {

// All three are closed on exec; `output` and `errors` do not block. Its input is a socket rather
// than a pipe, since writing to a socket can be told not to raise SIGPIPE.
struct Spawned {
  pid_t id = -1;  // leader of its own process group
  int input = -1;
  int output = -1;
  int errors = -1;
};

// `memory`: bytes of address space; zero: no limit of its own. The process is killed when we end,
// however that comes; what it has started itself is not. Any thread.
Result<Spawned> spawn(const std::string& program, const std::vector<std::string>& arguments,
                      std::uint64_t memory);

}  // namespace evenkeel::io
