// How closely a simulated world looks at the load.
#pragma once

#include <cstdint>
#include <string_view>

namespace evenkeel::simulation {

enum class Detail : std::uint8_t {
  Requests,  // every request by itself
  Fluid,     // rates alone (fluid_flow.h): an estimate; how much faster: docs/fluid.md
};

constexpr std::string_view nameOf(Detail detail) {
  return detail == Detail::Fluid ? "fluid" : "requests";
}

}  // namespace evenkeel::simulation
