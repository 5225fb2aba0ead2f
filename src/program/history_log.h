// What would have been changed over a history, as a log for `evenkeel explain`: changes with the
// figures that led to them. There is nothing in it to be replayed.
#pragma once

#include <string>

#include "base/result.h"
#include "program/history_advice.h"
#include "program/history_reading.h"

namespace evenkeel::program {

// In a new file. `prometheus`: who told, without a password. Errors as those of LogFile.
Result<void> keepHistoryLog(const std::string& path, const std::string& prometheus,
                            const ReadHistory& history, const AdvisedHistory& advised);

}  // namespace evenkeel::program
