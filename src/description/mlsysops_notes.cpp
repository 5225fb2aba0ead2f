#include "description/mlsysops_notes.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace evenkeel::mlsysops {

void Notes::warn(Place place, std::string path, std::string found, std::string done) {
  diagnostics_.push_back({file_, place.line, place.column, std::move(path), std::move(found),
                          std::move(done), Severity::Warning});
}

void Notes::refuse(Place place, std::string path, std::string found, std::string valid) {
  diagnostics_.push_back({file_, place.line, place.column, std::move(path), std::move(found),
                          std::move(valid), Severity::Error});
}

void Notes::add(std::vector<Diagnostic> diagnostics) {
  for (Diagnostic& diagnostic : diagnostics) diagnostics_.push_back(std::move(diagnostic));
}

std::string pathBelow(const std::string& path, std::string_view key) {
  constexpr std::size_t kLongest = 64;
  std::string out = path + (path.empty() ? "" : ".");
  return key.size() <= kLongest ? out.append(key) : out.append(key.substr(0, kLongest)) + "…";
}

std::string pathBelow(const std::string& path, std::size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

PathStep takeStep(std::string_view& path) {
  const bool item = path.starts_with('[');
  if (item || path.starts_with('.')) path.remove_prefix(1);
  const std::string_view step = path.substr(0, path.find_first_of(item ? "]" : ".["));
  path.remove_prefix(std::min(path.size(), step.size() + (item ? 1 : 0)));
  if (!item) return {step, {}};
  std::size_t index = 0;
  std::from_chars(step.data(), step.data() + step.size(), index);
  return {{}, index};
}

}  // namespace evenkeel::mlsysops
