#include "view/live_screen.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "view/text_layout.h"

namespace evenkeel::view {
namespace {

using testing::HasSubstr;
using testing::Not;

Progress sample() {
  Progress progress;
  progress.scenario = "shop-flash-crowd";
  progress.policy = "hpa(cpu=60)";
  progress.seed = 1;
  progress.now = Instant(750s);
  progress.duration = std::chrono::hours(1);
  progress.speed = 350;
  ApplicationProgress shop;
  shop.name = "shop";
  shop.load = {20.0, 20.0, 40.0, 312.0};
  shop.response = {.05, .06, .1, .41};
  shop.statistic = "p95";
  shop.target = .25;
  shop.windows = 12;
  shop.violations = 2;
  progress.applications = {shop};
  progress.components = {{"shop/front", 2, 2, .4}, {"shop/cart", 5, 3, .83}};
  progress.decisions = {{Instant(720s), "shop/cart", "3 to 5 pods",
                         "CPU stood at 83 % of the request against a target of 60 %"}};
  return progress;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) out.push_back(line);
  return out;
}

TEST(LiveScreen, ShowsTheRunOnEightyColumns) {
  EXPECT_EQ(liveScreen(sample(), {80, 24}, false),
            "evenkeel  shop-flash-crowd   policy hpa(cpu=60)   seed 1\n"
            "00:12:30 of 01:00:00  ███████▌                              21 %  350× real time\n"
            "\n"
            "shop\n"
            "  load                                ▁▁▂█  312 requests/s\n"
            "  response p95                        ▁▁▂▇  410 ms  target 250 ms\n"
            "                2 of 12 windows over the target (16.7 %)\n"
            "\n"
            "component                 pods wanted  ready  CPU of the request\n"
            "shop/front                          2      2     40 %  ██████▍\n"
            "shop/cart                           5      3     83 %  █████████████▎\n"
            "\n"
            "last decisions\n"
            "00:12:00 shop/cart 3 to 5 pods: CPU stood at 83 % of the request against a targ…");
}

TEST(LiveScreen, NeverLargerThanTheTerminal) {
  Progress progress = sample();
  progress.components.assign(500, progress.components[0]);
  progress.decisions.assign(500, progress.decisions[0]);
  progress.applications.assign(20, progress.applications[0]);
  for (const ScreenSize size : {ScreenSize{80, 24}, ScreenSize{40, 12}, ScreenSize{20, 3},
                                ScreenSize{1, 1}, ScreenSize{200, 60}}) {
    const auto shown = lines(liveScreen(progress, size, false));
    EXPECT_LE(shown.size(), size.rows);
    for (const std::string& line : shown) EXPECT_LE(columns(line), size.columns);
  }
}

TEST(LiveScreen, ColourMarksAnAnswerOverTheTarget) {
  EXPECT_THAT(liveScreen(sample(), {80, 24}, true), HasSubstr("\x1b[31m410 ms\x1b[0m"));
  Progress good = sample();
  good.applications[0].response.back() = .1;
  EXPECT_THAT(liveScreen(good, {80, 24}, true), HasSubstr("\x1b[32m100 ms\x1b[0m"));
}

TEST(LiveScreen, NamesCannotSteerTheTerminal) {
  Progress progress = sample();
  progress.scenario = "a\x1b[2J";
  progress.decisions[0].reason = "\x1b]0;title\a";
  EXPECT_THAT(liveScreen(progress, {80, 24}, false), Not(HasSubstr("\x1b")));
}

TEST(LiveScreen, OneLineWhereThereIsNoTerminal) {
  EXPECT_EQ(progressLine(sample()),
            "00:12:30 of 01:00:00 (21 %); shop: 312 requests/s, p95 410 ms (target 250 ms); 5 of 7 "
            "pods ready");
}

TEST(LiveScreen, NothingMeasuredYet) {
  Progress progress;
  progress.applications.resize(1);
  EXPECT_THAT(liveScreen(progress, {80, 24}, false), HasSubstr("none yet has changed anything"));
  EXPECT_THAT(progressLine(progress), HasSubstr("no load yet"));
}

}  // namespace
}  // namespace evenkeel::view
