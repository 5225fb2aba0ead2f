#include "toys/toy_world.h"

namespace evenkeel::toys {

constexpr AssetId kApplication{1};

PoolInventory::PoolInventory(const Timeline& timeline, WorkerPool& pool, std::int32_t maxWorkers)
    : timeline_(timeline), pool_(pool) {
  Component workers;
  workers.name = "workers";
  workers.scaling.maxReplicas = maxWorkers;
  application_.name = "toy";
  application_.components = {workers};
  application_.permittedActions = {PermittedAction::Scale};
}

void PoolInventory::watch(EventSink& sink) {
  sink_ = &sink;
  Asset application;
  application.id = kApplication;
  application.kind = AssetKind::Application;
  application.name = application_.name;
  application.state = ApplicationState{};
  sink.post(AssetObserved{application});
  report();
  pool_.changed = [this] { report(); };
  sink.post(InventorySynced{});
}

const Application* PoolInventory::description(AssetId application) const {
  return application == kApplication ? &application_ : nullptr;
}

void PoolInventory::report() {
  ComponentState state;
  state.replicas = state.statusReplicas = state.readyReplicas = pool_.workers;
  sink_->post(AssetObserved{{pool_.asset,
                             AssetKind::Component,
                             "toy/workers",
                             kApplication,
                             {},
                             ++generation_,
                             timeline_.now(),
                             state}});
}

void PoolMetrics::start(EventSink& sink) {
  sink_ = &sink;
  scrape();
}

bool PoolMetrics::subscribe(const Series& series) {
  if (series.metric != metric::kRequestRate) return false;
  series_ = series.id;
  return true;
}

void PoolMetrics::unsubscribe(SeriesId series) {
  if (series == series_) series_ = {};
}

void PoolMetrics::scrape() {
  if (series_) sink_->post(SamplesArrived{"pool", {{series_, timeline_.now(), interval(), rate_}}});
  timeline_.at(timeline_.now() + interval(), [this] { scrape(); });
}

PoolWorld::PoolWorld(std::int32_t maxWorkers) : inventory_(timeline, pool, maxWorkers) {}

}  // namespace evenkeel::toys
