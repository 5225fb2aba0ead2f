// What the simulated world's mechanisms have in common: the contract of world/mechanism.h.
//
// An order is checked when it comes (repeated, epoch, deadline, generation, settings), answered
// with Accepted, and carried out 50 ms later, as a call to an API server would be; the generation
// is looked at once more then, since the server compares it when it writes. Faults: fails
// (RetryLater, nothing is done), hangs (no answer ever; observe() says Unknown while the fault
// lasts and RetryLater after it), answers twice. The last 100,000 orders are remembered.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>

#include "simulation/active_faults.h"
#include "simulation/asset_ids.h"
#include "simulation/fleet.h"
#include "simulation/simulated_timeline.h"
#include "world/mechanism.h"

namespace evenkeel::simulation {

// Of all mechanisms of one world together.
struct MechanismContext {
  State& state;
  Fleet& fleet;
  AssetIds& ids;
  SimulatedTimeline& timeline;
  const ActiveFaults& faults;
  std::uint64_t highestEpoch = 0;
};

class SimulatedMechanism : public Mechanism {
 public:
  static constexpr Duration kDelay = 50ms;

  SimulatedMechanism(std::string name, MechanismContext& context)
      : context_(context), name_(std::move(name)) {}

  std::string_view name() const override { return name_; }
  Concurrency concurrency() const override { return Concurrency::PerAsset; }
  void start(EventSink& sink) override { sink_ = &sink; }
  Result<void> check(const Order& order) const override;
  void submit(const Order& order) override;
  void cancel(ActionId action) override;
  void observe(const Order& order) override;
  void disconnect() { sink_ = nullptr; }

 protected:
  // Brings the knobs of a component to the values asked for; settings have been checked.
  virtual Outcome apply(std::uint32_t service, const Action& action) = 0;

  std::optional<std::uint32_t> serviceOf(AssetId asset) const;
  static std::optional<Quantity> setting(const Action& action, std::string_view knob);

  MechanismContext& context_;

 private:
  struct Known {
    Outcome outcome;  // the last one
    bool hangs = false;
    TimerId timer;  // of carrying it out
  };

  bool isCurrent(const Order& order, std::uint32_t service) const;
  std::optional<Outcome> refusal(const Order& order) const;
  void carryOut(const Order& order);
  void report(Known& known, OutcomeKind kind, std::string detail);
  void post(const Outcome& outcome);

  std::string name_;
  EventSink* sink_ = nullptr;
  std::map<ActionId, Known> known_;
  std::deque<ActionId> order_;  // of arrival
};

// scale, resize, brownout, deploy, remove, move.
std::vector<std::unique_ptr<SimulatedMechanism>> makeMechanisms(MechanismContext& context);

}  // namespace evenkeel::simulation
