#include "simulation/fault_injector.h"

#include <algorithm>
#include <vector>

namespace evenkeel::simulation {

FaultInjector::FaultInjector(const Scenario& scenario, State& state, Fleet& fleet,
                             SimulatedTimeline& timeline, SimulatedAuthority& authority)
    : scenario_(scenario),
      state_(state),
      fleet_(fleet),
      timeline_(timeline),
      authority_(authority),
      pods_(scenario.seed, "faults", "pods") {}

void FaultInjector::begin() {
  for (const Fault& fault : scenario_.faults) {
    timeline_.at(Instant(fault.at), [this, &fault] { start(fault); });
    if (fault.kind == FaultKind::NodeDown) {
      timeline_.at(Instant(fault.at) + fault.replacedAfter, [this, &fault] { replace(fault); });
    }
    if (fault.duration > Duration::zero()) {
      timeline_.at(Instant(fault.at) + fault.duration, [this, &fault] { end(fault); });
    }
  }
}

template <class Act>
void FaultInjector::onHosts(const Fault& fault, Act act) {
  for (std::uint32_t h = 0; h < state_.hosts.size(); ++h) {
    if (fault.subject.empty() || state_.hosts[h].spec->name == fault.subject) act(h);
  }
}

void FaultInjector::start(const Fault& fault) {
  switch (fault.kind) {
    case FaultKind::PodKill:
      return killPods(fault);
    case FaultKind::NodeDown:
      return onHosts(fault, [this](std::uint32_t host) { fleet_.hostDown(host); });
    case FaultKind::ClockJump:
      return timeline_.jumpWall(fault.jump);
    case FaultKind::AuthorityLost:
      return authority_.lose();
    case FaultKind::MetricsMissing:
    case FaultKind::MetricsZero:
    case FaultKind::MetricsStale:
    case FaultKind::MetricsLate:
    case FaultKind::MetricsDoubled:
    case FaultKind::MechanismFails:
    case FaultKind::MechanismHangs:
    case FaultKind::MechanismAnswersTwice:
      return;
  }
}

void FaultInjector::end(const Fault& fault) {
  if (fault.kind == FaultKind::NodeDown) {
    onHosts(fault, [this](std::uint32_t host) { fleet_.hostUp(host); });
  } else if (fault.kind == FaultKind::AuthorityLost) {
    authority_.regain();
  }
}

// The pods of nodes that have not been up since.
void FaultInjector::replace(const Fault& fault) {
  const Nanoseconds since = (timeline_.now() - fault.replacedAfter).time_since_epoch().count();
  onHosts(fault, [this, since](std::uint32_t host) {
    if (state_.hosts[host].downSince <= since) fleet_.replaceLost(host);
  });
}

// Any of the component's pods that are on a node, each as likely as the others.
void FaultInjector::killPods(const Fault& fault) {
  std::vector<std::uint32_t> candidates;
  for (const Service& service : state_.services) {
    if (!fault.subject.empty() && service.name != fault.subject) continue;
    for (const std::uint32_t pod : service.pods) {
      const Pod& one = state_.pods[pod];
      if (one.host != kNone && one.stage != PodStage::Lost) candidates.push_back(pod);
    }
  }
  std::vector<std::uint32_t> victims;
  for (std::int32_t n = 0; n < fault.count && !candidates.empty(); ++n) {
    const auto at = static_cast<std::ptrdiff_t>(pods_.below(candidates.size()));
    victims.push_back(candidates[static_cast<std::size_t>(at)]);
    candidates.erase(candidates.begin() + at);
  }
  // A pod that ends may only take its own place in the lists: the others stay valid.
  for (const std::uint32_t pod : victims) fleet_.end(pod);
}

}  // namespace evenkeel::simulation
