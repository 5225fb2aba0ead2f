// The program's name and version, as logs and pages carry it.
#pragma once

namespace evenkeel::program {

inline constexpr const char* kVersion = "evenkeel " EVENKEEL_VERSION;

}  // namespace evenkeel::program
