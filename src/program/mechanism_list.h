// The mechanisms that every world offers under the same names, and their knobs.
#pragma once

#include <string_view>
#include <vector>

namespace evenkeel::program {

struct KnobInfo {
  std::string_view name;
  std::string_view unit;
  std::string_view range;  // where it is set in the application's description
};

struct MechanismInfo {
  std::string_view name;
  std::string_view title;
  std::vector<KnobInfo> knobs;  // at least one
};

const std::vector<MechanismInfo>& mechanismList();

}  // namespace evenkeel::program
