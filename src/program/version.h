// The program's name and version, as logs and pages carry it.
#pragma once

namespace evenkeel::program {

extern const char* const kVersion;

}  // namespace evenkeel::program
