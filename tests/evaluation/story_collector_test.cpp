#include "evaluation/story_collector.h"

#include <gtest/gtest.h>

namespace evenkeel::evaluation {
namespace {

constexpr AssetId kApplication{1};
constexpr AssetId kCart{2};

Record input(Instant time, EventBody body) {
  return record::Input{{0, time, {}, std::move(body)}};
}

Asset cart(std::int32_t replicas) {
  Asset asset;
  asset.id = kCart;
  asset.kind = AssetKind::Component;
  asset.name = "shop/cart";
  asset.owner = kApplication;
  ComponentState state;
  state.replicas = replicas;
  asset.state = state;
  return asset;
}

Action scaleTo(std::int64_t replicas) {
  return {"scale", kCart, {{"replicas", Quantity::units(replicas)}}, {}, 0};
}

// Three decisions, 15 s apart: hold, 3 to 5 pods (10 were proposed), hold.
std::vector<Record> log() {
  std::vector<Record> records;
  records.push_back(input(Instant(1s), AssetObserved{cart(3)}));
  records.push_back(record::ScopeOpened{1, {Level::Cluster, kCart}, "shop/cart", "hpa(cpu=60)"});
  records.push_back(record::Measured{Instant(60s), "shop", {{"p95", .4}}});
  records.push_back(input(Instant(60s), WakeUp{}));
  records.push_back(record::Proposed{1, false, "", {}});
  records.push_back(record::Guarded{1, {}, {}});
  records.push_back(input(Instant(75s), WakeUp{}));
  Decision up;
  up.actions = {scaleTo(10)};
  records.push_back(record::Proposed{1, false, "", up});
  records.push_back(record::Guarded{
      1,
      {{Guardrail::Step, kCart, "replicas", Quantity::units(10), Quantity::units(5), ""}},
      {scaleTo(5)}});
  Plan plan;
  plan.id = PlanId{1};
  plan.actions = {scaleTo(5)};
  records.push_back(record::Planned{plan});
  records.push_back(input(Instant(90s), WakeUp{}));
  records.push_back(record::Proposed{1, false, "", {}});
  records.push_back(record::Guarded{1, {}, {}});
  records.push_back(input(Instant(95s), OutcomeArrived{}));
  records.push_back(record::StatusChanged{
      {PlanId{1}, 0}, ActionStatus::Completed, OutcomeKind::Completed, {}, ""});
  Asset ready = cart(5);
  std::get<ComponentState>(ready.state).readyReplicas = 5;
  records.push_back(input(Instant(110s), AssetObserved{ready}));
  records.push_back(input(Instant(120s), WakeUp{}));
  records.push_back(record::Measured{Instant(120s), "shop", {{"p95", .1}}});
  return records;
}

StoryCollector collect(StoryQuery query) {
  StoryCollector collector(std::move(query));
  for (const Record& record : log()) {
    if (!collector.read(record)) break;
  }
  return collector;
}

TEST(StoryCollector, CountsByApplicationFromTheTimeAskedFor) {
  using Counts = std::map<std::string, DecisionCounts>;
  EXPECT_EQ(collect({}).counts(), (Counts{{"shop", {3, 1, 1, 0}}}));
  StoryQuery later;
  later.countFrom = Instant(75s);
  EXPECT_EQ(collect(later).counts(), (Counts{{"shop", {2, 1, 1, 0}}}));
  later.countFrom = Instant(76s);
  EXPECT_EQ(collect(later).counts(), (Counts{{"shop", {1, 0}}}));
  EXPECT_EQ(collect(later).stories().size(), 1u);  // told all the same
}

TEST(StoryCollector, ListsChangesWithWhatCameOfThem) {
  const StoryCollector collector = collect({});
  EXPECT_EQ(collector.decisions(), 3u);
  EXPECT_EQ(collector.changes(), 1u);
  const auto stories = collector.stories();
  ASSERT_EQ(stories.size(), 1u);
  EXPECT_EQ(stories[0].time, Instant(75s));
  ASSERT_EQ(stories[0].knobs.size(), 1u);
  const StoryKnob& knob = stories[0].knobs[0];
  EXPECT_EQ(knob.before, Quantity::units(3));
  EXPECT_EQ(knob.proposed, Quantity::units(10));
  EXPECT_EQ(knob.allowed, Quantity::units(5));
  EXPECT_EQ(knob.status, ActionStatus::Completed);
  EXPECT_EQ(knob.ended, Instant(95s));
  EXPECT_EQ(knob.ready, Instant(110s));
  EXPECT_EQ(knob.readyNext, 0) << "at 90 s";
  ASSERT_EQ(stories[0].figures.size(), 1u);
  EXPECT_EQ(stories[0].figures[0].before, .4);
  EXPECT_EQ(stories[0].figures[0].after, .1);
  EXPECT_EQ(stories[0].watched, 45s);
}

// How many pods of the cart were ready at the decision after the one that changed it, where in
// between this was heard.
std::optional<std::int32_t> readyNext(const std::vector<EventBody>& heard) {
  StoryCollector collector({});
  const std::vector<Record> records = log();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (i == 10) {  // before the decision at 90 s
      for (const EventBody& body : heard) collector.read(input(Instant(80s), body));
    }
    collector.read(records[i]);
  }
  const auto stories = collector.stories();
  return stories.empty() || stories[0].knobs.empty() ? std::nullopt : stories[0].knobs[0].readyNext;
}

Asset ready(AssetId id, std::string name, std::int32_t pods) {
  Asset asset = cart(5);
  asset.id = id;
  asset.name = std::move(name);
  std::get<ComponentState>(asset.state).readyReplicas = pods;
  return asset;
}

TEST(StoryCollector, PodsReadyAtTheNextDecisionAreThoseOfItsComponent) {
  constexpr AssetId kOther{9};
  EXPECT_EQ(readyNext({AssetObserved{ready(kCart, "shop/cart", 4)}}), 4);
  EXPECT_EQ(readyNext({AssetObserved{ready(kOther, "shop/other", 7)}}), 0);
  EXPECT_EQ(readyNext({AssetRemoved{kCart, Instant(80s)}}), std::nullopt);
  // Made again under its name, before the one that was there is gone or after.
  const Asset again = ready(kOther, "shop/cart", 2);
  EXPECT_EQ(readyNext({AssetObserved{again}, AssetRemoved{kCart, Instant(80s)}}), 2);
  EXPECT_EQ(readyNext({AssetRemoved{kCart, Instant(80s)}, AssetObserved{again}}), 2);
  EXPECT_EQ(readyNext({AssetObserved{again}, AssetRemoved{kOther, Instant(80s)}}), 0);
  // Of another name now, as no world says it.
  EXPECT_EQ(
      readyNext({AssetObserved{ready(kCart, "shop/x", 3)}, AssetRemoved{kCart, Instant(80s)}}),
      std::nullopt);
}

TEST(StoryCollector, AtATimeTellsTheDecisionThatHeldThen) {
  const auto changed = collect({.at = Instant(80s), .component = "cart"}).stories();
  ASSERT_EQ(changed.size(), 1u);
  EXPECT_EQ(changed[0].time, Instant(75s));
  EXPECT_EQ(changed[0].knobs[0].status, ActionStatus::Completed);

  const auto hold = collect({.at = Instant(74s)}).stories();
  ASSERT_EQ(hold.size(), 1u);
  EXPECT_EQ(hold[0].time, Instant(60s));
  EXPECT_FALSE(hold[0].changed());
}

// 20 decisions that a guardrail held for one cause, 5 that could not be made, one that went
// through.
TEST(StoryCollector, AtATimeTellsNothingOfAScopeThatWasClosed) {
  StoryQuery query;
  query.at = Instant(100s);
  StoryCollector collector(query);
  for (const Record& record : log()) collector.read(record);
  EXPECT_EQ(collector.stories().size(), 1u);
  collector.read(record::ScopeClosed{1});  // at 120 s
  EXPECT_EQ(collector.stories().size(), 1u);
  query.at = Instant::max();
  StoryCollector newest(query);
  for (const Record& record : log()) newest.read(record);
  newest.read(record::ScopeClosed{1});
  EXPECT_TRUE(newest.stories().empty());
}

TEST(StoryCollector, AChangeStaysToBeToldWhenItsScopeIsClosed) {
  StoryCollector collector({});
  for (const Record& record : log()) collector.read(record);
  collector.read(record::ScopeClosed{1});
  EXPECT_EQ(collector.stories().size(), 1u);
}

// The second life gives its scopes numbers of its own.
TEST(StoryCollector, TellsOfEachLifeOfAnAgent) {
  const auto both = [](StoryQuery query) {
    StoryCollector collector(std::move(query));
    collector.read(record::RunStarted{});
    for (const Record& record : log()) collector.read(record);
    collector.read(record::RunStarted{});
    collector.read(input(Instant(200s), AssetObserved{cart(5)}));
    collector.read(record::ScopeOpened{1, {Level::Cluster, kCart}, "shop/cart", "static"});
    collector.read(input(Instant(215s), WakeUp{}));
    Decision up;
    up.actions = {scaleTo(7)};
    collector.read(record::Proposed{1, false, "", up});
    collector.read(record::Guarded{1, {}, {scaleTo(7)}});
    Plan plan;
    plan.id = PlanId{2};
    plan.actions = {scaleTo(7)};
    collector.read(record::Planned{plan});
    return collector;
  };
  const StoryCollector changes = both({});
  EXPECT_EQ(changes.lives(), 2u);
  EXPECT_EQ(changes.begun(), WallTime{} - 1s);  // the first input is of then, at 1 s
  ASSERT_EQ(changes.stories().size(), 2u);
  EXPECT_EQ(changes.stories()[0].policy, "hpa(cpu=60)");
  EXPECT_EQ(changes.stories()[0].knobs[0].allowed, Quantity::units(5));
  EXPECT_EQ(changes.stories()[1].policy, "static");
  StoryQuery query;
  query.at = Instant(100s);
  ASSERT_EQ(both(query).stories().size(), 1u);
  EXPECT_EQ(both(query).stories()[0].policy, "hpa(cpu=60)");
  query.at = Instant(210s);  // the second has not decided yet
  EXPECT_TRUE(both(query).stories().empty());
  query.at = Instant(300s);
  ASSERT_EQ(both(query).stories().size(), 1u);
  EXPECT_EQ(both(query).stories()[0].policy, "static");
}

TEST(StoryCollector, HoldsWithACauseAreGroupedIntoSpans) {
  StoryCollector collector({});
  for (const Record& record : log()) collector.read(record);
  const auto decide = [&](int second, const char* missing, const char* failure) {
    collector.read(input(Instant(1s * second), WakeUp{}));
    collector.read(record::Proposed{1, false, failure, {}});
    std::vector<GuardNote> notes;
    if (*missing != '\0') {
      notes = {{Guardrail::MissingData, kCart, "replicas", Quantity::units(3), Quantity::units(5),
                missing}};
    }
    collector.read(record::Guarded{1, notes, {}});
  };
  for (int i = 0; i < 20; ++i) decide(200 + 15 * i, "cpu is missing", "");
  for (int i = 0; i < 5; ++i) decide(600 + 15 * i, "", "took too long");
  decide(700, "", "");
  decide(715, "cpu is missing", "");
  const auto held = collector.held();
  ASSERT_EQ(held.size(), 3u);
  EXPECT_EQ(held[0].first.time, Instant(200s));
  EXPECT_EQ(held[0].until, Instant(485s));
  EXPECT_EQ(held[0].decisions, 20u);
  EXPECT_EQ(held[1].decisions, 5u);
  EXPECT_EQ(held[1].first.failure, "took too long");
  EXPECT_EQ(held[2].first.time, Instant(715s));
  EXPECT_EQ(held[2].decisions, 1u);
}

TEST(StoryCollector, BeforeTheFirstDecisionThereIsNone) {
  const StoryCollector collector = collect({.at = Instant(10s), .followUp = 120s});
  EXPECT_TRUE(collector.stories().empty());
  EXPECT_EQ(collector.firstDecision(), Instant(60s));
}

TEST(StoryCollector, KnowsWhichComponentsThereAre) {
  const StoryCollector collector = collect({.component = "nothing"});
  EXPECT_TRUE(collector.stories().empty());
  EXPECT_EQ(collector.scopes(), std::vector<std::string>{"shop/cart"});
}

}  // namespace
}  // namespace evenkeel::evaluation
