// The authority of an agent that may not act on a cluster.
#pragma once

#include "world/authority.h"

namespace evenkeel::kubernetes {

class Observing final : public Authority {
 public:
  void start(EventSink& sink) override { sink.post(GrantChanged{{false, 0, "nobody"}}); }
};

}  // namespace evenkeel::kubernetes
