// A scenario as text: what readScenarioText() reads back as the same scenario.
//
// Every document it is made of, one after the other; defaults are left out. A log keeps it.
#pragma once

#include <string>

#include "base/document.h"
#include "model/scenario.h"

namespace evenkeel {

std::string writeScenario(const Scenario& scenario);

}  // namespace evenkeel
