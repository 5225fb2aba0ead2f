#include "base/diagnostic.h"

#include <algorithm>
#include <map>

namespace evenkeel {

std::string Diagnostic::text() const {
  std::string out = file;
  if (line > 0) out += (out.empty() ? "line " : ":") + std::to_string(line);
  if (!path.empty()) out += (out.empty() ? "" : ": ") + path;
  if (!out.empty()) out += ": ";
  if (severity == Severity::Warning) out += "warning: ";
  out += found;
  if (!valid.empty()) out += "; " + valid;
  return out;
}

bool hasErrors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

void sortByPlace(std::vector<Diagnostic>& diagnostics) {
  std::map<std::string, std::size_t> order;
  for (const auto& d : diagnostics) order.emplace(d.file, order.size());
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) {
                     const auto key = [&](const Diagnostic& d) {
                       return std::make_tuple(order.at(d.file), d.line, d.column);
                     };
                     return key(a) < key(b);
                   });
}

void Faults::add(Place place, std::string found, std::string valid) {
  if (++count_ > kLimit) return;
  diagnostics_.push_back(
      {file_, place.line, place.column, path_, std::move(found), std::move(valid)});
}

void Faults::addAt(Place place, std::string_view key, std::string found, std::string valid) {
  const Scope scope(*this, key);
  add(place, std::move(found), std::move(valid));
}

Faults::Scope::Scope(Faults& faults, std::string_view key)
    : faults_(faults), length_(faults.path_.size()) {
  if (length_ > 0) faults_.path_ += '.';
  faults_.path_ += key;
}

Faults::Scope::Scope(Faults& faults, std::size_t index)
    : faults_(faults), length_(faults.path_.size()) {
  faults_.path_ += '[' + std::to_string(index) + ']';
}

}  // namespace evenkeel
