// When knobs were last changed by us, and how often lately: for cool-down and churn.
//
// Memory: one entry a knob, and the changes within the churn windows asked for. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/time.h"
#include "knowledge/record.h"
#include "model/asset.h"

namespace evenkeel {

class ChangeHistory {
 public:
  void changed(AssetId application, AssetId asset, const std::string& knob, Instant when);
  void forget(AssetId asset);

  // From now on every knob counts as changed at `when` at the earliest: after a restart, what an
  // earlier life did last may be forgotten.
  void assumeChanged(Instant when) { assumed_ = when; }

  std::optional<Instant> lastChange(AssetId asset, const std::string& knob) const;
  // Changes of the application's knobs later than `since`; the last kKept are counted.
  std::int32_t changesSince(AssetId application, Instant since) const;

  // For keyframes, and back from them.
  void save(record::Keyframe& keyframe) const;
  void restore(const record::Keyframe& keyframe);

 private:
  static constexpr std::size_t kKept = 1024;
  std::optional<Instant> assumed_;
  std::map<std::pair<AssetId, std::string>, Instant> last_;
  std::map<AssetId, std::deque<Instant>> recent_;
};

}  // namespace evenkeel
