#include "kubernetes/observed_scale.h"

#include <limits>
#include <string>

namespace evenkeel::kubernetes {
namespace {

const char* const kOnlyObserved = "this cluster is only observed";

}  // namespace

std::vector<KnobCapability> ObservedScale::capabilities(AssetId asset) const {
  const auto* component = inventory_.component(asset);
  if (component == nullptr) return {};
  KnobCapability replicas;
  replicas.mechanism = name();
  replicas.knob = std::string(knob::kReplicas);
  replicas.unit = "1";
  replicas.maximum = Quantity::units(std::numeric_limits<std::int32_t>::max());
  replicas.step = Quantity::units(1);
  replicas.current = Quantity::units(component->workload.state.replicas);
  replicas.safe = SafeDirection::Up;
  return {replicas};
}

Result<void> ObservedScale::check(const Order&) const {
  return fail(ErrorKind::Refused, "scale", kOnlyObserved);
}

void ObservedScale::refuse(ActionId action) {
  if (sink_ != nullptr)
    sink_->post(
        OutcomeArrived{{action, OutcomeKind::NeverPossible, timeline_.now(), kOnlyObserved}});
}

}  // namespace evenkeel::kubernetes
