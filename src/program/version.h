// The program's name and version, as logs and pages carry it.
#pragma once

namespace evenkeel::program {

extern const char* const kVersion;        // "evenkeel 0.1.0"
extern const char* const kVersionNumber;  // "0.1.0"

}  // namespace evenkeel::program
