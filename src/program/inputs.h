// Reading what the user named, with all that is wrong told on standard error.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "description/read_scenario.h"

namespace evenkeel::program {

// As this program knows policies and finds real data.
ReadOptions readOptions();

// A scenario that can be run. Prints every fault and warning; absent: there were faults.
std::optional<Scenario> readScenarioOrReport(const std::string& path);

// "12m30s", "00:12:30", "2d 03:00:00": time since the start of a run, as the program itself writes
// it.
Result<Instant> parseRunTime(std::string_view text);

// Checks of option values, for CLI11: the fault in words, or nothing.
std::string seedFault(const std::string& text);     // 0 to 2^63 - 1, as in a scenario
std::string speedFault(const std::string& text);    // 0.001 to 1e9
std::string percentFault(const std::string& text);  // 0 to 100
std::string policyCallsFault(const std::string& text);
std::string runLengthFault(const std::string& text);
std::string runTimeFault(const std::string& text);

}  // namespace evenkeel::program
