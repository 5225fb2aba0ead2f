// YAML text to document trees: the only place that knows yaml-cpp.
//
// Understood: several documents a file, anchors and aliases (within the node limit), LF, CRLF and
// CR, a byte order mark. Refused, each with its place: duplicate, empty and compound keys, merge
// keys (<<), directives, tags beyond the core ones, control characters, bytes that are not UTF-8,
// and whatever passes the limits. Never throws, time and memory are bounded by the limits.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/document.h"

namespace evenkeel {

struct YamlLimits {
  std::size_t bytes = std::size_t{4} << 20;
  std::size_t documents = 1000;
  std::size_t depth = 64;
  std::size_t nodes = 200'000;  // of all documents, aliases expanded
};

struct YamlText {
  std::vector<DocumentNode> documents;  // those without a fault; empty ones are left out
  std::vector<Diagnostic> diagnostics;
};

// `file` is what diagnostics call the text.
YamlText parseYaml(std::string_view text, const std::string& file, const YamlLimits& limits = {});

}  // namespace evenkeel
