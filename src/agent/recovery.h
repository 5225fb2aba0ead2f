// What an agent must know of its earlier life, folded from the records of its log.
//
// Feed every record in order, from the start or from a keyframe. Records that contradict each other
// (a damaged log) are passed over: what cannot be known is left out, never made up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "knowledge/record.h"

namespace evenkeel {

struct Recovered {
  using ScopeName = std::pair<std::string, std::string>;  // asset name, call of the policy
  struct OpenOrder {
    Plan plan;
    Order order;
  };
  std::map<ScopeName, record::PolicyMemory> memories;  // as of the last keyframe
  std::map<ActionId, OpenOrder> openOrders;            // written, and not seen to its end
  PlanId lastPlan;
  SeriesId lastSeries;
  Grant grant;
  Instant lastInput{};  // and its wall time
  WallTime lastWall{};
};

class Recovery {
 public:
  void see(const Record& record);
  const Recovered& result() const { return recovered_; }

 private:
  void on(const record::Keyframe& keyframe);
  void on(const record::OpenPlan& open);
  void on(const record::Planned& planned);
  void on(const record::Ordered& ordered);
  void on(const record::StatusChanged& changed);
  void on(const record::SeriesDeclared& declared);
  void on(const record::Input& input);
  void on(const auto&) {}

  struct OpenPlan {
    Plan plan;
    std::size_t over = 0;  // of its actions
  };

  Recovered recovered_;
  std::map<PlanId, OpenPlan> plans_;
};

}  // namespace evenkeel
