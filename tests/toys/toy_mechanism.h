// A toy mechanism: turns the number of workers of a pool. Walked through in
// docs/adding/mechanism.md.
#pragma once

#include <functional>
#include <map>

#include "base/timeline.h"
#include "world/mechanism.h"

namespace evenkeel::toys {

// What the mechanism acts on.
struct WorkerPool {
  AssetId asset;
  std::int32_t workers = 1;
  std::function<void()> changed = [] {};
};

class PoolScale final : public Mechanism {
 public:
  PoolScale(const Timeline& timeline, WorkerPool& pool) : timeline_(timeline), pool_(pool) {}

  std::string_view name() const override { return "scale"; }
  Concurrency concurrency() const override { return Concurrency::PerAsset; }
  void start(EventSink& sink) override { sink_ = &sink; }
  std::vector<KnobCapability> capabilities(AssetId asset) const override;
  Result<void> check(const Order& order) const override;
  void submit(const Order& order) override;
  void cancel(ActionId action) override;
  void observe(const Order& order) override;

 private:
  Outcome carryOut(const Order& order);

  const Timeline& timeline_;
  WorkerPool& pool_;
  EventSink* sink_ = nullptr;
  std::uint64_t epoch_ = 0;
  std::map<ActionId, Outcome>
      outcomes_;  // of the orders of one run; a long-lived one forgets old ones
};

}  // namespace evenkeel::toys
