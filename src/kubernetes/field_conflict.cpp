#include "kubernetes/field_conflict.h"

#include <string_view>

namespace evenkeel::kubernetes {
namespace {

// `conflict with "NAME" using apps/v1 at …`: the name is quoted as Go does it.
std::string managerIn(std::string_view message) {
  std::string manager;
  const std::size_t begin = message.find('"');
  if (begin == std::string_view::npos) return {};
  for (std::size_t i = begin + 1; i < message.size() && message[i] != '"'; ++i) {
    if (message[i] == '\\' && i + 1 < message.size()) ++i;
    manager += message[i];
  }
  return manager;
}

}  // namespace

std::vector<FieldConflict> conflictsOf(const ApiFailure& failure) {
  std::vector<FieldConflict> conflicts;
  for (const ApiFailure::Cause& cause : failure.causes) {
    if (cause.reason == "FieldManagerConflict")
      conflicts.push_back({cause.field, managerIn(cause.message)});
  }
  return conflicts;
}

}  // namespace evenkeel::kubernetes
