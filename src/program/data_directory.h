// Where real data sets lie: the environment variable EVENKEEL_DATA.
#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace evenkeel::program {

inline std::optional<std::string> dataDirectory() {
  const char* folder = std::getenv("EVENKEEL_DATA");
  if (folder == nullptr || *folder == '\0') return std::nullopt;
  return folder;
}

}  // namespace evenkeel::program
