// What resources cost, as the user says it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/infrastructure.h"

namespace evenkeel::program {

// "cpu=0.03,memory=0.004": for a core and a GiB, an hour. What is left out costs nothing.
Result<Prices> parsePrices(std::string_view text);
// For CLI11: the fault in words, or nothing.
std::string pricesFault(const std::string& text);

}  // namespace evenkeel::program
