#include "program/policy_list.h"

#include "evaluation/bounds/clairvoyant.h"
#include "plugin/exec_policy.h"

namespace evenkeel::program {

const std::vector<PolicyKind>& policyList() {
  static const std::vector<PolicyKind> list = [] {
    std::vector<PolicyKind> all = policyCatalogue();
    all.push_back(
        {"exec", "A program of your own, in any language.",
         [] { return plugin::execSchema().describe(); },
         [](const Parameters& parameters, const std::string& where, std::span<const PolicyKind>) {
           return plugin::makeExecPolicy(parameters, where);
         }});
    all.push_back(evaluation::clairvoyantKind());
    return all;
  }();
  return list;
}

}  // namespace evenkeel::program
