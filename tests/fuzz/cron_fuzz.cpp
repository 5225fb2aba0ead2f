// libFuzzer target: whatever the bytes, a cron expression is read or refused with a reason; one
// that is read names moments between those it was asked for.
#include <cstdlib>
#include <string_view>

#include "policy/scaling/cron.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace evenkeel;
  const auto cron = Cron::parse({reinterpret_cast<const char*>(data), size});
  if (!cron) {
    if (cron.error().what.empty() || cron.error().valid.empty()) std::abort();
    return 0;
  }
  const LocalTime first{std::chrono::hours(24 * 365 * 50)};
  const LocalTime last = first + std::chrono::hours(24 * 40) + std::chrono::minutes(754);
  const auto found = cron->latest(first, last);
  if (found && (*found < first || *found > last)) std::abort();
  return 0;
}
