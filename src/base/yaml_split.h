// The documents of a YAML text, cut apart before any parser sees them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace evenkeel {

struct YamlPart {
  std::string_view text;  // from its marker line, if it has one
  std::uint32_t line;     // of its first line in the whole text, from 1
  bool empty;             // nothing but blanks, comments and markers
};

// A line that begins with `---` or `...` and a blank ends a document whatever stands around it,
// also inside a block or quoted scalar (YAML 1.2, 9.1.2 c-forbidden). Lines end in LF.
std::vector<YamlPart> splitYaml(std::string_view text);

}  // namespace evenkeel
