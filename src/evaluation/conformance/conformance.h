// Conformance: vector files with inputs and expected answers, run against the policies' functions.
//
// A file is a record of sections, each a list of vectors (format: docs/policies/hpa.md). Sections
// known: see conformance.cpp; `meta` may carry defaults. A vector whose answer differs has failed,
// and so has one that cannot be understood or expects nothing; only what is no JSON at all is an
// error.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evenkeel {

struct ConformanceFinding {
  std::string section;
  std::string name;  // of the vector
  std::string what;  // "expected …; got …", or what cannot be understood and where
  // "section: name: what"
  std::string text() const;
};

struct ConformanceReport {
  std::size_t passed = 0;
  std::size_t failed = 0;
  bool understood = true;  // false: at least one failure is a fault of the file
  std::vector<ConformanceFinding> failures;
  // Fields that no rule here looks at, each once a section; whether a vector passes is without
  // them.
  std::vector<ConformanceFinding> ignored;
  // "N passed, N failed"
  std::string totals() const;
};

Result<ConformanceReport> runConformance(const std::string& path);
// `name` stands in errors where the path would.
Result<ConformanceReport> runConformanceText(std::string_view text, const std::string& name);

}  // namespace evenkeel
