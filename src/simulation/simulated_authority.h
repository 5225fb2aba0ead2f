// The simulated world's authority: granted from the start with epoch 1; a fault takes it away, and
// what comes back after it has the next epoch.
#pragma once

#include "world/authority.h"

namespace evenkeel::simulation {

class SimulatedAuthority final : public Authority {
 public:
  void start(EventSink& sink) override {
    sink_ = &sink;
    post();
  }
  void disconnect() { sink_ = nullptr; }

  void lose() {
    grant_.mayAct = false;
    post();
  }
  void regain() {
    grant_.mayAct = true;
    ++grant_.epoch;
    post();
  }

 private:
  void post() {
    if (sink_ != nullptr) sink_->post(GrantChanged{grant_});
  }

  Grant grant_{true, 1, "evenkeel"};
  EventSink* sink_ = nullptr;
};

}  // namespace evenkeel::simulation
