// Puts together what a policy sees, from the tables of the loop.
//
// What build() returns points into the builder and the tables: it is valid until the next build()
// or the next event. Reused from call to call, so that a decision allocates next to nothing.
#pragma once

#include <vector>

#include "agent/capability_table.h"
#include "agent/description_table.h"
#include "agent/managed_scope.h"
#include "policy/snapshot.h"
#include "world/world.h"

namespace evenkeel {

class SnapshotBuilder {
 public:
  SnapshotBuilder(CapabilityTable& answers, const DescriptionTable& descriptions,
                  const World& world)
      : answers_(answers), descriptions_(descriptions), world_(world) {}

  const Snapshot& build(const ManagedScope& scope, const PolicyInstance& instance, Instant now,
                        WallTime wall, const Plan* current, Duration sampleInterval);

 private:
  std::span<const KnobCapability> capabilitiesOf(AssetId component, const PolicyNeeds& needs);

  CapabilityTable& answers_;
  const DescriptionTable& descriptions_;
  const World& world_;
  Snapshot snapshot_;
  std::vector<ComponentView> components_;
  std::vector<PodView> pods_;
  std::vector<std::vector<KnobCapability>> capabilities_;
};

}  // namespace evenkeel
