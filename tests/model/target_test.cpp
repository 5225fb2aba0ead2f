#include "model/target.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace evenkeel {
namespace {

Target response(Statistic statistic, double value, Relation relation = Relation::LowerOrEqual) {
  Target target;
  target.statistic = statistic;
  target.relation = relation;
  target.value = value;
  return target;
}

std::optional<double> valueOf(const std::vector<Target>& targets) {
  const Target* chosen = responseTarget(targets);
  return chosen != nullptr ? std::optional(chosen->value) : std::nullopt;
}

TEST(ResponseTarget, TheLowestOfTheTail) {
  EXPECT_EQ(valueOf({response(Statistic::P999, 2), response(Statistic::P95, 0.25)}), 0.25);
  EXPECT_EQ(valueOf({response(Statistic::P95, 0.25), response(Statistic::P99, 0.2)}), 0.2);
  EXPECT_EQ(valueOf({response(Statistic::P95, 1), response(Statistic::Max, 0.5)}), 0.5);
}

// Half of the requests, or nearly, may be slower than those and all is well.
TEST(ResponseTarget, AMeanOrAMedianOnlyWhereThereIsNothingElse) {
  EXPECT_EQ(valueOf({response(Statistic::Mean, 0.1), response(Statistic::P95, 0.25)}), 0.25);
  EXPECT_EQ(valueOf({response(Statistic::P95, 0.25), response(Statistic::P50, 0.1)}), 0.25);
  EXPECT_EQ(valueOf({response(Statistic::Mean, 0.3), response(Statistic::P90, 0.2)}), 0.2);
}

TEST(ResponseTarget, OnlyWhatBoundsFromAbove) {
  for (const Relation relation :
       {Relation::Equal, Relation::GreaterThan, Relation::GreaterOrEqual}) {
    EXPECT_EQ(valueOf({response(Statistic::P95, 0.01, relation)}), std::nullopt);
    EXPECT_EQ(valueOf({response(Statistic::P95, 0.01, relation), response(Statistic::P95, 1)}), 1);
  }
  EXPECT_EQ(valueOf({response(Statistic::P95, 1, Relation::LowerThan)}), 1);
}

TEST(ResponseTarget, NoneOfOtherMetrics) {
  Target ratio = response(Statistic::Mean, 0.001);
  ratio.metric = TargetMetric::ErrorRatio;
  EXPECT_EQ(valueOf({ratio}), std::nullopt);
  EXPECT_EQ(valueOf({}), std::nullopt);
}

}  // namespace
}  // namespace evenkeel
