// Descriptions of MLSysOps' five generations as native documents, and back as far as its words
// reach (docs/convert.md).
//
// What is read otherwise than it was written, and what has no place on the other side, is a
// warning; what cannot be understood is an error, and then there is no text. What comes out is
// valid. Bounded by the limits of base/yaml.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace evenkeel {

struct Conversion {
  std::string text;  // YAML, a document each; empty where there are errors
  std::vector<Diagnostic> diagnostics;
};

// `file` is what diagnostics call the text; its base name is the name of a description without one.
Conversion convertFromMlsysops(std::string_view text, const std::string& file);

// From native documents, or from those of an older generation: user files for today's framework.
Conversion convertToMlsysops(std::string_view text, const std::string& file);

}  // namespace evenkeel
