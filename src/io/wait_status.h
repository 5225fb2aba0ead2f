// How a process ended, in words.
#pragma once

#include <string>

namespace evenkeel::io {

// Of a status of waitpid(): "ended with status 1", "was ended by signal 9 (Killed)".
std::string waitStatusText(int status);

}  // namespace evenkeel::io
