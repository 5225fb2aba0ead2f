// One Scenario of the model out of the documents that make it up.
#pragma once

#include <vector>

#include "description/documents.h"
#include "model/scenario.h"

namespace evenkeel {

// The documents' references are sound (checks.h). Fills in both sides of memberships.
Scenario assemble(const LoadedDocument& scenario, const std::vector<LoadedDocument>& documents);

}  // namespace evenkeel
