// A scenario as text: what readScenarioText() reads back as the same scenario.
//
// Every document it is made of, one after the other; defaults are left out. A log keeps it.
#pragma once

#include <string>
#include <vector>

#include "base/document.h"
#include "model/scenario.h"

namespace evenkeel {

std::string writeScenario(const Scenario& scenario);

// `loads:` with its entries alone, to be put into the spec of a Scenario.
std::string writeLoads(const std::vector<Load>& loads);

}  // namespace evenkeel
