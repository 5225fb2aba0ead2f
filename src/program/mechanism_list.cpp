#include "program/mechanism_list.h"

#include "model/plan.h"

namespace evenkeel::program {

const std::vector<MechanismInfo>& mechanismList() {
  static const std::vector<MechanismInfo> list{
      {"scale",
       "sets the number of pods",
       {{knob::kReplicas, "1", "scaling.minReplicas to maxReplicas"}}},
      {"resize",
       "sets the size of the pods in place",
       {{knob::kCpu, "cores", "resourceBounds, in thousandths"},
        {knob::kMemory, "bytes", "resourceBounds"}}},
      {"brownout", "switches an optional component off or on", {{knob::kEnabled, "1", "0 or 1"}}},
      {"deploy",
       "starts a component that has no pods",
       {{knob::kReplicas, "1", "scaling.minReplicas to maxReplicas"}}},
      {"remove", "ends all pods of a component", {{knob::kReplicas, "1", "0"}}},
      {"move",
       "brings the pods to one node",
       {{knob::kNode, "node", "nodes that the placement allows"}}},
  };
  return list;
}

const std::vector<std::string_view>& mechanismsNotOffered() {
  static const std::vector<std::string_view> list{"change-spec"};
  return list;
}

}  // namespace evenkeel::program
