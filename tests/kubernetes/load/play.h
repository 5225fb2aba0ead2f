// One load of a scenario, played against real servers.
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"

namespace evenkeel::load {

struct Options {
  std::string scenario;
  std::string application;  // empty: the first load
  std::string targets;
  std::string path = "/";
  Duration timeout = 10s;
  Duration interval = 10s;
};

// Prints figures to standard output and their sum to standard error once all requests have ended.
Result<void> play(const Options& options);

}  // namespace evenkeel::load
