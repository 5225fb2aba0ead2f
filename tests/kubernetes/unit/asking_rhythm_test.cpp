// When a source of figures is asked again.
#include "kubernetes/asking_rhythm.h"

#include <gtest/gtest.h>

namespace evenkeel::kubernetes {
namespace {

constexpr Instant at(Duration since) {
  return Instant(since);
}

TEST(AskingRhythmTest, AtItsIntervalWhileNobodySaysWhenADecisionIsDue) {
  AskingRhythm rhythm(15s);
  rhythm.asked(at(100s));
  rhythm.answered(at(101s));
  EXPECT_EQ(rhythm.next(), at(115s));
}

TEST(AskingRhythmTest, TwiceAsLongBeforeADecisionAsAnAnswerTakes) {
  AskingRhythm rhythm(15s);
  rhythm.asked(at(100s));
  rhythm.answered(at(101s));
  rhythm.expectDecision(at(120s));
  EXPECT_EQ(rhythm.next(), at(117'950ms));
  rhythm.asked(at(118s));
  rhythm.answered(at(118'200ms));  // most of what took long is remembered
  rhythm.expectDecision(at(135s));
  EXPECT_EQ(rhythm.next(), at(133'750ms));
}

TEST(AskingRhythmTest, NoSoonerThanHalfAnIntervalAfterTheLastTime) {
  AskingRhythm rhythm(15s);
  rhythm.asked(at(100s));
  rhythm.answered(at(100s));
  rhythm.expectDecision(at(107s));
  EXPECT_EQ(rhythm.next(), at(121'950ms));
  rhythm.expectDecision(at(108s));
  EXPECT_EQ(rhythm.next(), at(107'950ms));
}

TEST(AskingRhythmTest, AtItsIntervalTowardsADecisionThatIsFarAway) {
  AskingRhythm rhythm(15s);
  rhythm.asked(at(100s));
  rhythm.answered(at(100s));
  rhythm.expectDecision(at(280s));
  EXPECT_EQ(rhythm.next(), at(114'950ms));  // eleven intervals before it
}

TEST(AskingRhythmTest, ADecisionThatHasPassedIsOneOfItsGrid) {
  AskingRhythm rhythm(15s);
  rhythm.asked(at(100s));
  rhythm.answered(at(130s));  // longer than an interval
  rhythm.expectDecision(at(90s));
  EXPECT_EQ(rhythm.next(), at(120s));
}

}  // namespace
}  // namespace evenkeel::kubernetes
