#include "performance/sizing.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "performance/multi_server_queue.h"

namespace evenkeel::performance {
namespace {

bool positive(double x) {
  return x > 0 && std::isfinite(x);
}

tl::unexpected<Error> tooMany() {
  return fail(ErrorKind::Invalid, "servers", "more than 1,000,000 servers would be needed",
              "a lower rate or a shorter service time");
}

MultiServerQueue with(std::int32_t servers, double rate, double serviceTime, Queueing queueing) {
  if (queueing == Queueing::Split) return {rate / servers, serviceTime, 1};
  return {rate, serviceTime, servers};
}

// The fewest servers with which `good` holds; it holds with any more, and with infinitely many.
Result<std::int32_t> fewest(double load, const std::function<bool(std::int32_t)>& good) {
  if (!(load < kMaxServers)) return tooMany();
  std::int32_t bad = static_cast<std::int32_t>(load);  // not stable, or none at all
  std::int32_t step = 1;
  std::int32_t enough = bad + 1;
  while (!good(enough)) {
    if (enough >= kMaxServers) return tooMany();
    bad = enough;
    step *= 2;
    enough = std::min(enough + step, kMaxServers);
  }
  while (enough - bad > 1) {
    const std::int32_t middle = bad + (enough - bad) / 2;
    (good(middle) ? enough : bad) = middle;
  }
  return enough;
}

}  // namespace

Result<std::int32_t> serversForMean(double rate, double serviceTime, double target,
                                    Queueing queueing) {
  if (!(rate >= 0) || !positive(serviceTime) || !positive(target)) {
    return fail(ErrorKind::Invalid, "servers", "a rate or a time out of its range",
                "a rate of zero or more, times above zero");
  }
  if (target < serviceTime || (target == serviceTime && rate > 0)) {
    return fail(ErrorKind::Refused, "servers", "the service time alone reaches the target",
                "a target above the mean service time");
  }
  return fewest(rate * serviceTime, [&](std::int32_t servers) {
    return with(servers, rate, serviceTime, queueing).meanResponse() <= target;
  });
}

Result<std::int32_t> serversForQuantile(double rate, double serviceTime, double q, double target,
                                        Queueing queueing) {
  if (!(rate >= 0) || !positive(serviceTime) || !positive(target) || !(q > 0 && q < 1)) {
    return fail(ErrorKind::Invalid, "servers", "a rate, a time or a share out of its range",
                "a rate of zero or more, times above zero, a share between 0 and 1");
  }
  const double alone = std::exp(-target / serviceTime);  // late without any waiting
  if (alone > 1 - q || (alone == 1 - q && rate > 0)) {
    return fail(ErrorKind::Refused, "servers", "the service time alone reaches the target",
                "a target above the quantile of the service time");
  }
  return fewest(rate * serviceTime, [&](std::int32_t servers) {
    return with(servers, rate, serviceTime, queueing).responseExceeds(target) <= 1 - q;
  });
}

}  // namespace evenkeel::performance
