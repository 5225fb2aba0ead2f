#include "toys/toy_policy.h"

#include <cmath>

#include "base/schema_record.h"
#include "base/schema_scalars.h"

namespace evenkeel::toys {

PerRate::PerRate(double requestsPerReplica) : requestsPerReplica_(requestsPerReplica) {
  needs_.scope = PolicyScope::Component;
  needs_.metrics = {{std::string(metric::kRequestRate), MetricOf::Component, {}, 60s, true}};
  needs_.mechanisms = {"scale"};
  needs_.period = 15s;
}

Result<PolicyAnswer> PerRate::decide(const Snapshot& snapshot, const PolicyState& state,
                                     RandomStream&) const {
  const ComponentView& component = snapshot.components[0];
  const Window* rates = component.metrics[0];
  const auto rate = rates == nullptr ? std::nullopt : rates->mean(snapshot.now - 60s);

  PolicyAnswer answer{{}, state};
  if (!rate) {
    answer.decision.reasons.push_back(
        {"no-samples", std::string(metric::kRequestRate), {}, {}, {}});
    return answer;  // no wish
  }
  const double wanted = std::ceil(*rate / requestsPerReplica_);
  answer.decision.reasons.push_back(
      {"rate", std::string(metric::kRequestRate), *rate, requestsPerReplica_, wanted});
  answer.decision.actions.push_back({"scale",
                                     component.id,
                                     {{std::string(knob::kReplicas), Quantity::fromDouble(wanted)}},
                                     {},
                                     component.generation});
  return answer;
}

const Schema<PerRateParameters>& perRateSchema() {
  using namespace schema;
  static const Schema<PerRateParameters> schema =
      Record<PerRateParameters>("One replica for every so many requests per second.")
          .field("requests", &PerRateParameters::requests,
                 number({.minimum = 0, .exclusiveMinimum = true}), "That one replica is good for.",
                 {.unit = "requests/s"});
  return schema;
}

Result<std::unique_ptr<Policy>> makePerRatePolicy(const PerRateParameters& parameters) {
  return std::make_unique<PerRate>(parameters.requests);
}

}  // namespace evenkeel::toys
