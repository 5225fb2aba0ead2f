// The hand-written list that `evenkeel mechanisms` prints says what a simulated world offers.
#include "program/mechanism_list.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "agent/guardrails.h"
#include "simulation/simulated_world.h"

namespace evenkeel::program {
namespace {

struct Listing final : EventSink {
  bool post(EventBody body) override {
    if (auto* seen = std::get_if<AssetObserved>(&body)) assets.push_back(seen->asset.id);
    return true;
  }
  std::vector<AssetId> assets;
};

using Knob = std::tuple<std::string, std::string, std::string>;  // mechanism, knob, unit

TEST(MechanismList, IsWhatTheSimulatedWorldOffers) {
  Component everything;
  everything.name = "everything";
  everything.optional = true;
  everything.resourceBounds = ResourceBounds{};
  Scenario scenario;
  scenario.applications.emplace_back();
  scenario.applications[0].name = "shop";
  scenario.applications[0].components = {everything};
  scenario.nodes.emplace_back();
  scenario.nodes[0].name = "node";
  const auto made = simulation::SimulatedWorld::make(scenario);
  ASSERT_TRUE(made) << made.error().text();
  const World world = (*made)->world();
  Listing listing;
  world.inventory.watch(listing);

  std::set<std::string> offered;
  std::set<Knob> offeredKnobs;
  for (const Mechanism* mechanism : world.mechanisms) {
    offered.emplace(mechanism->name());
    for (const AssetId asset : listing.assets) {
      for (const KnobCapability& knob : mechanism->capabilities(asset)) {
        EXPECT_EQ(knob.mechanism, mechanism->name());
        offeredKnobs.emplace(knob.mechanism, knob.knob, knob.unit);
      }
    }
  }
  std::set<std::string> listed;
  std::set<Knob> listedKnobs;
  for (const MechanismInfo& mechanism : mechanismList()) {
    listed.emplace(mechanism.name);
    for (const KnobInfo& knob : mechanism.knobs) {
      listedKnobs.emplace(mechanism.name, knob.name, knob.unit);
    }
  }
  EXPECT_EQ(listed, offered);
  EXPECT_EQ(listedKnobs, offeredKnobs);
  for (const std::string_view name : mechanismsNotOffered()) {
    EXPECT_FALSE(offered.contains(std::string(name)));
  }
}

TEST(MechanismList, WithWhatNobodyOffersItIsAllThatCanBePermitted) {
  Application generous;
  generous.permittedActions = {PermittedAction::Scale,     PermittedAction::Resize,
                               PermittedAction::Brownout,  PermittedAction::Deploy,
                               PermittedAction::Remove,    PermittedAction::Move,
                               PermittedAction::ChangeSpec};
  std::size_t permitted = 0;
  const auto permit = [&](std::string_view name) {
    EXPECT_TRUE(isPermitted(generous, name)) << name;
    ++permitted;
  };
  for (const MechanismInfo& mechanism : mechanismList()) permit(mechanism.name);
  for (const std::string_view name : mechanismsNotOffered()) permit(name);
  EXPECT_EQ(permitted, generous.permittedActions.size());
}

}  // namespace
}  // namespace evenkeel::program
