// On how many pods' figures what is decided rests, and for how long there have been such, read out
// of a loop's records as it writes them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "knowledge/record.h"

namespace evenkeel::program {

class KnownFigures {
 public:
  void see(const Record& record);

  struct Known {
    std::int32_t pods = 0;  // zero: they are of the workload as a whole
    Duration lasting{};     // that they are of, without a gap
  };
  // Of figures that are not old. Absent: there are none of that component.
  std::optional<Known> of(AssetId component) const;

 private:
  struct Component {
    std::map<std::uint32_t, Instant> series;  // that have a figure, and of when that is
    Instant since{};
    Instant newest{};
  };

  void on(const record::SeriesDeclared& declared);
  void on(const record::Input& input);
  void on(const auto&) {}
  void take(const Sample& sample);
  void remove(AssetId asset);
  AssetId componentOf(AssetId asset) const;

  Instant now_{};
  std::unordered_map<AssetId, AssetId> ownerOf_;        // of pods
  std::unordered_map<std::uint32_t, AssetId> assetOf_;  // by series
  std::unordered_map<AssetId, std::vector<std::uint32_t>> seriesOf_;
  std::map<AssetId, Component> components_;
};

}  // namespace evenkeel::program
