// What stands under `spec` where that is not simply a struct of the model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/scenario.h"

namespace evenkeel {

struct NodeSpec {
  Node node;
  std::int32_t count = 1;  // more than one: NAME-1, NAME-2, …
};

// Between two samples of a series, at least.
inline constexpr Duration kShortestScrape = std::chrono::milliseconds(100);

inline constexpr Duration kLongestRun = std::chrono::hours(24 * 366);

// Where a run begins at the latest, by wall time: time zones are known for as long (2037).
inline constexpr WallTime kLatestStart{
    std::chrono::sys_days(std::chrono::year(2036) / 1 / 1).time_since_epoch()};

// A Scenario document: everything else that a Scenario of the model holds stands in documents of
// its own, in the same file or in included ones.
struct ScenarioSpec {
  std::vector<std::string> include;
  std::vector<Load> loads;
  std::vector<Fault> faults;
  std::vector<std::string> policies;
  std::optional<std::string> fallback;
  Routing routing = Scenario{}.routing;
  Telemetry telemetry;
  Duration duration = Scenario{}.duration;
  WallTime start = Scenario{}.start;
  Duration warmUp = Scenario{}.warmUp;
  Duration decisionDelay = Scenario{}.decisionDelay;
  std::uint64_t seed = Scenario{}.seed;
  Prices prices;
};

}  // namespace evenkeel
