#include "workload/mmpp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

#include "workload/load.h"

namespace evenkeel {
namespace {

using testing::HasSubstr;

// The share of time at each rate.
std::map<double, double> shares(const Intensity& intensity) {
  std::map<double, double> out;
  Instant begin{};
  for (const auto& s : intensity.segments()) {
    out[s.rate] += toSeconds(s.end - begin) / toSeconds(intensity.end() - Instant{});
    begin = s.end;
  }
  return out;
}

std::string errorOf(const MmppLoad& load, Duration length = 1h) {
  const auto intensity = intensityOf(load, length);
  return intensity ? "no error" : intensity.error().text();
}

const MmppLoad kTwo{{{10, 60s, {}}, {100, 20s, {}}}};

// Two states alternate: the shares are those of the mean stays, 60 : 20. Over n cycles the relative
// error of a sum of exponentials is 1/sqrt(n); here n = 9000.
TEST(Mmpp, TwoStatesShareTheTimeAsTheirStays) {
  const auto i = intensityOf(kTwo, 200h);
  ASSERT_TRUE(i);
  EXPECT_NEAR(shares(*i)[10], 0.75, 0.01);
  EXPECT_NEAR(i->mean(), 0.75 * 10 + 0.25 * 100, 1);
  EXPECT_EQ(i->peak(), 100);
  EXPECT_EQ(i->end(), Instant{} + 200h);
  EXPECT_EQ(i->segments().front().rate, 10);
}

TEST(Mmpp, StaysAreExponential) {
  const auto i = intensityOf(kTwo, 200h);
  ASSERT_TRUE(i);
  std::size_t stays = 0;
  std::size_t longer = 0;
  Instant begin{};
  for (const auto& s : i->segments()) {
    if (s.rate == 10) {
      ++stays;
      if (s.end - begin > 60s) ++longer;
    }
    begin = s.end;
  }
  EXPECT_NEAR(static_cast<double>(longer) / static_cast<double>(stays), std::exp(-1), 0.02);
}

// Without `next` the jump chain is uniform, so that shares are as the stays: 1 : 2 : 3.
TEST(Mmpp, OthersFollowAlike) {
  const auto i = intensityOf(MmppLoad{{{1, 10s, {}}, {2, 20s, {}}, {3, 30s, {}}}}, 200h);
  ASSERT_TRUE(i);
  const auto share = shares(*i);
  EXPECT_NEAR(share.at(1), 1 / 6.0, 0.01);
  EXPECT_NEAR(share.at(2), 2 / 6.0, 0.01);
  EXPECT_NEAR(share.at(3), 3 / 6.0, 0.01);
}

// The jump chain with rows (0 1 0), (1/4 0 3/4), (1 0 0) visits the states as 4 : 4 : 3.
TEST(Mmpp, WeightsChooseWhatFollows) {
  const MmppLoad load{{{1, 30s, {0, 5, 0}}, {2, 30s, {1, 0, 3}}, {3, 30s, {1, 0, 0}}}};
  const auto i = intensityOf(load, 300h);
  ASSERT_TRUE(i);
  const auto share = shares(*i);
  EXPECT_NEAR(share.at(1), 4 / 11.0, 0.01);
  EXPECT_NEAR(share.at(2), 4 / 11.0, 0.01);
  EXPECT_NEAR(share.at(3), 3 / 11.0, 0.01);
}

TEST(Mmpp, TheSeedIsTheLoads) {
  MmppLoad other = kTwo;
  other.seed = 2;
  EXPECT_EQ(*intensityOf(kTwo, 10h), *intensityOf(kTwo, 10h));
  EXPECT_NE(*intensityOf(kTwo, 10h), *intensityOf(other, 10h));
  EXPECT_EQ(intensityOf(kTwo, 10h)->slice(Instant{}, Instant{} + 1h), *intensityOf(kTwo, 1h));
  EXPECT_EQ(*intensityOf(LoadShape{kTwo}, 1h), *intensityOf(kTwo, 1h));
}

TEST(Mmpp, RefusesWhatIsNoLoad) {
  EXPECT_THAT(errorOf({}), HasSubstr("states: 0 states; 2 to 100"));
  EXPECT_THAT(errorOf({{{1, 1s, {}}}}), HasSubstr("states: 1 states"));
  EXPECT_THAT(errorOf({std::vector<MmppState>(101, {1, 1s, {}})}), HasSubstr("101 states"));
  EXPECT_THAT(errorOf({{{1, 0s, {}}, {2, 1s, {}}}}), HasSubstr("states[0].meanStay"));
  EXPECT_THAT(errorOf({{{1, 1s, {}}, {2, -1s, {}}}}), HasSubstr("states[1].meanStay"));
  EXPECT_THAT(errorOf({{{-1, 1s, {}}, {2, 1s, {}}}}), HasSubstr("states[0].rate"));
  EXPECT_THAT(errorOf({{{std::nan(""), 1s, {}}, {2, 1s, {}}}}), HasSubstr("states[0].rate"));
  EXPECT_THAT(errorOf({{{1, 1s, {0, 1, 1}}, {2, 1s, {}}}}), HasSubstr("states[0].next: 3 weights"));
  EXPECT_THAT(errorOf({{{1, 1s, {1, 1}}, {2, 1s, {}}}}), HasSubstr("for the state itself"));
  EXPECT_THAT(errorOf({{{1, 1s, {0, 0}}, {2, 1s, {}}}}), HasSubstr("no state may follow"));
  EXPECT_THAT(errorOf({{{1, 1s, {0, -1}}, {2, 1s, {}}}}), HasSubstr("a weight of -1"));
  EXPECT_THAT(errorOf({{{1, 1s, {0, std::nan("")}}, {2, 1s, {}}}}), HasSubstr("a weight of nan"));
  EXPECT_THAT(errorOf({{{1, 1ms, {}}, {2, 1ms, {}}}}, 10h), HasSubstr("changes of state"));
  EXPECT_THAT(errorOf(kTwo, 0s), HasSubstr("no length"));
  EXPECT_NE(errorOf(kTwo, Duration::max()), "no error");
}

}  // namespace
}  // namespace evenkeel
