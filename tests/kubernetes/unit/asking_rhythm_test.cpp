// When a source of figures is asked again.
#include "kubernetes/asking_rhythm.h"

#include <gtest/gtest.h>

namespace evenkeel::kubernetes {
namespace {

constexpr Instant at(Duration since) {
  return Instant(since);
}

// What is next after questions at these times that were answered so much later.
Instant nextAfter(AskingRhythm rhythm, std::initializer_list<std::pair<Duration, Duration>> asked) {
  for (const auto& [when, took] : asked) {
    rhythm.asked(at(when));
    rhythm.answered(at(when + took));
  }
  return rhythm.next();
}

TEST(AskingRhythmTest, JustBeforeAMultipleOfItsInterval) {
  EXPECT_EQ(nextAfter(AskingRhythm(15s), {{101s, 0s}}), at(119'950ms));
  EXPECT_EQ(nextAfter(AskingRhythm(15s), {{119'950ms, 0s}}), at(134'950ms));
}

TEST(AskingRhythmTest, TwiceAsLongBeforeItAsAnswersTake) {
  EXPECT_EQ(nextAfter(AskingRhythm(15s), {{101s, 1s}}), at(117'950ms));
  // Most of what took long is remembered.
  EXPECT_EQ(nextAfter(AskingRhythm(15s), {{101s, 1s}, {118s, 200ms}}), at(133'750ms));
}

TEST(AskingRhythmTest, HalfAnIntervalBeforeItAtMost) {
  EXPECT_EQ(nextAfter(AskingRhythm(15s), {{101s, 12s}}), at(112'500ms));
}

TEST(AskingRhythmTest, HalfAnIntervalAfterTheLastTimeAtLeast) {
  EXPECT_EQ(nextAfter(AskingRhythm(15s), {{112'450ms, 0s}}), at(119'950ms));
  EXPECT_EQ(nextAfter(AskingRhythm(15s), {{112'451ms, 0s}}), at(134'950ms));
}

TEST(AskingRhythmTest, OneOfManyIsAskedSooner) {
  EXPECT_EQ(nextAfter(AskingRhythm(15s, 2s), {{101s, 0s}}), at(117'950ms));
}

// A failure takes as long as nobody answers, which says nothing of answers.
TEST(AskingRhythmTest, WhatHasNoAnswerLeavesItAsItIs) {
  AskingRhythm rhythm(15s);
  rhythm.asked(at(101s));
  EXPECT_EQ(rhythm.next(), at(119'950ms));
}

}  // namespace
}  // namespace evenkeel::kubernetes
