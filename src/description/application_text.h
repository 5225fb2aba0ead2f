// One application as text, as a decision log keeps it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/application.h"

namespace evenkeel {

// The document, defaults left out. A name that no document may have is cut to one.
std::string applicationText(const Application& application);
// Reads it back as the same application, but for such a name. Invalid: it is another text, or has
// faults.
Result<Application> readApplicationText(std::string_view text);

}  // namespace evenkeel
