// What a policy answers: a plan as data, reasons as data, and what it expects of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "model/plan.h"

namespace evenkeel {

// One thing that led to a decision. `code` is a stable word (an HPA condition reason, say); the
// sentence a person reads is made from it by view/, so a reason holds no prose of its own.
struct Reason {
  std::string code;
  std::string subject;             // metric, knob or component that it speaks of; may be empty
  std::optional<double> observed;  // in the metric's unit
  std::optional<double> target;
  std::optional<double> proposal;  // what this reason alone would have led to
  friend bool operator==(const Reason&, const Reason&) = default;
};

// What the policy expects, for the record and for what watches it. Absent: not predicted.
struct Effect {
  std::optional<double> responseTime;  // seconds, of the first target's statistic
  std::optional<double> utilization;   // 0..1
  std::optional<double> requestRate;   // requests/s over the horizon
  Duration horizon{};
  friend bool operator==(const Effect&, const Effect&) = default;
};

struct Decision {
  // A setting of the value in force insists on it, against other policies; none at all: no wish.
  std::vector<Action> actions;
  std::vector<Reason> reasons;
  Effect effect;
  Duration validFor = 60s;  // the plan expires this long after it was decided
};

// Versioned and serialised by the policy itself. Empty: none yet. A policy that is given a state it
// cannot read starts anew and says so in a reason ("state-reset").
struct PolicyState {
  std::uint32_t version = 0;
  std::string bytes;
  friend bool operator==(const PolicyState&, const PolicyState&) = default;
};

struct PolicyAnswer {
  Decision decision;
  PolicyState state;
  // Until when the answer would be the same again, were it not carried out and did nothing change
  // but time. In a run of which only the outcome is wanted the policy is not asked until then
  // (LoopConfig::rests), and the next snapshot says when it would have been. As here: it is asked.
  // Whoever passes on another's answer says this for itself.
  Instant standsUntil = Instant::min();
};

enum class Guardrail : std::uint8_t {
  Bounds,
  MissingData,
  Step,
  CoolDown,
  Churn,
  Permission,
  Capability,
  Authority,
  Precedence
};

// What a guardrail changed of one knob. `after` equal to the value in force: nothing is done.
struct GuardNote {
  Guardrail guardrail = Guardrail::Bounds;
  AssetId asset;
  std::string knob;
  Quantity before;
  Quantity after;
  std::string detail;  // which bound, which metric, until when
};

}  // namespace evenkeel
