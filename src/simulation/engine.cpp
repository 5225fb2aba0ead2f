#include "simulation/engine.h"

#include <algorithm>

#include "simulation/build_state.h"

namespace evenkeel::simulation {

Result<std::unique_ptr<Engine>> Engine::make(const Scenario& scenario,
                                             std::vector<Intensity> intensities,
                                             FleetWatcher& watcher, ExternalEvents& external,
                                             Detail detail) {
  std::unique_ptr<Engine> engine(new Engine(external));
  if (auto built = buildState(scenario, std::move(intensities), engine->state_); !built) {
    return tl::unexpected(built.error());
  }
  if (detail == Detail::Fluid) {
    engine->fluid_ = std::make_unique<FluidFlow>(engine->state_, scenario.seed);
  }
  engine->fleet_ = std::make_unique<Fleet>(engine->state_, engine->flow(), watcher);
  return engine;
}

void Engine::begin() {
  fleet_->begin();
  flow().begin();
}

void Engine::run(Nanoseconds end) {
  Fired event;
  interrupted_ = false;
  while (!interrupted_ && state_.queue.next(end, event)) {
    switch (static_cast<EventKind>(event.kind)) {
      case EventKind::Arrival:
        requests_.onArrival(event.subject);
        break;
      case EventKind::Station:
        requests_.onStation(event.subject);
        break;
      case EventKind::Pool:
        requests_.onPool(event.subject);
        break;
      case EventKind::Timeout:
        requests_.onTimeouts(event.subject);
        break;
      case EventKind::Hop:
        requests_.onHop(event.subject);
        break;
      case EventKind::PodLife:
        fleet_->onPodLife(event.subject);
        break;
      default:
        external_.fired(event.kind, event.subject);
    }
  }
}

std::uint32_t Engine::serviceNamed(std::string_view name) const {
  for (std::uint32_t s = 0; s < state_.services.size(); ++s) {
    if (state_.services[s].name == name) return s;
  }
  return kNone;
}

std::uint32_t Engine::hostNamed(std::string_view name) const {
  for (std::uint32_t h = 0; h < state_.hosts.size(); ++h) {
    if (state_.hosts[h].spec->name == name) return h;
  }
  return kNone;
}

bool Engine::obeysLittlesLaw() {
  const auto fine = [this](auto& all) {
    return std::all_of(all.begin(), all.end(),
                       [this](auto& one) { return one.traffic.obeysLittlesLaw(now()); });
  };
  return fine(state_.services) && fine(state_.applications);
}

}  // namespace evenkeel::simulation
