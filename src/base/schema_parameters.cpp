#include "base/schema_parameters.h"

#include "base/document_text.h"
#include "base/text.h"
#include "base/yaml.h"

namespace evenkeel {
namespace {

constexpr YamlLimits kParameterLimits{
    .bytes = std::size_t{1} << 16, .documents = 1, .depth = 16, .nodes = 2000};

}  // namespace

DocumentNode parameterTree(const Parameters& parameters, const std::string& where,
                           std::vector<Diagnostic>& diagnostics) {
  DocumentNode tree = DocumentNode::map();
  for (const auto& [key, text] : parameters) {
    if (tree.find(key) != nullptr) {
      diagnostics.push_back(
          {where, 0, 0, key, "parameter " + quotedForPeople(key) + " twice", "keep one"});
      continue;
    }
    if (text.empty() || std::string_view("[{\"'").find(text[0]) == std::string_view::npos) {
      tree.set(key, DocumentNode::plain(text));
      continue;
    }
    YamlText parsed = parseYaml(text, where, kParameterLimits);
    for (auto& diagnostic : parsed.diagnostics) {
      diagnostic.line = diagnostic.column = 0;
      diagnostic.path = diagnostic.path.empty() ? key : key + "." + diagnostic.path;
      diagnostics.push_back(std::move(diagnostic));
    }
    if (parsed.documents.size() == 1) tree.set(key, std::move(parsed.documents[0]));
  }
  return tree;
}

Parameters parametersOf(const DocumentNode& record) {
  Parameters out;
  for (const auto& member : record.members) out.emplace_back(member.key, flowText(member.value));
  return out;
}

namespace {

std::string betweenFaults(const std::string& where) {
  return "\n" + where + ": ";
}

}  // namespace

Result<void> parameterError(const std::string& where, const std::vector<Diagnostic>& diagnostics) {
  if (diagnostics.empty()) return {};
  Error error{ErrorKind::Invalid, where, "", ""};
  for (const auto& d : diagnostics) {
    if (!error.what.empty()) error.what += betweenFaults(where);
    if (!d.path.empty()) error.what += d.path + ": ";
    error.what += d.found;
    if (!d.valid.empty()) error.what += "; " + d.valid;
  }
  return tl::unexpected(std::move(error));
}

std::vector<Error> faultsIn(const Error& error) {
  std::vector<Error> faults;
  const std::string between = betweenFaults(error.where);
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = error.what.find(between, begin);
    const bool last = end == std::string::npos;
    faults.push_back(
        {error.kind, error.where, error.what.substr(begin, end - begin), last ? error.valid : ""});
    if (last) return faults;
    begin = end + between.size();
  }
}

}  // namespace evenkeel
