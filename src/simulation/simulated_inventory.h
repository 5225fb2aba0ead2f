// The simulated world's inventory: what changes within one instant is posted once, at its end.
//
// Where the sink takes nothing, the objects stay marked and are offered again a second later.
#pragma once

#include <set>
#include <vector>

#include "simulation/asset_ids.h"
#include "simulation/fleet_watcher.h"
#include "simulation/simulated_timeline.h"
#include "world/inventory.h"

namespace evenkeel::simulation {

class SimulatedInventory final : public Inventory, public FleetWatcher {
 public:
  SimulatedInventory(const Scenario& scenario, State& state, AssetIds& ids,
                     SimulatedTimeline& timeline)
      : scenario_(scenario), state_(state), ids_(ids), timeline_(timeline) {}

  void watch(EventSink& sink) override;
  const Application* description(AssetId application) const override;
  void disconnect() { sink_ = nullptr; }

  void podChanged(std::uint32_t pod) override;
  void podEnded(std::uint32_t pod) override;
  void serviceChanged(std::uint32_t service) override;
  void hostChanged(std::uint32_t host) override;

 private:
  Asset application(std::uint32_t index) const;
  Asset service(std::uint32_t index) const;
  Asset cluster(std::uint32_t index) const;
  Asset host(std::uint32_t index) const;
  Asset pod(std::uint32_t index) const;
  void mark(std::set<std::uint32_t>& dirty, std::uint32_t index);
  void flush();
  void flushAt(Instant when);

  const Scenario& scenario_;
  State& state_;
  AssetIds& ids_;
  SimulatedTimeline& timeline_;
  EventSink* sink_ = nullptr;
  std::set<std::uint32_t> services_;  // changed since they were last posted
  std::set<std::uint32_t> hosts_;
  std::set<std::uint32_t> pods_;
  std::set<AssetId> posted_;  // pods that the sink knows
  std::set<AssetId> gone_;    // and does not know to be gone
  bool flushing_ = false;
};

}  // namespace evenkeel::simulation
