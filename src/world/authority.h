// Fourth seam of a world: who may act (a lease, with an epoch).
//
// After start() the authority posts GrantChanged with what holds now and whenever that changes.
#pragma once

#include "model/event.h"

namespace evenkeel {

class Authority {
 public:
  virtual ~Authority() = default;
  virtual void start(EventSink& sink) = 0;
};

}  // namespace evenkeel
