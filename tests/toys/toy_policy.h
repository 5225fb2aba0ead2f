// A toy policy: one replica for every so many requests per second. Walked through in
// docs/adding/policy.md.
#pragma once

#include <memory>

#include "base/result.h"
#include "base/schema.h"
#include "policy/policy.h"

namespace evenkeel::toys {

struct PerRateParameters {
  double requests = 100;  // requests/s that one replica is good for; > 0
};

const Schema<PerRateParameters>& perRateSchema();
Result<std::unique_ptr<Policy>> makePerRatePolicy(const PerRateParameters& parameters);

class PerRate final : public Policy {
 public:
  explicit PerRate(double requestsPerReplica);  // requests/s that one replica is good for; > 0

  std::string_view name() const override { return "per-rate"; }
  const PolicyNeeds& needs() const override { return needs_; }
  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream& random) const override;

 private:
  double requestsPerReplica_;
  PolicyNeeds needs_;
};

}  // namespace evenkeel::toys
