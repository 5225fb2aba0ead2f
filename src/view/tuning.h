// What a search for parameters tried and found, as text.
#pragma once

#include <string>

#include "evaluation/tune.h"

namespace evenkeel::view {

// Every trial, best first; 80 columns unless calls are longer.
std::string tuningTable(const evaluation::Tuning& tuning, const evaluation::TuneSetup& setup);

}  // namespace evenkeel::view
