// Parameters of a call on the command line or in a scenario, `hpa(cpu=60, loop=3m)`, through the
// same records as documents.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/schema.h"

namespace evenkeel {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// A value that begins with [ { " or ' is read as YAML flow text, any other stands for itself.
// `where` is what diagnostics call the call.
DocumentNode parameterTree(const Parameters& parameters, const std::string& where,
                           std::vector<Diagnostic>& diagnostics);

Parameters parametersOf(const DocumentNode& record);

// All faults in one error.
template <class T>
Result<T> readParameters(const Schema<T>& schema, const Parameters& parameters,
                         const std::string& where);

Result<void> parameterError(const std::string& where, const std::vector<Diagnostic>& diagnostics);
// One by one again, to be told a line each; any other error is one fault.
std::vector<Error> faultsIn(const Error& error);

template <class T>
Result<T> readParameters(const Schema<T>& schema, const Parameters& parameters,
                         const std::string& where) {
  std::vector<Diagnostic> diagnostics;
  const DocumentNode tree = parameterTree(parameters, where, diagnostics);
  Faults faults(where);
  T value;
  schema.read(tree, value, faults);
  diagnostics.insert(diagnostics.end(), faults.diagnostics().begin(), faults.diagnostics().end());
  if (auto ok = parameterError(where, diagnostics); !ok) return tl::unexpected(ok.error());
  return value;
}

}  // namespace evenkeel
