#include "knowledge/record_codec.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "knowledge/any_record.h"

namespace evenkeel {
namespace {

using testing::anyRecord;
using testing::same;

// Converts to anything: how many of them can initialise a struct tells how many members it has.
struct Anything {
  template <class T>
    requires(!testing::kIs<T, std::optional>)  // that has a constructor from anything
  operator T() const;
};

template <class T, class... Args>
constexpr std::size_t memberCount() {
  if constexpr (requires { T{Args{}..., Anything{}}; }) {
    return memberCount<T, Args..., Anything>();
  } else {
    return sizeof...(Args);
  }
}

template <class T>
constexpr bool kAllListed =
    std::tuple_size_v<decltype(format::members(std::declval<T&>()))> == memberCount<T>();

// A member that is added to a struct and forgotten in record_members.h would be lost in silence.
static_assert(kAllListed<ContainerState> && kAllListed<ComponentState> && kAllListed<PodState> &&
              kAllListed<NodeState> && kAllListed<Asset> && kAllListed<KnobCapability> &&
              kAllListed<ApplicationState> && kAllListed<Resources> && kAllListed<Quantity>);
static_assert(kAllListed<Series> && kAllListed<Event> && kAllListed<Grant> && kAllListed<Scope> &&
              kAllListed<SamplesArrived> && kAllListed<SourceFailed> && kAllListed<AssetRemoved> &&
              kAllListed<OutcomeArrived> && kAllListed<IntentDurable> && kAllListed<WakeUp> &&
              kAllListed<PolicyAnswered> && kAllListed<PolicyState>);
// How long an answer stands is for runs without a log.
static_assert(memberCount<PolicyAnswer>() ==
              std::tuple_size_v<decltype(format::members(std::declval<PolicyAnswer&>()))> + 1);
static_assert(kAllListed<Setting> && kAllListed<Action> && kAllListed<Reason> &&
              kAllListed<Effect> && kAllListed<Decision> && kAllListed<GuardNote> &&
              kAllListed<Plan> && kAllListed<Order> && kAllListed<Outcome>);
static_assert(kAllListed<record::RunStarted> && kAllListed<record::Input> &&
              kAllListed<record::WorldDescribed> && kAllListed<record::SeriesDeclared> &&
              kAllListed<record::CapabilitiesRead> && kAllListed<record::ScopeOpened> &&
              kAllListed<record::Proposed> && kAllListed<record::Guarded> &&
              kAllListed<record::Planned> && kAllListed<record::StatusChanged> &&
              kAllListed<record::Ordered> && kAllListed<record::PolicyMemory> &&
              kAllListed<record::OpenAction> && kAllListed<record::OpenPlan> &&
              kAllListed<record::Keyframe> && kAllListed<record::Measured> &&
              kAllListed<record::RunEnded> && kAllListed<record::LoopConfigured> &&
              kAllListed<record::Resumed> && kAllListed<record::ScopeClosed> &&
              kAllListed<record::ApplicationDescribed> && kAllListed<record::Keyframe::Scope> &&
              kAllListed<record::Keyframe::EarlierMemory> && kAllListed<record::Keyframe::Intent> &&
              kAllListed<record::Keyframe::KnobChange> &&
              kAllListed<record::Keyframe::RecentChanges>);

std::string encoded(const Record& record) {
  ByteWriter writer;
  encode(writer, record);
  return writer.take();
}

RC_GTEST_PROP(RecordCodec, ReadsBackWhatWasWritten, (std::uint64_t seed)) {
  RandomStream random(seed, "records", "content");
  std::vector<Record> records;
  ByteWriter writer;
  for (int i = 0; i < 20; ++i) encode(writer, records.emplace_back(anyRecord(random)));
  ByteReader reader(writer.bytes());
  for (const Record& record : records) {
    const Result<Record> read = decode(reader, "log");
    RC_ASSERT(read.has_value());
    RC_ASSERT(same(*read, record));
  }
  RC_ASSERT(reader.left() == 0u);
}

RC_GTEST_PROP(RecordCodec, IsNotFooledByATruncatedRecord, (std::uint64_t seed)) {
  RandomStream random(seed, "records", "content");
  const std::string bytes = encoded(anyRecord(random));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ByteReader reader(std::string_view(bytes).substr(0, size));
    RC_ASSERT(!decode(reader, "log").has_value());
  }
}

RC_GTEST_PROP(RecordCodec, SurvivesDamage, (std::uint64_t seed)) {
  RandomStream random(seed, "records", "damage");
  std::string bytes = encoded(anyRecord(random));
  for (int i = 0; i < 100; ++i) {
    bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
    ByteReader reader(bytes);
    while (reader.left() > 0 && decode(reader, "log")) {
    }
  }
}

TEST(RecordCodec, AListCannotAskForMoreThanThereIs) {
  ByteWriter writer;
  writer.byte(6);  // Planned: see the next test
  for (int i = 0; i < 4; ++i) writer.byte(0);
  writer.varint(std::uint64_t{1} << 60);
  ByteReader reader(writer.bytes());
  EXPECT_FALSE(decode(reader, "log"));
}

// The numbers of the kinds are part of the format.
TEST(RecordCodec, KindsKeepTheirNumbers) {
  EXPECT_EQ(encoded(record::RunStarted{})[0], 0);
  EXPECT_EQ(encoded(record::Input{})[0], 1);
  EXPECT_EQ(encoded(record::SeriesDeclared{})[0], 2);
  EXPECT_EQ(encoded(record::ScopeOpened{})[0], 3);
  EXPECT_EQ(encoded(record::Proposed{})[0], 4);
  EXPECT_EQ(encoded(record::Guarded{})[0], 5);
  EXPECT_EQ(encoded(record::Planned{})[0], 6);
  EXPECT_EQ(encoded(record::StatusChanged{})[0], 7);
  EXPECT_EQ(encoded(record::Ordered{})[0], 8);
  EXPECT_EQ(encoded(record::Keyframe{})[0], 9);
  EXPECT_EQ(encoded(record::Measured{})[0], 10);
  EXPECT_EQ(encoded(record::RunEnded{})[0], 11);
  EXPECT_EQ(encoded(record::WorldDescribed{})[0], 12);
  EXPECT_EQ(encoded(record::CapabilitiesRead{})[0], 13);
  EXPECT_EQ(encoded(record::LoopConfigured{})[0], 14);
  EXPECT_EQ(encoded(record::Resumed{})[0], 15);
  EXPECT_EQ(encoded(record::ScopeClosed{})[0], 16);
  EXPECT_EQ(encoded(record::ApplicationDescribed{})[0], 17);
}

TEST(RecordCodec, AnUnknownKindIsNamed) {
  ByteReader reader("\x63");
  const auto read = decode(reader, "run.evk");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().text(),
            "run.evk: the record at byte 0 is of the unknown kind 99; this program knows format 4 "
            "with the kinds 0 to 17");
}

TEST(RecordCodec, ASampleOfARegularScrapeTakesAFewBytes) {
  SamplesArrived arrived{"metrics", {}};
  for (std::uint32_t i = 1; i <= 1000; ++i)
    arrived.samples.push_back({{i}, Instant(3600s), 15s, 0.1 * i});
  const std::string bytes = encoded(record::Input{{1, Instant(3600s), {}, arrived}});
  EXPECT_LT(bytes.size(), 12'000u);  // 8 of the value, one each for series, time, window
}

}  // namespace
}  // namespace evenkeel
