// Guardrails: what stands between a proposal and an action (DESIGN decision 4).
//
// Order of precedence: operator bounds, missing data, step, cool-down, churn; bounds are clamped
// again last. A value found outside its bounds goes to the bound at once, whatever the metrics say.
// Profile `parity` keeps the bounds alone. In every profile hold: permitted actions, what a
// mechanism can do, and that of several policies' wishes for one knob the safest counts (most
// replicas), or the first policy's where no way is safe. This is where a scale-down is held back.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agent/metric_health.h"
#include "model/application.h"
#include "model/capability.h"
#include "model/decision.h"

namespace evenkeel {

// The range that the operator allows for a knob of a component.
struct KnobBounds {
  Quantity minimum;
  Quantity maximum;
};
std::optional<KnobBounds> operatorBounds(const Component& component, std::string_view knob);

// What another policy asks for of the same knob.
struct Rival {
  std::string policy;
  Quantity value;
};
// The safer of two values; `other` where no way is safe.
Quantity saferOf(const KnobCapability& knob, Quantity value, Quantity other);

// What is known of one knob when a proposal for it arrives.
struct KnobContext {
  KnobCapability capability;
  std::optional<KnobBounds> bounds;
  Doubt doubt;                        // about the metrics that the proposal stands on
  std::optional<Rival> rival;         // the strongest of them
  std::optional<Instant> lastChange;  // of this knob, by us
  std::int32_t recentChanges = 0;     // of the application's knobs, within the churn window
};

struct GuardedValue {
  Quantity value;  // equal to capability.current: hold
  std::vector<GuardNote> notes;
};

GuardedValue guardValue(const KnobContext& context, const GuardrailLimits& limits, Instant now,
                        AssetId asset, Quantity proposed);

// Whether the application's owner permits actions of that mechanism.
bool isPermitted(const Application& application, std::string_view mechanism);

}  // namespace evenkeel
