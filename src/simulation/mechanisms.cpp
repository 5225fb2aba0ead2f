// The six mechanisms of the simulated world. All act on components.
#include <utility>

#include "simulation/simulated_mechanism.h"

namespace evenkeel::simulation {
namespace {

Outcome completed() {
  return {{}, OutcomeKind::Completed, {}, ""};
}

// Three ways to set the number of pods. scale leaves the component switched on or off as it is,
// deploy switches it on, remove off: its pods are stopped, and requests to it fail.
class Replicas final : public SimulatedMechanism {
 public:
  enum class Switch : std::uint8_t { Leave, On, Off };

  Replicas(std::string name, Switch to, MechanismContext& context)
      : SimulatedMechanism(std::move(name), context), switch_(to) {}

  std::vector<KnobCapability> capabilities(AssetId asset) const override {
    const auto index = serviceOf(asset);
    if (!index) return {};
    const Service& service = context_.state.services[*index];
    const ScalingBounds& bounds = service.spec->scaling;
    const bool off = switch_ == Switch::Off;
    return {{std::string(name()), std::string(knob::kReplicas), "1",
             Quantity::units(off ? 0 : bounds.minReplicas),
             Quantity::units(off ? 0 : bounds.maxReplicas), Quantity::units(1),
             Quantity::units(service.wanted), std::nullopt, SafeDirection::Up}};
  }

 private:
  Outcome apply(std::uint32_t service, const Action& action) override {
    if (switch_ != Switch::Leave) context_.fleet.enable(service, switch_ == Switch::On);
    const std::int64_t replicas = setting(action, knob::kReplicas)->ceilUnits();
    context_.fleet.scale(service, static_cast<std::int32_t>(replicas));
    return completed();
  }

  Switch switch_;
};

class Resize final : public SimulatedMechanism {
 public:
  explicit Resize(MechanismContext& context) : SimulatedMechanism("resize", context) {}

  std::vector<KnobCapability> capabilities(AssetId asset) const override {
    const auto index = serviceOf(asset);
    if (!index) return {};
    const Service& service = context_.state.services[*index];
    if (!service.spec->resourceBounds) return {};
    const ResourceBounds& bounds = *service.spec->resourceBounds;
    return {{std::string(name()), std::string(knob::kCpu), "cores", bounds.minimum.cpu,
             bounds.maximum.cpu, Quantity::millis(1), service.podRequests.cpu, std::nullopt,
             SafeDirection::Up},
            {std::string(name()), std::string(knob::kMemory), "bytes", bounds.minimum.memory,
             bounds.maximum.memory, Quantity::units(1), service.podRequests.memory, std::nullopt,
             SafeDirection::Up}};
  }

 private:
  Outcome apply(std::uint32_t service, const Action& action) override {
    Resources wanted = context_.state.services[service].podRequests;
    wanted.cpu = setting(action, knob::kCpu).value_or(wanted.cpu);
    wanted.memory = setting(action, knob::kMemory).value_or(wanted.memory);
    const std::int32_t left = context_.fleet.resize(service, wanted);
    if (left == 0) return completed();
    return {{},
            OutcomeKind::Partial,
            {},
            std::to_string(left) + " pods have no room on their nodes and keep their size"};
  }
};

class Brownout final : public SimulatedMechanism {
 public:
  explicit Brownout(MechanismContext& context) : SimulatedMechanism("brownout", context) {}

  std::vector<KnobCapability> capabilities(AssetId asset) const override {
    const auto index = serviceOf(asset);
    if (!index || !context_.state.services[*index].spec->optional) return {};
    return {{std::string(name()), std::string(knob::kEnabled), "1", Quantity::units(0),
             Quantity::units(1), Quantity::units(1),
             Quantity::units(context_.state.services[*index].enabled ? 1 : 0), Quantity::units(1),
             SafeDirection::Up}};
  }

 private:
  Outcome apply(std::uint32_t service, const Action& action) override {
    context_.fleet.enable(service, setting(action, knob::kEnabled)->milli > 0);
    return completed();
  }
};

// To a node, by its asset id; from then on all pods of the component are to be there.
class Move final : public SimulatedMechanism {
 public:
  explicit Move(MechanismContext& context) : SimulatedMechanism("move", context) {}

  std::vector<KnobCapability> capabilities(AssetId asset) const override {
    const auto index = serviceOf(asset);
    const auto hosts = static_cast<std::uint32_t>(context_.state.hosts.size());
    if (!index || hosts == 0) return {};
    const Service& service = context_.state.services[*index];
    std::uint32_t current = service.onlyHost;
    for (const std::uint32_t pod : service.pods) {
      if (current == kNone) current = context_.state.pods[pod].host;
    }
    const auto asQuantity = [this](std::uint32_t host) {
      return Quantity::units(context_.ids.host(host).value);
    };
    return {{std::string(name()), std::string(knob::kNode), "node", asQuantity(0),
             asQuantity(hosts - 1), Quantity::units(1),
             current == kNone ? Quantity{} : asQuantity(current), std::nullopt,
             SafeDirection::None}};
  }

 private:
  Outcome apply(std::uint32_t service, const Action& action) override {
    const std::int64_t id = setting(action, knob::kNode)->ceilUnits();
    const auto subject = context_.ids.find(AssetId{static_cast<std::uint32_t>(id)});
    if (!context_.state.hosts[subject->index].up) {
      return {{}, OutcomeKind::RetryLater, {}, "that node is down"};
    }
    context_.fleet.move(service, subject->index);
    return completed();
  }
};

}  // namespace

std::vector<std::unique_ptr<SimulatedMechanism>> makeMechanisms(MechanismContext& context) {
  std::vector<std::unique_ptr<SimulatedMechanism>> all;
  all.push_back(std::make_unique<Replicas>("scale", Replicas::Switch::Leave, context));
  all.push_back(std::make_unique<Resize>(context));
  all.push_back(std::make_unique<Brownout>(context));
  all.push_back(std::make_unique<Replicas>("deploy", Replicas::Switch::On, context));
  all.push_back(std::make_unique<Replicas>("remove", Replicas::Switch::Off, context));
  all.push_back(std::make_unique<Move>(context));
  return all;
}

}  // namespace evenkeel::simulation
