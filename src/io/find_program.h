// The file that a command names, as a shell finds it.
#pragma once

#include <string>

#include "base/result.h"

namespace evenkeel::io {

// With a slash: that path, from the working directory; without: along PATH. NotFound, Invalid where
// it names no file, Refused where it may not be executed.
Result<std::string> findProgram(const std::string& name);

}  // namespace evenkeel::io
