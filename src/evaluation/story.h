// One decision as the log tells it: what was seen, proposed, changed, done, and what came of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "knowledge/record.h"

namespace evenkeel::evaluation {

// One knob that a decision spoke of.
struct StoryKnob {
  std::string mechanism;
  std::string asset;  // its name
  std::string knob;
  std::optional<Quantity> before;      // the value in force
  std::optional<Quantity> proposed;    // by the policy; absent: a guardrail's own doing
  std::optional<Quantity> allowed;     // by the guardrails; absent: nothing was left to do
  std::optional<ActionStatus> status;  // absent: never planned
  OutcomeKind outcome = OutcomeKind::Accepted;
  std::string detail;
  std::optional<Instant> ended;
  std::optional<Instant> ready;  // replicas: when as many pods as asked for were first seen ready
  std::optional<std::int32_t> readyNext;  // replicas: pods ready at the scope's next decision

  bool changed() const { return allowed && before != allowed && status.has_value(); }
};

// A figure of the application around the decision: in the last window before it, and in the last
// one of those after it.
struct StoryFigure {
  std::string name;  // as in record::Measured
  double before = 0;
  std::optional<double> after;
};

// Whether a component or an application goes by the name asked for: "shop/cart", "cart" or "shop";
// empty: all do.
bool isCalled(const std::string& scope, const std::string& asked);

struct Story {
  Instant time{};
  std::string scope;                 // the name of the asset decided for: "shop/cart"
  std::optional<Quantity> replicas;  // in force, where one component is decided for
  std::string policy;                // the call
  bool byFallback = false;
  std::string failure;  // why the policy itself did not decide
  Decision decision;
  std::vector<GuardNote> notes;
  std::vector<StoryKnob> knobs;
  std::vector<StoryFigure> figures;
  Duration watched{};  // how long after the decision the figures were taken

  bool changed() const;  // something was to be changed
};

// Decisions of one scope, one after the other, that changed nothing for the same cause: a
// guardrail, a metric that could not be read, a policy that failed.
struct HeldSpan {
  Story first;
  Instant until{};  // of its last decision
  std::uint64_t decisions = 1;
};

}  // namespace evenkeel::evaluation
