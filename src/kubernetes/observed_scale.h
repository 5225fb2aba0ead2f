// The mechanism `scale` of a cluster that is only observed: it says how many pods there are, so
// that policies can decide, and refuses every order.
#pragma once

#include "kubernetes/cluster_inventory.h"
#include "world/mechanism.h"

namespace evenkeel::kubernetes {

class ObservedScale final : public Mechanism {
 public:
  ObservedScale(const ClusterInventory& inventory, const Timeline& timeline)
      : inventory_(inventory), timeline_(timeline) {}

  std::string_view name() const override { return "scale"; }
  Concurrency concurrency() const override { return Concurrency::PerAsset; }
  void start(EventSink& sink) override { sink_ = &sink; }
  std::vector<KnobCapability> capabilities(AssetId asset) const override;
  Result<void> check(const Order& order) const override;
  void submit(const Order& order) override { refuse(order.id); }
  void cancel(ActionId action) override { refuse(action); }
  void observe(const Order& order) override { refuse(order.id); }

 private:
  void refuse(ActionId action);

  const ClusterInventory& inventory_;
  const Timeline& timeline_;
  EventSink* sink_ = nullptr;
};

}  // namespace evenkeel::kubernetes
