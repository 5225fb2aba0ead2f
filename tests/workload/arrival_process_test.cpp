#include "workload/arrival_process.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace evenkeel {
namespace {

Intensity of(std::initializer_list<std::pair<Duration, double>> lengthsAndRates) {
  Intensity intensity;
  for (const auto& [length, rate] : lengthsAndRates) EXPECT_TRUE(intensity.append(length, rate));
  return intensity;
}

std::vector<Instant> all(ArrivalProcess process) {
  std::vector<Instant> arrivals;
  for (Instant t = process.next(); t != Instant::max(); t = process.next()) arrivals.push_back(t);
  return arrivals;
}

std::vector<double> countsPer(Duration bin, Duration length, const std::vector<Instant>& arrivals) {
  std::vector<double> counts(static_cast<std::size_t>(length / bin));
  for (const auto t : arrivals) ++counts[static_cast<std::size_t>((t - Instant{}) / bin)];
  return counts;
}

// sup |F_n - F| · sqrt(n) against the unit exponential; 1.95 is its 99.9 % quantile
// (Smirnov's table).
double kolmogorovSmirnov(std::vector<double> gaps) {
  std::sort(gaps.begin(), gaps.end());
  const auto n = static_cast<double>(gaps.size());
  double distance = 0;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const double f = -std::expm1(-gaps[i]);
    distance =
        std::max({distance, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
  }
  return distance * std::sqrt(n);
}

TEST(ArrivalProcess, GapsAreExponential) {
  const auto arrivals = all({of({{1000s, 100}}), 0, 1, "app"});
  std::vector<double> gaps;
  Instant last{};
  for (const auto t : arrivals) gaps.push_back(toSeconds(t - std::exchange(last, t)) * 100);
  EXPECT_LT(kolmogorovSmirnov(gaps), 1.95);
}

TEST(ArrivalProcess, CountsOfASecondArePoisson) {
  constexpr double kMean = 4;
  const auto counts = countsPer(1s, 20'000s, all({of({{20'000s, kMean}}), 0, 2, "app"}));
  constexpr int kClasses = 12;  // 0..10, and 11 or more
  std::vector<double> observed(kClasses);
  for (const double c : counts) ++observed[static_cast<std::size_t>(std::min(c, 11.0))];
  double chiSquare = 0;
  double probability = std::exp(-kMean);
  double left = 1;
  for (int k = 0; k < kClasses; ++k) {
    const double expected = 20'000 * (k == kClasses - 1 ? left : probability);
    chiSquare += (observed[static_cast<std::size_t>(k)] - expected) *
                 (observed[static_cast<std::size_t>(k)] - expected) / expected;
    left -= probability;
    probability *= kMean / (k + 1);
  }
  EXPECT_LT(chiSquare, 31.26);  // 99.9 % at 11 degrees of freedom (table)
}

// Rates that change faster than arrivals come: were the rest of a gap dropped at a border, or
// measured at the wrong rate, these would not be exponential in expected arrivals.
TEST(ArrivalProcess, GapsCarryOverTheBordersOfSegments) {
  Intensity i;
  const double rates[] = {0.2, 0, 3, 0.5, 12};
  for (int k = 0; k < 50'000; ++k) ASSERT_TRUE(i.append(100ms, rates[k % 5]));
  const auto expectedUntil = [&](Instant t) {
    const auto whole = (t - Instant{}) / 500ms;
    double sum = static_cast<double>(whole) * 0.1 * (0.2 + 3 + 0.5 + 12);
    double left = toSeconds((t - Instant{}) % 500ms);
    for (const double r : rates) {
      sum += r * std::min(left, 0.1);
      left = std::max(0.0, left - 0.1);
    }
    return sum;
  };
  std::vector<double> gaps;
  double last = 0;
  for (const auto t : all({i, 0, 3, "app"})) {
    const double now = expectedUntil(t);
    gaps.push_back(now - std::exchange(last, now));
    EXPECT_NE(i.rateAt(t), 0);
  }
  EXPECT_NEAR(static_cast<double>(gaps.size()), 15'700, 4 * std::sqrt(15'700));
  EXPECT_LT(kolmogorovSmirnov(gaps), 1.95);
}

// Cutting a segment in two changes nothing but rounding.
TEST(ArrivalProcess, BordersBetweenEqualRatesMakeNoDifference) {
  Intensity cut;
  for (int k = 0; k < 1000; ++k) ASSERT_TRUE(cut.append(Duration(100'000'007), 20));
  const auto whole = all({of({{1000 * Duration(100'000'007), 20}}), 0, 4, "app"});
  const auto parts = all({cut, 0, 4, "app"});
  ASSERT_EQ(whole.size(), parts.size());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_NEAR(toSeconds(whole[i] - Instant{}), toSeconds(parts[i] - Instant{}), 5e-9);
  }
}

TEST(ArrivalProcess, FollowsTheStepAndNotTheLineBetween) {
  const auto counts = countsPer(10s, 120s, all({of({{60s, 1000}, {60s, 3000}}), 0, 5, "app"}));
  for (std::size_t k = 0; k < 12; ++k) {
    const double expected = k < 6 ? 10'000 : 30'000;
    EXPECT_NEAR(counts[k], expected, 4 * std::sqrt(expected)) << k;
  }
}

TEST(ArrivalProcess, SameSeedSameArrivalsAndOthersOthers) {
  const auto i = of({{10s, 100}});
  EXPECT_EQ(all({i, 0.2, 1, "app"}), all({i, 0.2, 1, "app"}));
  EXPECT_NE(all({i, 0.2, 1, "app"}), all({i, 0.2, 2, "app"}));
  EXPECT_NE(all({i, 0.2, 1, "app"}), all({i, 0.2, 1, "shop"}));
}

TEST(ArrivalProcess, EndsAndStaysAtTheEnd) {
  ArrivalProcess nothing(Intensity{}, 0, 1, "app");
  EXPECT_EQ(nothing.next(), Instant::max());
  ArrivalProcess silent(of({{100s, 0}}), 0.1, 1, "app");
  EXPECT_EQ(silent.next(), Instant::max());
  EXPECT_EQ(silent.next(), Instant::max());
  ArrivalProcess century(of({{Intensity::kMaxLength, 1e-9}}), 0, 1, "app");
  Instant last{};
  for (Instant t = century.next(); t != Instant::max(); t = century.next()) {
    EXPECT_GE(t, last);
    last = t;
  }
}

struct Moments {
  double mean = 0;
  double variance = 0;
  double lagOne = 0;  // correlation of neighbours
};

Moments momentsOf(const std::vector<double>& x) {
  Moments m;
  const auto n = static_cast<double>(x.size());
  for (const double v : x) m.mean += v / n;
  double covariance = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    m.variance += (x[i] - m.mean) * (x[i] - m.mean) / n;
    if (i > 0) covariance += (x[i] - m.mean) * (x[i - 1] - m.mean) / n;
  }
  m.lagOne = covariance / m.variance;
  return m;
}

// Counts of a minute have the variance of the factor plus that of Poisson, and neighbours
// correlate by 0.9 but for the Poisson part: cov = m²·((1 + cv²)^0.9 - 1), as logs are Gaussian.
TEST(ArrivalProcess, NoiseHasTheCoefficientOfVariationAndCorrelationAsked) {
  constexpr double kMinutes = 20'000;
  const auto length = Duration(60s) * static_cast<int>(kMinutes);
  const double perMinute = 600;
  for (const double cv : {0.0, 0.1, 0.2}) {
    const auto m =
        momentsOf(countsPer(60s, length, all({of({{length, perMinute / 60}}), cv, 6, "app"})));
    // Effective sample of an AR(1) of 0.9: n / 19.
    EXPECT_NEAR(m.mean / perMinute, 1, 4 * (cv * std::sqrt(19 / kMinutes) + 0.0003)) << cv;
    const double factorVariance = (m.variance - m.mean) / (m.mean * m.mean);
    EXPECT_NEAR(factorVariance, cv * cv, 0.2 * cv * cv + 0.0001) << cv;
    const double covariance = m.lagOne * m.variance / (m.mean * m.mean);
    EXPECT_NEAR(covariance, std::pow(1 + cv * cv, 0.9) - 1, 0.2 * cv * cv + 0.0001) << cv;
  }
}

TEST(ArrivalProcess, NoiseIsConstantWithinAMinuteOfTheLoad) {
  // Seconds and minutes cut the same load: the same factors apply.
  Intensity seconds;
  for (int k = 0; k < 600; ++k) ASSERT_TRUE(seconds.append(1s, 50));
  const auto a = all({seconds, 0.2, 7, "app"});
  const auto b = all({of({{600s, 50}}), 0.2, 7, "app"});
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_NEAR(toSeconds(a[i] - Instant{}), toSeconds(b[i] - Instant{}), 5e-9);
  }
}

}  // namespace
}  // namespace evenkeel
