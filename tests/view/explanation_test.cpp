#include "view/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/metric.h"
#include "view/words.h"

namespace evenkeel::view {
namespace {

using evaluation::Story;
using evaluation::StoryKnob;
using testing::HasSubstr;
using testing::Not;

Story scaledUp() {
  Story story;
  story.time = Instant(750s);
  story.scope = "shop/cart";
  story.policy = "hpa(cpu=60)";
  story.decision.reasons = {{"ScaleUpLimit", "", std::nullopt, std::nullopt, std::nullopt},
                            {"ValidMetricFound", "cpu", 183, 60, 10}};
  story.notes = {{Guardrail::Step, AssetId{7}, "replicas", Quantity::units(10), Quantity::units(5),
                  "at most +70 % or -50 % at once"}};
  StoryKnob knob;
  knob.mechanism = "scale";
  knob.asset = "shop/cart";
  knob.knob = "replicas";
  knob.before = Quantity::units(3);
  knob.proposed = Quantity::units(10);
  knob.allowed = Quantity::units(5);
  knob.status = ActionStatus::Completed;
  knob.outcome = OutcomeKind::Completed;
  knob.ended = Instant(752s);
  knob.ready = Instant(756s);
  story.knobs = {knob};
  story.figures = {{std::string(metric::kDurationP95), .41, .18}};
  story.watched = 90s;
  return story;
}

Story held() {
  Story story;
  story.time = Instant(765s);
  story.scope = "shop/cart";
  story.policy = "hpa(cpu=60)";
  story.decision.reasons = {{"WithinTolerance", "cpu", 62, 60, std::nullopt}};
  return story;
}

TEST(Explanation, TellsADecisionFromSightToConsequence) {
  EXPECT_EQ(explanation(scaledUp()),
            "At 00:12:30 shop/cart went from 3 to 5 pods.\n"
            "  Seen       CPU stood at 183 % of the request against a target of 60 %, which\n"
            "             asks for 10 pods. The behavior rules allow no more pods than that\n"
            "             at once.\n"
            "  Proposed   hpa(cpu=60) proposed 10 pods.\n"
            "  Guarded    The step guardrail allowed 5 pods instead of 10 pods (at most +70 %\n"
            "             or -50 % at once).\n"
            "  Done       The scale to 5 pods was done after 2 s, and the pods were as asked\n"
            "             for after 6 s.\n"
            "  Came of it 90 s later. Response time (p95) fell from 410 ms to 180 ms.\n");
}

TEST(Explanation, AHoldIsExplainedToo) {
  const std::string text = explanation(held());
  EXPECT_THAT(text, HasSubstr("At 00:12:45 shop/cart stayed as it was.\n"));
  EXPECT_THAT(text, HasSubstr("within the tolerance"));
  EXPECT_THAT(text, HasSubstr("hpa(cpu=60) proposed to hold"));
  EXPECT_EQ(changeSummary(held()), "hold");
}

TEST(Explanation, SaysWhenTheFallbackDecided) {
  Story story = scaledUp();
  story.byFallback = true;
  story.failure = "model is stale";
  EXPECT_THAT(explanation(story), HasSubstr("fallback rule proposed 10 pods, because hpa(cpu=60)"));
}

TEST(Explanation, SaysWhenNobodyCouldDecide) {
  Story story;
  story.scope = "shop/cart";
  story.policy = "hpa(cpu=60)";
  story.failure = "it threw";
  EXPECT_THAT(explanation(story, 200), HasSubstr("hpa(cpu=60) could not decide (it threw)"));
}

TEST(Explanation, FailureAndUnfinishedAreNotCalledDone) {
  Story story = scaledUp();
  story.knobs[0].status = ActionStatus::Failed;
  story.knobs[0].outcome = OutcomeKind::RetryLater;
  story.knobs[0].detail = "quota exceeded";
  story.knobs[0].ready.reset();
  const std::string failed = explanation(story, 200);
  EXPECT_THAT(failed, HasSubstr("was to go from 3 to 5 pods"));
  EXPECT_THAT(failed, HasSubstr("did not work, and may work later after 2 s (quota exceeded)"));
  story.knobs[0].status = ActionStatus::Pending;
  story.knobs[0].ended.reset();
  EXPECT_THAT(explanation(story, 200), HasSubstr("was not finished when the record ends"));
  EXPECT_EQ(outcomeSummary(story), "under way (quota exceeded)");
}

TEST(Explanation, WhereNobodyDecidedItSaysHowItStoodAndWhy) {
  ComponentState state;
  state.replicas = 4;
  state.readyReplicas = 1;
  state.podRequests = {Quantity::millis(250), Quantity::units(64 << 20)};
  EXPECT_EQ(undecided("idle.shop/deployment", Instant(61s), state, "no autoscaler"),
            "At 00:01:01 there was no decision on idle.shop/deployment.\n"
            "  Seen       4 pods were asked for, and 1 was ready; each requests 250\n"
            "             millicores and 64 MiB.\n"
            "  Why        No autoscaler.\n");
  EXPECT_EQ(undecided("x/y", Instant(61s), ComponentState{}, "so"),
            "At 00:01:01 there was no decision on x/y.\n"
            "  Seen       0 pods were asked for, and 0 were ready.\n"
            "  Why        So.\n");
  EXPECT_EQ(undecided("x/\033y", Instant(61s), std::nullopt, "so"),
            "At 00:01:01 there was no decision on x/?y.\n"
            "  Why        So.\n");
}

TEST(Explanation, OverviewGivesTimesToAskAbout) {
  const std::vector<Story> stories{scaledUp()};
  EXPECT_EQ(overview(stories),
            "TIME      COMPONENT  CHANGE       WHY                                     OUTCOME\n"
            "00:12:30  shop/cart  3 to 5 pods  CPU 183 %, target 60 %; step guardrail  ready after "
            "6 s\n");
}

TEST(Explanation, OverviewTellsWhatWasHeldBackInSpans) {
  evaluation::HeldSpan span{held(), Instant(1050s), 20};
  span.first.notes = {{Guardrail::MissingData, AssetId{7}, "replicas", Quantity::units(5),
                       Quantity::units(5), "cpu is missing, and so nothing is scaled down"}};
  const std::vector<Story> stories{scaledUp()};
  const std::vector<evaluation::HeldSpan> spans{span};
  const std::string text = overview(stories, spans, 100);
  EXPECT_THAT(text, HasSubstr("00:12:45 to 00:17:30  shop/cart  20 decisions held  missing-data"));
  for (std::size_t from = 0; from < text.size(); from = text.find('\n', from) + 1)
    EXPECT_LE(text.find('\n', from) - from, 100u) << text;
}

TEST(Explanation, AScaleThatIsDoneSaysHowManyPodsAreReady) {
  Story story = scaledUp();
  story.knobs[0].ready.reset();
  story.knobs[0].readyNext = 3;
  EXPECT_EQ(outcomeSummary(story), "done after 2 s, 3 of 5 pods ready at the next decision");
  EXPECT_THAT(explanation(story, 300), HasSubstr("3 of 5 pods ready at the next decision"));
}

TEST(Words, ZerosAreNotToldAsTruth) {
  EXPECT_EQ(reasonSentence({"ValidMetricFound", "cpu", 0, 60, 1}),
            "every sample of CPU was exactly zero, as its source gave it, against a target of 60 "
            "%, which asks for 1 pod");
}

TEST(Words, AMetricThatCannotBeUsedHasItsCause) {
  const auto said = [](std::string code, std::string subject) {
    return reasonSentence({std::move(code), std::move(subject), {}, {}, {}});
  };
  EXPECT_EQ(said("FailedMissingRequest", "cpu{container=c}"),
            "CPU: container c requests none, and the target is a percentage of the request");
  EXPECT_EQ(said("FailedMissingRequest", "memory{container=c}"),
            "memory: container c requests none, and the target is a percentage of the request");
  EXPECT_EQ(said("FailedMissingContainer", "cpu{container=c}"),
            "CPU: its pods have no container c");
  EXPECT_EQ(said("FailedZeroRequest", "cpu"),
            "CPU: its pods request 0, and the target is a percentage of the request");
  EXPECT_EQ(said("FailedNoPodCounts", "cpu"),
            "CPU: there are figures, but of no pod that counts (they are starting, not ready or "
            "going)");
  EXPECT_EQ(said("FailedNoPods", "queue"),
            "queue: there are no pods, and what it asks for is a multiple of those");
  EXPECT_EQ(said("FailedGetResourceMetric", "cpu"), "CPU: no pod has a fresh figure of it");
  EXPECT_EQ(said("FailedGetExternalMetric", "queue{container=c}"),
            "queue{container=c}: the external metric could not be read")
      << "its selector, and no container";
}

TEST(Words, AScheduleNamesItsRule) {
  const Reason up{"schedule", "0 8 * * 1-5 Europe/Rome", 2, std::nullopt, 5};
  EXPECT_EQ(reasonSentence(up),
            "the schedule's rule '0 8 * * 1-5 Europe/Rome' is in force and made 5 pods of 2, its "
            "minimum");
  EXPECT_EQ(reasonBrief(up), "schedule 0 8 * * 1-5 Europe/Rome");
  EXPECT_EQ(reasonSentence({"schedule", "@daily UTC", 9, std::nullopt, 1}),
            "the schedule's rule '@daily UTC' is in force and made 1 pod of 9, its maximum");
  EXPECT_EQ(reasonSentence({"inner-policy-failed", "queueing: no rate", {}, {}, {}}),
            "queueing: no rate: so the schedule alone decided");
}

TEST(Words, RoomForABurst) {
  EXPECT_EQ(reasonSentence({"kpa-activator-in-path", "http_server_active_requests", -267, {}, {}}),
            "the burst to have room for would be 267 requests too many for the pods");
}

TEST(Words, RequestsAreNamedOnce) {
  EXPECT_EQ(reasonBrief({"kpa-stable", "http_server_active_requests", 14.5, 7, 21}),
            "requests under way 14.5, target 7");
}

TEST(Words, UnknownReasonsKeepTheirCodeAndFigures) {
  EXPECT_EQ(reasonSentence({"queue-long", "http_server_active_requests", 40, 10, std::nullopt}),
            "requests under way stood at 40 requests against a target of 10 requests (queue-long)");
  EXPECT_EQ(reasonSentence({"queue-long", "", {}, {}, {}}), "queue-long");
}

TEST(Words, EveryKnobHasItsUnit) {
  EXPECT_EQ(knobValue("replicas", Quantity::units(1)), "1 pod");
  EXPECT_EQ(knobValue("cpu", Quantity::millis(250)), "250 millicores");
  EXPECT_EQ(knobValue("memory", Quantity::units(1 << 29)), "512 MiB");
  EXPECT_EQ(knobValue("enabled", Quantity::units(0)), "off");
  EXPECT_EQ(metricValue(metric::kDurationP95, .21), "210 ms");
}

}  // namespace
}  // namespace evenkeel::view
