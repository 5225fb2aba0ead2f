#include "simulation/simulated_world.h"

#include "simulation/engine.h"
#include "simulation/fault_injector.h"
#include "simulation/recorder.h"
#include "simulation/simulated_inventory.h"
#include "simulation/simulated_mechanism.h"
#include "simulation/simulated_metrics.h"
#include "workload/load.h"

namespace evenkeel::simulation {
namespace {

// Between the engine, which needs it first, and the parts that are made from the engine's state.
class Relay final : public FleetWatcher, public ExternalEvents {
 public:
  void connect(SimulatedInventory& inventory, SimulatedTimeline& timeline) {
    inventory_ = &inventory;
    timeline_ = &timeline;
  }
  void fired(std::uint32_t, std::uint32_t subject) override { timeline_->onFired(subject); }
  void podChanged(std::uint32_t pod) override { inventory_->podChanged(pod); }
  void podEnded(std::uint32_t pod) override { inventory_->podEnded(pod); }
  void serviceChanged(std::uint32_t service) override { inventory_->serviceChanged(service); }
  void hostChanged(std::uint32_t host) override { inventory_->hostChanged(host); }

 private:
  SimulatedInventory* inventory_ = nullptr;
  SimulatedTimeline* timeline_ = nullptr;
};

SimulatedMetrics::Meters metersFor(const State& state) {
  SimulatedMetrics::Meters meters;
  meters.services.resize(state.services.size());
  meters.applications.resize(state.applications.size());
  return meters;
}

}  // namespace

struct SimulatedWorld::Parts {
  Parts(std::unique_ptr<Scenario> scenario_, std::unique_ptr<Relay> relay_,
        std::unique_ptr<Engine> engine_)
      : scenario(std::move(scenario_)),
        relay(std::move(relay_)),
        engine(std::move(engine_)),
        timeline(engine->state().queue, static_cast<std::uint32_t>(EventKind::External),
                 scenario->start),
        ids(*scenario, engine->state()),
        inventory(*scenario, engine->state(), ids, timeline),
        faults(scenario->faults),
        meters(metersFor(engine->state())),
        metrics(*scenario, engine->state(), engine->flow(), ids, timeline, faults, meters),
        recorder(*scenario, engine->state(), engine->flow(), timeline, meters),
        context{engine->state(), engine->fleet(), ids, timeline, faults},
        mechanisms(makeMechanisms(context)),
        injector(*scenario, engine->state(), engine->fleet(), timeline, authority) {
    relay->connect(inventory, timeline);
    engine->begin();
    recorder.begin();
    metrics.begin();
    injector.begin();
  }

  std::unique_ptr<Scenario> scenario;
  std::unique_ptr<Relay> relay;
  std::unique_ptr<Engine> engine;
  SimulatedTimeline timeline;
  AssetIds ids;
  SimulatedInventory inventory;
  ActiveFaults faults;
  SimulatedMetrics::Meters meters;
  SimulatedMetrics metrics;
  Recorder recorder;
  MechanismContext context;
  std::vector<std::unique_ptr<SimulatedMechanism>> mechanisms;
  SimulatedAuthority authority;
  FaultInjector injector;
};

Result<std::unique_ptr<SimulatedWorld>> SimulatedWorld::make(Scenario scenario, Detail detail) {
  auto intensities = intensitiesOf(scenario.loads, scenario.duration);
  if (!intensities) return tl::unexpected(intensities.error());
  return make(std::move(scenario), *std::move(intensities), detail);
}

Result<std::unique_ptr<SimulatedWorld>> SimulatedWorld::make(Scenario scenario,
                                                             std::vector<Intensity> intensities,
                                                             Detail detail) {
  auto kept = std::make_unique<Scenario>(std::move(scenario));
  auto relay = std::make_unique<Relay>();
  auto engine = Engine::make(*kept, std::move(intensities), *relay, *relay, detail);
  if (!engine) return tl::unexpected(engine.error());
  auto parts = std::make_unique<Parts>(std::move(kept), std::move(relay), std::move(*engine));
  return std::unique_ptr<SimulatedWorld>(new SimulatedWorld(std::move(parts)));
}

SimulatedWorld::SimulatedWorld(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SimulatedWorld::~SimulatedWorld() = default;

World SimulatedWorld::world() {
  std::vector<Mechanism*> mechanisms;
  for (const auto& mechanism : parts_->mechanisms) mechanisms.push_back(mechanism.get());
  return {parts_->timeline,
          parts_->inventory,
          {&parts_->metrics},
          std::move(mechanisms),
          parts_->authority};
}

const Scenario& SimulatedWorld::scenario() const {
  return *parts_->scenario;
}
Detail SimulatedWorld::detail() const {
  return parts_->engine->detail();
}
void SimulatedWorld::run(Instant end) {
  parts_->engine->run(end.time_since_epoch().count());
}
void SimulatedWorld::interrupt() {
  parts_->engine->interrupt();
}
Instant SimulatedWorld::now() const {
  return parts_->timeline.now();
}
Instant SimulatedWorld::nextEvent() const {
  return Instant(Duration(parts_->engine->state().queue.nextDue()));
}
RunResult SimulatedWorld::result() const {
  return parts_->recorder.result();
}
const RunResult& SimulatedWorld::rows() const {
  return parts_->recorder.rows();
}
bool SimulatedWorld::obeysLittlesLaw() const {
  return parts_->engine->obeysLittlesLaw();
}

void SimulatedWorld::disconnect() {
  parts_->inventory.disconnect();
  parts_->metrics.disconnect();
  parts_->authority.disconnect();
  for (const auto& mechanism : parts_->mechanisms) mechanism->disconnect();
}

}  // namespace evenkeel::simulation
