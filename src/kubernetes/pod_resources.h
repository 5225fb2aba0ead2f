// What a pod of these containers asks for.
#pragma once

#include <optional>
#include <vector>

#include "model/asset.h"

namespace evenkeel::kubernetes {

Resources requestsOf(const std::vector<ContainerState>& containers);
// At pod level where that is set, else of its containers.
Resources requestsOf(const PodState& pod);
// Absent where one of them is not limited in CPU or memory.
std::optional<Resources> limitsOf(const std::vector<ContainerState>& containers);

}  // namespace evenkeel::kubernetes
