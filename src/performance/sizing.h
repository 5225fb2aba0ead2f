// The inverse of the queueing formulas: the fewest servers that keep a response time at a rate.
//
// Pooled: one queue before all servers (M/M/c). Split: every server has a queue of its own and
// requests choose one at random (c times M/M/1, first come first served; the mean holds for
// processor sharing and any service time too). Rates per second, times in seconds.
//
// Refused where no number of servers would do, because service alone takes longer; Invalid where
// a number is out of its range or more than kMaxServers would be needed.
#pragma once

#include <cstdint>

#include "base/result.h"

namespace evenkeel::performance {

inline constexpr std::int32_t kMaxServers = 1'000'000;

enum class Queueing : std::uint8_t { Pooled, Split };

// Mean response <= target. rate >= 0, serviceTime > 0, target > 0.
Result<std::int32_t> serversForMean(double rate, double serviceTime, double target,
                                    Queueing queueing);
// P(response <= target) >= q, q in (0, 1).
Result<std::int32_t> serversForQuantile(double rate, double serviceTime, double q, double target,
                                        Queueing queueing);

}  // namespace evenkeel::performance
