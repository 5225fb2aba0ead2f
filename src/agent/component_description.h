// Which component of an application's description an asset is.
#pragma once

#include <string>
#include <string_view>

#include "model/application.h"

namespace evenkeel {

// `assetName`: "application/component". Null where the description has no such component.
inline const Component* componentDescription(const Application& application,
                                             const std::string& assetName) {
  const std::string_view name = std::string_view(assetName).substr(assetName.find('/') + 1);
  for (const Component& component : application.components) {
    if (component.name == name) return &component;
  }
  return nullptr;
}

}  // namespace evenkeel
