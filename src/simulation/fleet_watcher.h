// Who is told when pods, components and nodes change.
#pragma once

#include <cstdint>

namespace evenkeel::simulation {

class FleetWatcher {
 public:
  virtual ~FleetWatcher() = default;
  virtual void podChanged(std::uint32_t /*pod*/) {}
  virtual void podEnded(std::uint32_t /*pod*/) {}
  virtual void serviceChanged(std::uint32_t /*service*/) {}
  virtual void hostChanged(std::uint32_t /*host*/) {}
};

}  // namespace evenkeel::simulation
