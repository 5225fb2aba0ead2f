// docs/reference/descriptions.md: every key of every kind, from the schemas.
#pragma once

#include <string>

namespace evenkeel {

std::string descriptionReference();

}  // namespace evenkeel
