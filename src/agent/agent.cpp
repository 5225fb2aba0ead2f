#include "agent/agent.h"

namespace evenkeel {

Agent::Agent(const World& world, LoopConfig config, DecisionLog& log, std::size_t inboxCapacity)
    : world_(world),
      inbox_(world.timeline, inboxCapacity,
             [this] {
               if (draining_) return;
               draining_ = world_.timeline.at(world_.timeline.now(), [this] { drain(); });
             }),
      jobs_(inbox_),
      loop_(world, std::move(config), log, jobs_) {}

Agent::~Agent() {
  if (draining_) world_.timeline.cancel(*draining_);
  world_.timeline.cancel(waking_);
}

void Agent::start() {
  for (MetricSource* source : world_.sources) source->start(inbox_);
  for (Mechanism* mechanism : world_.mechanisms) mechanism->start(inbox_);
  world_.authority.start(inbox_);
  world_.inventory.watch(inbox_);
}

void Agent::stop() {
  inbox_.post(StopRequested{});
}

void Agent::drain() {
  while (const auto event = inbox_.take()) loop_.step(*event);
  draining_.reset();
  armTimer();
}

void Agent::armTimer() {
  const Instant wanted = loop_.nextWake(world_.timeline.now());
  if (wanted == wakingAt_) return;
  world_.timeline.cancel(waking_);
  waking_ = {};
  wakingAt_ = wanted;
  if (wanted == Instant::max()) return;
  waking_ = world_.timeline.at(wanted, [this] {
    wakingAt_ = Instant::max();
    inbox_.post(WakeUp{});
  });
}

}  // namespace evenkeel
