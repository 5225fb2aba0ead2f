#include "agent/guardrails.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/time_text.h"
#include "model/mechanism_names.h"

namespace evenkeel {
namespace {

enum class Move { Down, None, Up };

Move moveOf(Quantity from, Quantity to) {
  return to < from ? Move::Down : to > from ? Move::Up : Move::None;
}

bool isUnsafe(const KnobCapability& knob, Quantity to) {
  const Move move = moveOf(knob.current, to);
  if (move == Move::None) return false;
  if (knob.safe == SafeDirection::Up) return move == Move::Down;
  if (knob.safe == SafeDirection::Down) return move == Move::Up;
  return true;
}

Quantity clampTo(const KnobBounds& bounds, Quantity value) {
  return std::clamp(value, bounds.minimum, std::max(bounds.minimum, bounds.maximum));
}

// Multiples of the knob's step only, towards the value in force where it does not fit.
Quantity roundToStep(const KnobCapability& knob, Quantity value) {
  const std::int64_t step = std::max<std::int64_t>(1, knob.step.milli);
  const std::int64_t rest = value.milli % step;
  if (rest == 0) return value;
  const std::int64_t below = value.milli - (rest < 0 ? rest + step : rest);
  return Quantity{value.milli > knob.current.milli ? below : below + step};
}

// A share of a value is taken for whole where it is so but for rounding: 30 % of 10 leaves 3.
constexpr double kSlack = 1e-6;  // of a thousandth of a unit

Quantity limitStep(const KnobCapability& knob, const GuardrailLimits& limits, Quantity value) {
  const auto current = static_cast<double>(knob.current.milli);
  const std::int64_t step = std::max<std::int64_t>(1, knob.step.milli);
  const double base = std::max(current, static_cast<double>(step));  // so that zero can be left
  const std::int64_t highest =
      std::max(knob.current.milli + step,
               static_cast<std::int64_t>(std::floor(base * (1 + limits.maxStepUp) + kSlack)));
  const std::int64_t lowest =
      std::min(knob.current.milli - step,
               static_cast<std::int64_t>(std::ceil(current * (1 - limits.maxStepDown) - kSlack)));
  return roundToStep(knob, Quantity{std::clamp(value.milli, lowest, highest)});
}

class Judgement {
 public:
  Judgement(AssetId asset, const KnobCapability& knob, Quantity proposed)
      : asset_(asset), knob_(knob), value_(proposed) {}

  Quantity value() const { return value_; }
  bool unsafe() const { return isUnsafe(knob_, value_); }

  // `detail` is asked for the words where there is something to note: most decisions are as
  // allowed.
  template <class Detail>
  void change(Guardrail guardrail, Quantity to, const Detail& detail) {
    if (to == value_) return;
    notes_.push_back({guardrail, asset_, knob_.knob, value_, to, detail()});
    value_ = to;
  }
  template <class Detail>
  void hold(Guardrail guardrail, const Detail& detail) {
    change(guardrail, knob_.current, detail);
  }
  GuardedValue done() && { return {value_, std::move(notes_)}; }

 private:
  AssetId asset_;
  const KnobCapability& knob_;
  Quantity value_;
  std::vector<GuardNote> notes_;
};

void applyBounds(Judgement& judgement, const KnobContext& context) {
  if (!context.bounds) return;
  judgement.change(Guardrail::Bounds, clampTo(*context.bounds, judgement.value()), [&] {
    return fmt::format("allowed {} to {}", context.bounds->minimum.text(),
                       context.bounds->maximum.text());
  });
}

void applyStandard(Judgement& judgement, const KnobContext& context, const GuardrailLimits& limits,
                   Instant now) {
  const KnobCapability& knob = context.capability;
  if (!context.doubt.empty() && judgement.unsafe())
    judgement.hold(Guardrail::MissingData, [&] { return context.doubt; });
  if (knob.unit != "node") {
    judgement.change(Guardrail::Step, limitStep(knob, limits, judgement.value()), [&] {
      return fmt::format("at most +{:.0f} % or -{:.0f} % at once", limits.maxStepUp * 100,
                         limits.maxStepDown * 100);
    });
  }
  if (judgement.unsafe() && context.lastChange && now - *context.lastChange < limits.coolDown) {
    judgement.hold(Guardrail::CoolDown, [&] {
      return fmt::format("last changed {:.0f} s ago, cool-down {:.0f} s",
                         toSeconds(now - *context.lastChange), toSeconds(limits.coolDown));
    });
  }
  if (judgement.unsafe() && context.recentChanges >= limits.churnLimit) {
    judgement.hold(Guardrail::Churn, [&] {
      return fmt::format("the application was changed {} times within {}, the limit is {}",
                         context.recentChanges, durationText(limits.churnWindow),
                         limits.churnLimit);
    });
  }
}

}  // namespace

std::optional<KnobBounds> operatorBounds(const Component& component, std::string_view knob) {
  if (knob == knob::kReplicas) {
    return KnobBounds{Quantity::units(component.scaling.minReplicas),
                      Quantity::units(component.scaling.maxReplicas)};
  }
  if (knob == knob::kEnabled) {
    return KnobBounds{Quantity::units(component.optional ? 0 : 1), Quantity::units(1)};
  }
  if (!component.resourceBounds) return std::nullopt;
  const auto& [minimum, maximum] = *component.resourceBounds;
  if (knob == knob::kCpu) return KnobBounds{minimum.cpu, maximum.cpu};
  if (knob == knob::kMemory) return KnobBounds{minimum.memory, maximum.memory};
  return std::nullopt;
}

Quantity saferOf(const KnobCapability& knob, Quantity value, Quantity other) {
  switch (knob.safe) {
    case SafeDirection::Up:
      return std::max(value, other);
    case SafeDirection::Down:
      return std::min(value, other);
    case SafeDirection::None:
      break;
  }
  return other;
}

GuardedValue guardValue(const KnobContext& context, const GuardrailLimits& limits, Instant now,
                        AssetId asset, Quantity proposed) {
  const KnobCapability& knob = context.capability;
  Judgement judgement(asset, knob, proposed);
  const bool outside = context.bounds && clampTo(*context.bounds, knob.current) != knob.current;
  if (outside) {
    judgement.change(Guardrail::Bounds, clampTo(*context.bounds, knob.current),
                     [] { return "found outside its bounds, and brought back at once"; });
    return std::move(judgement).done();
  }
  if (context.rival)
    judgement.change(
        Guardrail::Precedence, saferOf(knob, judgement.value(), context.rival->value), [&] {
          return fmt::format("{} asks for {}", context.rival->policy, context.rival->value.text());
        });
  applyBounds(judgement, context);
  judgement.change(Guardrail::Capability,
                   roundToStep(knob, std::clamp(judgement.value(), knob.minimum,
                                                std::max(knob.minimum, knob.maximum))),
                   [&] {
                     return fmt::format("the mechanism can do {} to {} in steps of {}",
                                        knob.minimum.text(), knob.maximum.text(), knob.step.text());
                   });
  if (limits.profile == GuardrailProfile::Standard) applyStandard(judgement, context, limits, now);
  applyBounds(judgement, context);
  return std::move(judgement).done();
}

bool isPermitted(const Application& application, std::string_view mechanism) {
  for (const MechanismName& known : kMechanismNames) {
    if (known.name != mechanism) continue;
    const auto& permitted = application.permittedActions;
    return std::find(permitted.begin(), permitted.end(), known.action) != permitted.end();
  }
  return false;
}

}  // namespace evenkeel
