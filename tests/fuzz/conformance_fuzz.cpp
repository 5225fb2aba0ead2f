// Vector files are outside input: whatever they hold, a report or an error comes back.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "evaluation/conformance/conformance.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  (void)evenkeel::runConformanceText({reinterpret_cast<const char*>(data), size}, "fuzz");
  return 0;
}
