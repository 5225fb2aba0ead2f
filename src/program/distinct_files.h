// The files that one command reads and writes must be different ones.
#pragma once

#include <span>
#include <string>

#include "base/result.h"

namespace evenkeel::program {

struct NamedFile {
  std::string name;  // the argument: SCENARIO, --json
  std::string path;  // empty: not given
};

// Refused: two of them are the same regular file, whether it exists yet or not. Devices and pipes
// may be named twice.
Result<void> checkDistinct(std::span<const NamedFile> files);

}  // namespace evenkeel::program
