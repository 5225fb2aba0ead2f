// Whole text files, read with a limit.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"

namespace evenkeel {

// Errors: not there, not a regular file (directory, device, pipe), larger than `limit`, unreadable.
Result<std::string> readTextFile(const std::string& path, std::size_t limit);

}  // namespace evenkeel
