#include "toys/toy_mechanism.h"

#include <algorithm>

namespace evenkeel::toys {

std::vector<KnobCapability> PoolScale::capabilities(AssetId asset) const {
  if (asset != pool_.asset) return {};
  KnobCapability workers;
  workers.knob = knob::kReplicas;
  workers.unit = "1";
  workers.minimum = Quantity::units(0);
  workers.maximum = Quantity::units(64);
  workers.step = Quantity::units(1);
  workers.current = Quantity::units(pool_.workers);
  workers.safe = SafeDirection::Up;  // too many workers cost money, too few cost service
  return {workers};
}

Result<void> PoolScale::check(const Order& order) const {
  if (order.action.asset != pool_.asset || order.action.settings.size() != 1) {
    return fail(ErrorKind::Invalid, "scale", "this order does not set the workers of the pool");
  }
  return {};
}

void PoolScale::submit(const Order& order) {
  // Idempotent by id: an order that was seen is not carried out again, its outcome is told again.
  const auto [known, fresh] = outcomes_.try_emplace(order.id);
  if (fresh) known->second = carryOut(order);
  sink_->post(OutcomeArrived{known->second});
}

Outcome PoolScale::carryOut(const Order& order) {
  const Instant now = timeline_.now();
  if (order.epoch < epoch_)
    return {order.id, OutcomeKind::StoppedByGuardrail, now, "another agent has taken over"};
  if (now >= order.deadline)
    return {order.id, OutcomeKind::Expired, now, "came after its deadline"};
  if (const auto fits = check(order); !fits)
    return {order.id, OutcomeKind::NeverPossible, now, fits.error().what};
  epoch_ = std::max(epoch_, order.epoch);
  pool_.workers = static_cast<std::int32_t>(order.action.settings[0].value.ceilUnits());
  pool_.changed();
  return {order.id, OutcomeKind::Completed, now, {}};
}

void PoolScale::cancel(ActionId action) {
  const auto known = outcomes_.find(action);
  sink_->post(OutcomeArrived{known != outcomes_.end()
                                 ? known->second
                                 : Outcome{action, OutcomeKind::Cancelled, timeline_.now(), {}}});
}

void PoolScale::observe(const Order& order) {
  cancel(order.id);
}

}  // namespace evenkeel::toys
