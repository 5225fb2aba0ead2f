#include "program/known_figures.h"

#include <gtest/gtest.h>

#include <limits>

#include "model/metric.h"

namespace evenkeel::program {
namespace {

constexpr AssetId kWeb{1};
constexpr AssetId kCart{2};
constexpr double kGone = std::numeric_limits<double>::quiet_NaN();

class KnownFiguresTest : public ::testing::Test {
 protected:
  void happens(Duration at, EventBody body) {
    known.see(record::Input{{++number_, Instant(at), {}, std::move(body)}});
  }
  void pod(std::uint32_t id, AssetId owner) {
    Asset asset;
    asset.id = AssetId{id};
    asset.owner = owner;
    asset.kind = AssetKind::Pod;
    asset.state = PodState{};
    happens(Duration{}, AssetObserved{asset});
  }
  void series(std::uint32_t id, AssetId asset, std::string_view metric = metric::kCpuUsage) {
    known.see(record::SeriesDeclared{{SeriesId{id}, asset, std::string(metric), {}}, "source"});
  }
  void sample(Duration at, std::uint32_t series, double value = 1) {
    happens(at, SamplesArrived{"source", {{SeriesId{series}, Instant(at), 15s, value}}});
  }

  KnownFigures known;

 private:
  std::uint64_t number_ = 0;
};

TEST_F(KnownFiguresTest, PodsOfAComponentThatHaveOneAndSinceWhen) {
  pod(10, kWeb);
  pod(11, kWeb);
  pod(12, kCart);
  series(1, AssetId{10});
  series(2, AssetId{11});
  series(3, AssetId{12});
  series(4, AssetId{10}, metric::kMemoryWorkingSet);
  EXPECT_FALSE(known.of(kWeb));
  sample(15s, 1);
  sample(30s, 2);
  sample(40s, 4);
  ASSERT_TRUE(known.of(kWeb));
  EXPECT_EQ(known.of(kWeb)->pods, 2);
  EXPECT_EQ(known.of(kWeb)->lasting, 40s) << "what is measured at 15 s is of 15 s";
  EXPECT_FALSE(known.of(kCart));
}

TEST_F(KnownFiguresTest, AnEndedSeriesAndAPodThatGoesHaveNone) {
  pod(10, kWeb);
  pod(11, kWeb);
  series(1, AssetId{10});
  series(2, AssetId{11});
  sample(15s, 1);
  sample(15s, 2);
  sample(30s, 1, kGone);
  EXPECT_EQ(known.of(kWeb)->pods, 1);
  happens(40s, AssetRemoved{AssetId{11}, Instant(40s)});
  EXPECT_FALSE(known.of(kWeb));
  sample(50s, 1);
  happens(60s, WakeUp{});
  EXPECT_EQ(known.of(kWeb)->lasting, 15s) << "it begins anew";
}

TEST_F(KnownFiguresTest, OldFiguresCountNoMoreAndThoseAfterAGapBeginAnew) {
  pod(10, kWeb);
  series(1, AssetId{10});
  sample(15s, 1);
  happens(105s, WakeUp{});
  EXPECT_EQ(known.of(kWeb)->lasting, 15s) << "time without figures does not count";
  happens(106s, WakeUp{});
  EXPECT_FALSE(known.of(kWeb));
  sample(180s, 1);
  EXPECT_EQ(known.of(kWeb)->lasting, 15s);
}

TEST_F(KnownFiguresTest, FiguresOfTheWorkloadAsAWholeAreOfNoPod) {
  series(1, kWeb, metric::kRequestRate);
  sample(15s, 1);
  EXPECT_EQ(known.of(kWeb)->pods, 0);
}

}  // namespace
}  // namespace evenkeel::program
