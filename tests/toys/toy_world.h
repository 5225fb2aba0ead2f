// A toy world: one pool of workers in this process, and the rate at which it gets work. Walked
// through in docs/adding/world.md.
#pragma once

#include "base/virtual_timeline.h"
#include "toys/toy_mechanism.h"
#include "world/world.h"

namespace evenkeel::toys {

// First seam: what exists. The pool is a component of an application.
class PoolInventory final : public Inventory {
 public:
  PoolInventory(const Timeline& timeline, WorkerPool& pool, std::int32_t maxWorkers);
  void watch(EventSink& sink) override;
  const Application* description(AssetId application) const override;

 private:
  void report();

  const Timeline& timeline_;
  WorkerPool& pool_;
  Application application_;
  EventSink* sink_ = nullptr;
  std::int64_t generation_ = 0;
};

// Second seam: what is measured. One series: requests per second.
class PoolMetrics final : public MetricSource {
 public:
  PoolMetrics(Timeline& timeline, const double& rate) : timeline_(timeline), rate_(rate) {}
  std::string_view name() const override { return "pool"; }
  void start(EventSink& sink) override;
  bool subscribe(const Series& series) override;
  void unsubscribe(SeriesId series) override;
  Duration interval() const override { return 10s; }

 private:
  void scrape();

  Timeline& timeline_;
  const double& rate_;
  EventSink* sink_ = nullptr;
  SeriesId series_;
};

// Fourth seam: nobody else may act here.
class SoleAuthority final : public Authority {
 public:
  void start(EventSink& sink) override { sink.post(GrantChanged{{true, 1, "me"}}); }
};

class PoolWorld {
 public:
  explicit PoolWorld(std::int32_t maxWorkers);
  World world() { return {timeline, inventory_, {&metrics_}, {&scale_}, authority_}; }

  VirtualTimeline timeline;  // fifth seam; a real world would use a real clock
  WorkerPool pool{AssetId{2}};
  double rate = 0;  // requests/s

 private:
  PoolInventory inventory_;
  PoolMetrics metrics_{timeline, rate};
  PoolScale scale_{timeline, pool};
  SoleAuthority authority_;
};

}  // namespace evenkeel::toys
