// The policy contract (DESIGN decision 2): policies answer, they never act.
//
// A policy is stateless; what it must remember is a value that it returns and gets back next time.
// decide() is a function of its arguments: no clock, no client, no global. It may be called from
// any thread, for many scopes at once. To add one: docs/adding/policy.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "model/decision.h"
#include "policy/snapshot.h"

namespace evenkeel {

enum class MetricOf : std::uint8_t { Pod, Component };

// A series that the policy needs of every pod, or of the component, in its scope.
struct MetricNeed {
  std::string metric;  // see model/metric.h
  MetricOf of = MetricOf::Pod;
  std::string container;  // of pods: one container only; empty: the whole pod
  Duration window{};      // how far back samples are kept; zero: the newest alone
  bool deciding = true;   // missing, stale or zero under traffic: knobs do not move unsafely
};

enum class PolicyScope : std::uint8_t { Component, Application };

struct PolicyNeeds {
  PolicyScope scope = PolicyScope::Component;
  std::vector<MetricNeed> metrics;
  std::vector<std::string> mechanisms;  // that its actions use
  Duration period = 15s;                // calls come at multiples of it
  // How long an answer may take, on the loop's time; then the fallback decides. Zero: it answers at
  // once, in well under a millisecond, on the loop's own thread.
  Duration deadline{};
  bool learns = false;
};

class Policy {
 public:
  virtual ~Policy() = default;
  virtual std::string_view name() const = 0;
  virtual const PolicyNeeds& needs() const = 0;
  // An error means that the fallback decides; the state stays as it was.
  virtual Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                                      RandomStream& random) const = 0;
};

}  // namespace evenkeel
