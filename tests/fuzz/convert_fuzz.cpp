// libFuzzer target: whatever the bytes, they are converted or refused with a reason; what comes out
// is valid, and goes to MLSysOps and back without a fault.
#include <cstdlib>
#include <string_view>

#include "description/convert.h"
#include "description/documents.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace evenkeel;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  convertToMlsysops(text, "fuzz.yaml");
  const Conversion native = convertFromMlsysops(text, "fuzz.yaml");
  for (const auto& diagnostic : native.diagnostics)
    if (diagnostic.found.empty()) std::abort();
  if (hasErrors(native.diagnostics) != native.text.empty()) std::abort();
  if (native.text.empty()) return 0;
  if (hasErrors(readDocumentsText(native.text, "").diagnostics)) std::abort();
  const Conversion there = convertToMlsysops(native.text, "there.yaml");
  if (hasErrors(there.diagnostics)) std::abort();
  if (hasErrors(convertFromMlsysops(there.text, "back.yaml").diagnostics)) std::abort();
  return 0;
}
