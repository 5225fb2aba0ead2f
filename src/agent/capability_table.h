// What mechanisms answered when they were last asked for their capabilities.
//
// They are asked anew for every decision; `changed` is told of each answer that differs from the
// one before, so that the log holds all that the loop was answered. One thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "knowledge/record.h"
#include "world/mechanism.h"

namespace evenkeel {

class CapabilityTable {
 public:
  explicit CapabilityTable(std::function<void(const record::CapabilitiesRead&)> changed)
      : changed_(std::move(changed)) {}

  // Valid until the next call for the same mechanism and asset.
  const std::vector<KnobCapability>& ask(const Mechanism& mechanism, AssetId asset);
  void forget(AssetId asset);
  // All, by asset and mechanism: for keyframes.
  std::vector<record::CapabilitiesRead> all() const;
  void restore(const std::vector<record::CapabilitiesRead>& answers);

 private:
  std::function<void(const record::CapabilitiesRead&)> changed_;
  std::map<std::pair<AssetId, std::string>, std::vector<KnobCapability>> answers_;
};

}  // namespace evenkeel
