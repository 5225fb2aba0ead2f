// An agent: a loop with its inbox, set going in a world.
//
// Construct it, start() it, and run the world's timeline; everything happens on the timeline's
// thread. It asks for WakeUps by timers and feeds the loop one event after the other. stop() ends
// it with the next event: no decision is taken after that, and what is under way is left to its
// mechanisms. Must outlive the timeline's callbacks that it asked for, or be stopped first.
#pragma once

#include <optional>

#include "agent/inbox.h"
#include "agent/loop.h"

namespace evenkeel {

class Agent {
 public:
  Agent(const World& world, LoopConfig config, DecisionLog& log,
        std::size_t inboxCapacity = 100'000);
  ~Agent();
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;

  // Before start(): goes on where an earlier life stopped.
  void resume(const Recovered& earlier) { loop_.resume(earlier, world_.timeline.now()); }
  void start();
  void stop();
  // Where the log reports that what it holds is durable.
  EventSink& inbox() { return inbox_; }
  const Loop& loop() const { return loop_; }

 private:
  void drain();
  void armTimer();

  World world_;
  Inbox inbox_;
  PromptJobs jobs_;
  Loop loop_;
  std::optional<TimerId> draining_;  // set while a drain is due or under way
  TimerId waking_;
  Instant wakingAt_ = Instant::max();
};

}  // namespace evenkeel
