#include "description/checks.h"

#include "base/text.h"

namespace evenkeel {

void addFault(const LoadedDocument& document, std::string path, std::string found,
              std::string valid, std::vector<Diagnostic>& diagnostics, Severity severity) {
  if (diagnostics.size() >= Faults::kLimit) return;
  const Place place = placeOf(document.root, path);
  diagnostics.push_back({document.file, place.line, place.column, std::move(path), std::move(found),
                         std::move(valid), severity});
}

void addUnknown(const LoadedDocument& document, std::string path, std::string_view noun,
                const std::string& name, const std::vector<std::string>& known,
                std::vector<Diagnostic>& diagnostics) {
  if (diagnostics.size() >= Faults::kLimit) return;  // before the names are compared
  const auto nearest = nearestName(name, known);
  std::string valid = "there is none";
  if (nearest)
    valid = "did you mean '" + *nearest + "'?";
  else if (!known.empty() && known.size() <= 20)
    valid = "write " + joinedByOr(known);
  else if (!known.empty())
    valid = "write the name of one of the " + std::to_string(known.size()) + " that there are";
  addFault(document, std::move(path), "found no " + std::string(noun) + " " + quotedForPeople(name),
           std::move(valid), diagnostics);
}

std::vector<Node> nodesOf(const NodeSpec& spec) {
  if (spec.count == 1) return {spec.node};
  std::vector<Node> nodes(static_cast<std::size_t>(spec.count), spec.node);
  for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i].name += "-" + std::to_string(i + 1);
  return nodes;
}

}  // namespace evenkeel
