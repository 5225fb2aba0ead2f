// libFuzzer target: whatever the bytes, documents are read or refused with a place and a reason,
// and a scenario that is accepted is the same written and read back.
#include <cstdlib>
#include <string_view>

#include "description/read_scenario.h"
#include "description/write_scenario.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace evenkeel;
  const ReadOptions options{.tracesMustExist = false};
  const auto read =
      readScenarioText({reinterpret_cast<const char*>(data), size}, "fuzz.yaml", options);
  for (const auto& diagnostic : read.diagnostics)
    if (diagnostic.file.empty() || diagnostic.found.empty()) std::abort();
  if (!read.ok()) return 0;
  const auto again = readScenarioText(writeScenario(read.scenario), "", options);
  if (!again.ok() || !(again.scenario == read.scenario)) std::abort();
  return 0;
}
