#include "policy/scaling/static_policy.h"

#include <algorithm>

#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "policy/scaling/scale_action.h"

namespace evenkeel {
namespace {

class StaticPolicy final : public Policy {
 public:
  explicit StaticPolicy(const StaticParameters& parameters) : replicas_(parameters.replicas) {
    if (replicas_) needs_.mechanisms = {"scale"};
  }

  std::string_view name() const override { return "static"; }
  const PolicyNeeds& needs() const override { return needs_; }

  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream&) const override {
    PolicyAnswer answer{{}, state, Instant::max()};
    if (!replicas_ || snapshot.components.empty()) return answer;
    const ComponentView& component = snapshot.components.front();
    const ScalingBounds& bounds = component.description->scaling;
    const std::int32_t wanted =
        std::max(bounds.minReplicas, std::min(*replicas_, bounds.maxReplicas));
    Reason reason;
    reason.code = "fixed";
    reason.proposal = wanted;
    answer.decision.reasons.push_back(reason);
    answer.decision.actions.push_back(scaleTo(component, wanted));
    return answer;
  }

 private:
  std::optional<std::int32_t> replicas_;
  PolicyNeeds needs_;
};

}  // namespace

const Schema<StaticParameters>& staticSchema() {
  using namespace schema;
  static const Schema<StaticParameters> schema =
      Record<StaticParameters>("Changes nothing, or keeps a fixed number of replicas.")
          .field("replicas", &StaticParameters::replicas,
                 optional(integer<std::int32_t>({.minimum = 0, .maximum = 1'000'000})),
                 "Kept within the component's bounds; without it the number stays as it is.",
                 {.example = "4"});
  return schema;
}

Result<std::unique_ptr<Policy>> makeStaticPolicy(const StaticParameters& parameters) {
  return std::make_unique<StaticPolicy>(parameters);
}

}  // namespace evenkeel
