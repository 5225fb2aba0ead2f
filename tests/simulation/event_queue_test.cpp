#include "simulation/event_queue.h"

#include <gtest/gtest.h>

#include <map>

#include "base/random.h"
#include "simulation/delay_line.h"

namespace evenkeel::simulation {
namespace {

std::vector<std::uint32_t> drain(EventQueue& queue) {
  std::vector<std::uint32_t> subjects;
  Fired fired;
  while (queue.next(kNever, fired)) subjects.push_back(fired.subject);
  return subjects;
}

TEST(EventQueue, FiresInOrderOfTimeThenOfArming) {
  EventQueue queue;
  std::vector<Timer> timers;
  for (std::uint32_t i = 0; i < 6; ++i) timers.push_back(queue.make(0, i));
  const std::vector<Nanoseconds> times{30, 10, 20, 10, 30, 10};
  for (std::uint32_t i = 0; i < 6; ++i) queue.arm(timers[i], times[i]);
  EXPECT_EQ(drain(queue), (std::vector<std::uint32_t>{1, 3, 5, 2, 0, 4}));
}

TEST(EventQueue, StopsAtTheEndAndKeepsTheRest) {
  EventQueue queue;
  const Timer timer = queue.make(7, 1);
  queue.arm(timer, 100);
  Fired fired;
  EXPECT_FALSE(queue.next(99, fired));
  EXPECT_EQ(queue.now(), 99);
  ASSERT_TRUE(queue.next(100, fired));
  EXPECT_EQ(fired.kind, 7u);
  EXPECT_FALSE(queue.armed(timer));
}

TEST(EventQueue, TellsWhenItsNextEventIs) {
  EventQueue queue;
  EXPECT_EQ(queue.nextDue(), kNever);
  RandomStream random(1, "queue", "due");
  for (std::uint32_t i = 0; i < 200; ++i)
    queue.arm(queue.make(0, i), static_cast<Nanoseconds>(random.below(100)));
  Fired fired;
  for (Nanoseconds due = queue.nextDue(); due != kNever; due = queue.nextDue()) {
    ASSERT_TRUE(queue.next(kNever, fired));
    EXPECT_EQ(queue.now(), due);
  }
  EXPECT_FALSE(queue.next(kNever, fired));
}

TEST(EventQueue, ATimeThatHasPassedIsNow) {
  EventQueue queue;
  Fired fired;
  EXPECT_FALSE(queue.next(50, fired));
  queue.arm(queue.make(0, 0), 10);
  ASSERT_TRUE(queue.next(kNever - 1, fired));
  EXPECT_EQ(queue.now(), 50);
}

TEST(EventQueue, RearmingWhileFiringAndDestroyingWhileFiring) {
  EventQueue queue;
  const Timer a = queue.make(0, 0);
  const Timer b = queue.make(0, 1);
  queue.arm(a, 1);
  queue.arm(b, 2);
  Fired fired;
  ASSERT_TRUE(queue.next(kNever, fired));
  queue.arm(a, 3);
  ASSERT_TRUE(queue.next(kNever, fired));
  EXPECT_EQ(fired.subject, 1u);
  queue.destroy(b);
  EXPECT_EQ(queue.armedCount(), 1u);
  EXPECT_EQ(queue.make(0, 2), b);  // taken again
  ASSERT_TRUE(queue.next(kNever, fired));
  EXPECT_EQ(fired.subject, 0u);
  EXPECT_EQ(queue.now(), 3);
  EXPECT_EQ(queue.armedCount(), 0u);
}

// Against an ordered map, over random arming, re-arming, disarming and firing.
TEST(EventQueue, AgreesWithAnOrderedMap) {
  RandomStream random(11, "event queue", "operations");
  EventQueue queue;
  std::map<std::pair<Nanoseconds, std::uint64_t>, std::uint32_t> model;
  std::vector<std::pair<Nanoseconds, std::uint64_t>> keys(40, {kNever, 0});
  std::vector<Timer> timers;
  for (std::uint32_t i = 0; i < keys.size(); ++i) timers.push_back(queue.make(0, i));
  std::uint64_t order = 0;
  for (int step = 0; step < 200'000; ++step) {
    const auto i = static_cast<std::uint32_t>(random.below(keys.size()));
    const std::uint64_t what = random.below(8);
    if (what < 4) {
      model.erase(keys[i]);
      keys[i] = {queue.now() + static_cast<Nanoseconds>(random.below(50)), ++order};
      model[keys[i]] = i;
      queue.arm(timers[i], keys[i].first);
    } else if (what == 4) {
      model.erase(keys[i]);
      keys[i] = {kNever, 0};
      queue.disarm(timers[i]);
    } else {
      Fired fired;
      const bool any = queue.next(kNever - 1 > queue.now() ? queue.now() + 1000 : kNever, fired);
      ASSERT_EQ(any, !model.empty());
      if (!any) continue;
      ASSERT_EQ(fired.subject, model.begin()->second);
      ASSERT_EQ(queue.now(), model.begin()->first.first);
      keys[fired.subject] = {kNever, 0};
      model.erase(model.begin());
    }
    ASSERT_EQ(queue.armedCount(), model.size());
    ASSERT_EQ(queue.armed(timers[i]), keys[i].first != kNever);
    ASSERT_EQ(queue.due(timers[i]), keys[i].first);
  }
}

TEST(DelayLine, FiresInOrderAndSkipsTheCancelled) {
  EventQueue queue;
  DelayLine line(100, queue, 3, 0);
  const Timer other = queue.make(9, 0);
  const DelayLine::Ticket first = line.push(queue, 1);
  queue.arm(other, 10);
  Fired fired;
  ASSERT_TRUE(queue.next(kNever, fired));
  line.push(queue, 2);
  const DelayLine::Ticket third = line.push(queue, 3);
  line.push(queue, 4);
  line.cancel(first);
  line.cancel(third);
  std::vector<std::pair<Nanoseconds, std::uint32_t>> seen;
  while (queue.next(kNever, fired)) {
    std::uint32_t value = 0;
    while (line.pop(queue.now(), value)) seen.emplace_back(queue.now(), value);
    line.rearm(queue);
  }
  EXPECT_EQ(seen, (std::vector<std::pair<Nanoseconds, std::uint32_t>>{{110, 2}, {110, 4}}));
  EXPECT_EQ(line.size(), 0u);
}

TEST(DelayLine, WhatIsCancelledAtTheFrontLeavesNothingBehind) {
  EventQueue queue;
  DelayLine line(1'000'000, queue, 0, 0);
  for (int i = 0; i < 100'000; ++i) {
    line.cancel(line.push(queue, 1));
    ASSERT_EQ(line.size(), 0u);
  }
}

}  // namespace
}  // namespace evenkeel::simulation
