#include "simulation/simulated_mechanism.h"

#include <algorithm>
#include <utility>

namespace evenkeel::simulation {
namespace {

constexpr std::size_t kRemembered = 100'000;
constexpr const char* kChanged = "the component has changed since this was decided";

}  // namespace

std::optional<std::uint32_t> SimulatedMechanism::serviceOf(AssetId asset) const {
  const auto subject = context_.ids.find(asset);
  if (!subject || subject->kind != AssetKind::Component) return std::nullopt;
  return subject->index;
}

std::optional<Quantity> SimulatedMechanism::setting(const Action& action, std::string_view knob) {
  for (const Setting& setting : action.settings) {
    if (setting.knob == knob) return setting.value;
  }
  return std::nullopt;
}

bool SimulatedMechanism::isCurrent(const Order& order, std::uint32_t service) const {
  return context_.ids.generation(service).admits(order.id.plan, order.action.generation);
}

std::optional<Outcome> SimulatedMechanism::refusal(const Order& order) const {
  const Instant now = context_.timeline.now();
  const auto refuse = [&](OutcomeKind kind, std::string detail) {
    return Outcome{order.id, kind, now, std::move(detail)};
  };
  if (order.epoch < context_.highestEpoch) {
    return refuse(OutcomeKind::NeverPossible, "a newer epoch has taken over");
  }
  if (now > order.deadline) return refuse(OutcomeKind::Expired, "its deadline has passed");
  const auto service = serviceOf(order.action.asset);
  if (!service) return refuse(OutcomeKind::NeverPossible, "there is no such component");
  if (!isCurrent(order, *service)) return refuse(OutcomeKind::RetryLater, kChanged);
  const auto knobs = capabilities(order.action.asset);
  if (knobs.empty() || order.action.settings.empty()) {
    return refuse(OutcomeKind::NeverPossible, "it has no knob to turn there");
  }
  for (const Setting& setting : order.action.settings) {
    const auto knob = std::find_if(knobs.begin(), knobs.end(),
                                   [&](const KnobCapability& k) { return k.knob == setting.knob; });
    if (knob == knobs.end()) {
      return refuse(OutcomeKind::NeverPossible, "there is no knob '" + setting.knob + "'");
    }
    if (setting.value < knob->minimum || setting.value > knob->maximum) {
      return refuse(OutcomeKind::NeverPossible,
                    "'" + setting.knob + "' of " + setting.value.text() + " is outside " +
                        knob->minimum.text() + " to " + knob->maximum.text());
    }
  }
  return std::nullopt;
}

Result<void> SimulatedMechanism::check(const Order& order) const {
  const auto refused = refusal(order);
  if (!refused) return {};
  const bool later = refused->kind == OutcomeKind::RetryLater;
  return fail(later ? ErrorKind::Unavailable : ErrorKind::Refused, name_, refused->detail);
}

void SimulatedMechanism::submit(const Order& order) {
  if (const auto known = known_.find(order.id); known != known_.end()) {
    if (!known->second.hangs) post(known->second.outcome);
    return;
  }
  const auto refused = refusal(order);
  context_.highestEpoch = std::max(context_.highestEpoch, order.epoch);
  if (order_.size() == kRemembered) {
    known_.erase(order_.front());
    order_.pop_front();
  }
  order_.push_back(order.id);
  Known& known = known_[order.id];
  if (refused) return report(known = {*refused, false, {}}, refused->kind, refused->detail);
  known.outcome = {order.id, OutcomeKind::Accepted, context_.timeline.now(), ""};
  if (context_.faults.find(FaultKind::MechanismHangs, name_, context_.timeline.now()) != nullptr) {
    known.hangs = true;
    return;
  }
  post(known.outcome);
  known.timer =
      context_.timeline.at(context_.timeline.now() + kDelay, [this, order] { carryOut(order); });
}

void SimulatedMechanism::carryOut(const Order& order) {
  const auto found = known_.find(order.id);
  if (found == known_.end()) return;
  Known& known = found->second;
  known.timer = {};
  const Instant now = context_.timeline.now();
  if (context_.faults.find(FaultKind::MechanismFails, name_, now) != nullptr) {
    return report(known, OutcomeKind::RetryLater, "the mechanism failed");
  }
  const auto service = serviceOf(order.action.asset);
  if (!service) return report(known, OutcomeKind::NeverPossible, "there is no such component");
  if (!isCurrent(order, *service)) return report(known, OutcomeKind::RetryLater, kChanged);
  context_.ids.specChanged(*service, order.id.plan);
  const Outcome outcome = apply(*service, order.action);
  report(known, outcome.kind, outcome.detail);
}

void SimulatedMechanism::report(Known& known, OutcomeKind kind, std::string detail) {
  known.outcome.kind = kind;
  known.outcome.detail = std::move(detail);
  known.outcome.time = context_.timeline.now();
  post(known.outcome);
  const Instant now = context_.timeline.now();
  if (context_.faults.find(FaultKind::MechanismAnswersTwice, name_, now) != nullptr) {
    post(known.outcome);
  }
}

void SimulatedMechanism::cancel(ActionId action) {
  const auto found = known_.find(action);
  if (found == known_.end()) return;
  Known& known = found->second;
  if (known.hangs) return;
  if (isFinal(known.outcome.kind)) return post(known.outcome);
  context_.timeline.cancel(known.timer);
  report(known, OutcomeKind::Cancelled, "");
}

void SimulatedMechanism::observe(const Order& order) {
  const Instant now = context_.timeline.now();
  const auto found = known_.find(order.id);
  if (found == known_.end()) {
    return post({order.id, OutcomeKind::RetryLater, now, "it never came here"});
  }
  Known& known = found->second;
  if (known.hangs) {
    if (context_.faults.find(FaultKind::MechanismHangs, name_, now) != nullptr) {
      return post({order.id, OutcomeKind::Unknown, now, "the mechanism does not answer"});
    }
    known.hangs = false;
    return report(known, OutcomeKind::RetryLater, "it was not carried out");
  }
  post(known.outcome);
}

void SimulatedMechanism::post(const Outcome& outcome) {
  if (sink_ != nullptr) sink_->post(OutcomeArrived{outcome});
}

}  // namespace evenkeel::simulation
