// Conformance: vector files with inputs and expected answers, run against the policies' functions.
//
// A file is a record of sections, each a list of vectors (format: docs/policies/hpa.md). Sections
// known: see conformance.cpp; `meta` may carry defaults. A vector whose answer differs is a failure
// in the report; a file that cannot be understood is an error, with the place in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evenkeel {

struct ConformanceFailure {
  std::string section;
  std::string name;
  std::string expected;
  std::string got;
  // "section: name: expected …, got …"
  std::string text() const;
};

struct ConformanceReport {
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::vector<ConformanceFailure> failures;
  // "N passed, N failed"
  std::string totals() const;
};

Result<ConformanceReport> runConformance(const std::string& path);
// `name` stands in errors where the path would.
Result<ConformanceReport> runConformanceText(std::string_view text, const std::string& name);

}  // namespace evenkeel
