// Third seam of a world: what acts (DESIGN decision 3).
//
// submit() returns at once; outcomes follow as OutcomeArrived events, the last of them final. An
// order whose id was seen before is not carried out again: its outcome is reported again. An order
// whose epoch is lower than one seen, whose deadline has passed, or whose generation is not the
// asset's any more is refused by an outcome.
//
// Actions of one plan carry the generation they were all decided on, and the first of them raises
// it. That must not refuse its siblings: an order is also current where, since its generation, none
// but orders of its own plan (ActionId::plan) have changed the asset, through whichever mechanism.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/capability.h"
#include "model/event.h"
#include "model/plan.h"

namespace evenkeel {

// Per asset: independent actions on different assets may run at once. Singleton: one action at a
// time over all assets (paper 003 §8.1.5).
enum class Concurrency : std::uint8_t { PerAsset, Singleton };

class Mechanism {
 public:
  virtual ~Mechanism() = default;
  virtual std::string_view name() const = 0;
  virtual Concurrency concurrency() const = 0;
  // Once, before any order. The sink outlives the mechanism.
  virtual void start(EventSink& sink) = 0;
  // Empty: it cannot act on that asset.
  virtual std::vector<KnobCapability> capabilities(AssetId asset) const = 0;
  // Whether an order would be taken now; changes nothing.
  virtual Result<void> check(const Order& order) const = 0;
  virtual void submit(const Order& order) = 0;
  // Best effort; an outcome follows in any case.
  virtual void cancel(ActionId action) = 0;
  // Posts the outcome of an order as far as the world can tell (after a crash: what became of it).
  virtual void observe(const Order& order) = 0;
};

}  // namespace evenkeel
