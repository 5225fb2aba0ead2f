#include "workload/roughness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "base/random.h"

namespace evenkeel {
namespace {

TEST(Roughness, OfAlternatingLevelsIsThatOfTheirRatios) {
  RateTrace trace{60s, {}};
  for (int i = 0; i < 1001; ++i) trace.counts.push_back(i % 2 == 0 ? 100 : 200);
  // Changes of +1 and -1/2, as many of each.
  EXPECT_NEAR(*roughness(trace, 60s, false), 0.75, 1e-9);
  // Less the Poisson variance: of 100 to 200 0.02 + 0.04, of 200 to 100 0.0025 + 0.00125.
  EXPECT_NEAR(*roughness(trace, 60s, true), std::sqrt(0.5625 - 0.06375 / 2), 1e-9);
  EXPECT_NEAR(*roughness(trace, 120s, false), 0, 1e-9);
  EXPECT_NEAR(*roughness(trace, 15s, false), 0.375, 1e-9);
}

TEST(Roughness, OfAPoissonProcessIsNearZero) {
  RandomStream random(1, "test", "counts");
  RateTrace trace{60s, {}};
  for (int i = 0; i < 100'000; ++i)
    trace.counts.push_back(static_cast<double>(random.poisson(100)));
  EXPECT_LT(*roughness(trace, 60s, true), 0.02);
  EXPECT_GT(*roughness(trace, 60s, false), 0.13);
}

TEST(Roughness, ShortIntervalsAreJoinedToMinutesAndQuietMinutesLeftOut) {
  RateTrace seconds{1s, {}};
  RateTrace minutes{60s, {}};
  for (int minute = 0; minute < 50; ++minute) {
    const double count = minute % 5 == 0 ? 1 : 60 * (1 + minute % 3);
    minutes.counts.push_back(count);
    for (int i = 0; i < 60; ++i) seconds.counts.push_back(count / 60);
  }
  EXPECT_NEAR(*roughness(seconds, 60s, true), *roughness(minutes, 60s, true), 1e-9);
  // A change from a quiet minute would be of 59 and more.
  EXPECT_LT(*roughness(minutes, 60s, true), 2);
}

TEST(Roughness, IsAbsentWithoutPairs) {
  EXPECT_FALSE(roughness({60s, {}}, 60s, true));
  EXPECT_FALSE(roughness({60s, {100, 100}}, 60s, true));
  EXPECT_FALSE(roughness({60s, {100, 100, 100}}, 1h, true));
  EXPECT_FALSE(roughness({60s, {1, 2, 1, 2}}, 60s, true));
  EXPECT_TRUE(roughness({60s, {1, 2, 1, 2}}, 60s, false));
}

// What others measured on the judged parts (the last 40 %) of three public traces.
TEST(Roughness, OfPublicTraces) {
  const char* data = std::getenv("EVENKEEL_DATA");
  if (data == nullptr) GTEST_SKIP() << "EVENKEEL_DATA is not set";
  struct Measured {
    const char* file;
    double d20;
    double d60;
    double last;  // half a unit of the last digit given
  };
  for (const Measured& measured :
       {Measured{"/rossi-debs-profile/events-per-minute.csv.gz", 0.008, 0.014, 0.0005},
        Measured{"/worldcup98-rpm/worldcup98_requests_per_minute.csv", 0.032, 0.056, 0.0005},
        Measured{"/nasa-http-1995-rpm/nasa_jul1995_requests_per_minute.csv", 0.19, 0.33, 0.005}}) {
    TraceLoad load;
    load.file = std::string(data) + measured.file;
    const auto trace = readRateTrace(load);
    ASSERT_TRUE(trace) << trace.error().text();
    RateTrace judged = *trace;
    const auto first = static_cast<std::ptrdiff_t>(judged.counts.size() * 3 / 5);
    judged.counts.erase(judged.counts.begin(), judged.counts.begin() + first);
    EXPECT_NEAR(*roughness(judged, 20s, true), measured.d20, measured.last) << measured.file;
    EXPECT_NEAR(*roughness(judged, 60s, true), measured.d60, measured.last) << measured.file;
  }
}

}  // namespace
}  // namespace evenkeel
