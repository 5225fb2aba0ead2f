// libFuzzer target: whatever the bytes, a trace is read or refused with a place and a reason.
// The text's length chooses the rules for gaps and several values, the form and the interval; the
// seeds are traces of all forms.
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "workload/load.h"
#include "workload/rate_trace.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace evenkeel;
  TraceLoad load;
  load.file = "trace.csv";
  load.gaps = static_cast<GapRule>(size % 3);
  load.combine = static_cast<CombineRule>(size / 3 % 3);
  if (size / 9 % 2 == 1) load.interval = std::chrono::minutes(5);
  if (size / 18 % 3 == 1) {
    load.firstCountColumn = "m0";
    load.interval = std::chrono::minutes(5);
  }
  const auto trace = parseRateTrace({reinterpret_cast<const char*>(data), size}, load);
  if (!trace) {
    const Error& error = trace.error();
    if (error.where.rfind("trace.csv", 0) != 0 || error.what.empty()) std::abort();
    return 0;
  }
  if (trace->counts.size() < 2 || trace->counts.size() > 4'000'000) std::abort();
  for (const double count : trace->counts) {
    if (!(count >= 0) || !std::isfinite(count)) std::abort();
  }
  const auto intensity = intensityOf(*trace);
  if (intensity && intensity->segments().size() != trace->counts.size()) std::abort();
  return 0;
}
