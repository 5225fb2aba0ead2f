// The mechanisms by name, and what an owner permits by naming one: the same names in every world.
#pragma once

#include <array>
#include <string_view>

#include "model/application.h"

namespace evenkeel {

struct MechanismName {
  std::string_view name;
  PermittedAction action;
  bool simulated;  // offered by the simulated world
};

inline constexpr std::array<MechanismName, 12> kMechanismNames{{
    {"scale", PermittedAction::Scale, true},
    {"resize", PermittedAction::Resize, true},
    {"brownout", PermittedAction::Brownout, true},
    {"deploy", PermittedAction::Deploy, true},
    {"remove", PermittedAction::Remove, true},
    {"move", PermittedAction::Move, true},
    {"change-spec", PermittedAction::ChangeSpec, false},
    {"change-image", PermittedAction::ChangeImage, false},
    {"change-runtime-class", PermittedAction::ChangeRuntimeClass, false},
    {"change-cpu-set", PermittedAction::ChangeCpuSet, false},
    {"redirect-traffic", PermittedAction::RedirectTraffic, false},
    {"accelerate", PermittedAction::Accelerate, false},
}};

}  // namespace evenkeel
