#include "evaluation/sighting_collector.h"

#include <gtest/gtest.h>

namespace evenkeel::evaluation {
namespace {

constexpr AssetId kShop{1};
constexpr AssetId kCart{2};

Record input(Instant time, EventBody body) {
  return record::Input{{0, time, {}, std::move(body)}};
}

Record seen(Instant time, std::string name, AssetId id = kCart, std::int32_t replicas = 3) {
  ComponentState state;
  state.replicas = replicas;
  return input(time,
               AssetObserved{{id, AssetKind::Component, std::move(name), kShop, {}, 0, {}, state}});
}

Record opened(std::string name, std::string policy, std::uint64_t scope = 1) {
  return record::ScopeOpened{scope, {Level::Cluster, kCart}, std::move(name), std::move(policy)};
}

std::vector<Sighting> sightings(const std::vector<Record>& records, Instant at = Instant::max(),
                                const std::string& component = "") {
  SightingCollector collector(at, component);
  for (const Record& record : records) collector.see(record);
  return collector.sightings();
}

TEST(SightingCollector, WhoIsNotDecidedOnIsSeenAllTheSame) {
  const std::vector<Record> records{seen(Instant(1s), "shop/cart"),
                                    record::ApplicationDescribed{kShop, "kind: Application"},
                                    seen(Instant(1s), "shop/pay", AssetId{3}),
                                    opened("shop/cart", "hpa(cpu=60)"),
                                    input(Instant(15s), WakeUp{}),
                                    record::Proposed{1, false, "", {}},
                                    seen(Instant(20s), "shop/pay", AssetId{3}, 5)};
  const auto all = sightings(records);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "shop/cart");
  EXPECT_EQ(all[0].deciders, std::set<std::string>{"hpa(cpu=60)"});
  EXPECT_EQ(all[1].name, "shop/pay");
  EXPECT_TRUE(all[1].deciders.empty());
  EXPECT_EQ(all[1].first, Instant(1s));
  EXPECT_EQ(all[1].state.replicas, 5);
  EXPECT_EQ(all[1].description, "kind: Application");

  const auto before = sightings(records, Instant(10s), "pay");
  ASSERT_EQ(before.size(), 1u);
  EXPECT_EQ(before[0].state.replicas, 3) << "as it was then";
  EXPECT_TRUE(sightings(records, Instant(10s), "cart")[0].deciders.empty()) << "not yet";
  EXPECT_TRUE(sightings(records, Instant::max(), "nothing").empty());
}

TEST(SightingCollector, WhoDecidesOnAnApplicationDecidesOnItsComponents) {
  const auto all = sightings(
      {seen(Instant(1s), "shop/cart"), opened("shop", "mine"), record::Proposed{1, false, "", {}}});
  EXPECT_EQ(all.at(0).deciders, std::set<std::string>{"mine"});
}

TEST(SightingCollector, KnowsWhatCameLaterAndWhatWent) {
  const std::vector<Record> records{
      seen(Instant(5s), "shop/cart"),
      input(Instant(10s), AssetRemoved{kCart, Instant(10s)}),
      seen(Instant(20s), "shop/cart", AssetId{4}),
      input(Instant(30s), AssetRemoved{AssetId{4}, Instant(30s)}),
  };
  const auto goneAt = [&](Duration at) { return sightings(records, Instant(at)).at(0).gone; };
  EXPECT_EQ(sightings(records, Instant(1s)).at(0).first, Instant(5s));
  EXPECT_EQ(goneAt(5s), std::nullopt);
  EXPECT_EQ(goneAt(15s), Instant(10s));
  EXPECT_EQ(goneAt(25s), std::nullopt) << "made again";
  EXPECT_EQ(goneAt(60s), Instant(30s));
  // Made again before the one that was there is gone.
  EXPECT_EQ(sightings({seen(Instant(1s), "shop/cart"), seen(Instant(2s), "shop/cart", AssetId{4}),
                       input(Instant(3s), AssetRemoved{kCart, Instant(3s)})})
                .at(0)
                .gone,
            std::nullopt);
}

TEST(SightingCollector, WhatALaterLifeOfAnAgentDoesNotListIsGone) {
  const std::vector<Record> records{
      record::RunStarted{},
      seen(Instant(1s), "shop/cart"),
      seen(Instant(1s), "shop/pay", AssetId{3}),
      input(Instant(2s), InventorySynced{}),
      record::RunStarted{},
      seen(Instant(100s), "shop/pay", kCart),  // numbers are given anew
      input(Instant(101s), InventorySynced{}),
  };
  const auto all = sightings(records);
  EXPECT_EQ(all.at(0).gone, Instant(101s));
  EXPECT_EQ(all.at(1).gone, std::nullopt);
  EXPECT_EQ(sightings(records, Instant(50s)).at(0).gone, std::nullopt);
}

// The beginning of a log that was cut.
TEST(SightingCollector, AKeyframeTellsWhatThereIs) {
  record::Keyframe keyframe;
  keyframe.time = Instant(500s);
  keyframe.assets = {
      std::get<AssetObserved>(std::get<record::Input>(seen(Instant(1s), "shop/cart")).event.body)
          .asset};
  keyframe.descriptions = {{kShop, "kind: Application"}};
  keyframe.scopes.push_back({.opened = std::get<record::ScopeOpened>(opened("shop/cart", "mine")),
                             .memory = {},
                             .due = {},
                             .asked = false,
                             .doubts = {},
                             .asks = {},
                             .asksUntil = {},
                             .outcomes = {}});
  const auto all = sightings({keyframe, record::Proposed{1, false, "", {}}});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].first, Instant(500s));
  EXPECT_EQ(all[0].description, "kind: Application");
  EXPECT_EQ(all[0].deciders, std::set<std::string>{"mine"});
}

}  // namespace
}  // namespace evenkeel::evaluation
