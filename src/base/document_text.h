// A document tree as text: block YAML, flow YAML on one line, and JSON. Read back, each gives the
// same tree.
#pragma once

#include <string>

#include "base/document.h"

namespace evenkeel {

std::string yamlText(const DocumentNode& node);  // ends with a line end
std::string flowText(const DocumentNode& node);  // "{name: a, values: [1, 2]}"
std::string jsonText(const DocumentNode& node);  // indented by two; ends with a line end

// The shortest text that reads back as the same number. Finite numbers only.
std::string numberText(double value);

}  // namespace evenkeel
