#include "base/yaml_split.h"

namespace evenkeel {
namespace {

bool isMarker(std::string_view line, std::string_view marker) {
  return line.starts_with(marker) &&
         (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\n');
}

bool isBlank(std::string_view line) {
  const auto i = line.find_first_not_of(" \t\n");
  return i == std::string_view::npos || line[i] == '#';
}

}  // namespace

std::vector<YamlPart> splitYaml(std::string_view text) {
  std::vector<YamlPart> parts;
  std::size_t begin = 0;
  std::uint32_t beginLine = 1;
  bool empty = true;
  const auto finish = [&](std::size_t end) {
    if (end > begin) parts.push_back({text.substr(begin, end - begin), beginLine, empty});
    empty = true;
  };
  std::uint32_t number = 1;
  for (std::size_t i = 0; i < text.size(); ++number) {
    const auto newline = text.find('\n', i);
    const std::size_t next = newline == std::string_view::npos ? text.size() : newline + 1;
    const std::string_view line = text.substr(i, next - i);
    if (isMarker(line, "---")) {
      finish(i);
      begin = i;
      beginLine = number;
      empty = isBlank(line.substr(3));
    } else if (isMarker(line, "...")) {
      finish(i);
      begin = next;
      beginLine = number + 1;
    } else {
      empty = empty && isBlank(line);
    }
    i = next;
  }
  finish(text.size());
  return parts;
}

}  // namespace evenkeel
