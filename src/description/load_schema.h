// The schema of a scenario's loads.
#pragma once

#include "base/schema.h"
#include "model/scenario.h"

namespace evenkeel {

Schema<Load> loadSchema();

}  // namespace evenkeel
