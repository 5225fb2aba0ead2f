// Certificates, tokens and the like: whole files of at most a mebibyte.
#pragma once

#include <string>

#include "base/result.h"

namespace evenkeel::kubernetes {

// NotFound, or Invalid where it is no regular file or too long.
Result<std::string> readSmallFile(const std::string& path);

}  // namespace evenkeel::kubernetes
