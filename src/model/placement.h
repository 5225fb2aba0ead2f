// Whether a node is among those where a component may run; its size and load do not matter here.
#pragma once

#include "model/infrastructure.h"

namespace evenkeel {

bool allows(const Placement& placement, const Node& node);

}  // namespace evenkeel
