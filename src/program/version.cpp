#include "program/version.h"

namespace evenkeel::program {

const char* const kVersionNumber = EVENKEEL_VERSION;  // defined in src/CMakeLists.txt
const char* const kVersion = "evenkeel " EVENKEEL_VERSION;

}  // namespace evenkeel::program
