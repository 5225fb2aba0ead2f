// The mechanisms that every world offers under the same names, and their knobs (a test compares
// them with the simulated world).
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

// What an application's permitted actions may name although no world does it yet.
const std::vector<std::string_view>& mechanismsNotOffered();

}  // namespace evenkeel::program
