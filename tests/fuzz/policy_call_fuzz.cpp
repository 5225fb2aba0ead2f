// libFuzzer target: whatever the bytes, policies are read or refused with a reason; each one read
// is the same read again from its own text.
#include <cstdlib>
#include <string_view>

#include "base/schema_parameters.h"
#include "model/policy_call.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace evenkeel;
  const auto calls = parsePolicyCalls({reinterpret_cast<const char*>(data), size});
  if (!calls) {
    if (calls.error().what.empty() || calls.error().valid.empty()) std::abort();
    return 0;
  }
  for (const auto& call : *calls) {
    const auto again = parsePolicyCall(call.text);
    if (!again || !(*again == call)) std::abort();
    std::vector<Diagnostic> diagnostics;
    parameterTree(call.parameters, call.name, diagnostics);
  }
  return 0;
}
