#include "program/version.h"

namespace evenkeel::program {

const char* const kVersion = "evenkeel " EVENKEEL_VERSION;  // defined in src/CMakeLists.txt

}  // namespace evenkeel::program
