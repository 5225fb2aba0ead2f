// First seam of a world: the objects that exist, listed and watched.
//
// After watch() the inventory posts AssetObserved for every object that exists, then
// InventorySynced, then AssetObserved and AssetRemoved as things change. Owners are posted before
// what they own. One watcher.
#pragma once

#include "model/application.h"
#include "model/event.h"

namespace evenkeel {

class Inventory {
 public:
  virtual ~Inventory() = default;
  // The sink outlives the inventory.
  virtual void watch(EventSink& sink) = 0;
  // The description behind an application that has been observed; null where there is none.
  virtual const Application* description(AssetId application) const = 0;
};

}  // namespace evenkeel
