// The simulated world's telemetry: every subscribed series is scraped at the scenario's interval
// and arrives after its delay, unless it is lost or a fault has its way with it.
//
// As a real pipeline does: a pod has no rate before its second scrape and no value while its
// container does not run; there is no response time where nothing was answered. Faults: missing
// (not delivered; all missing: the source reports that it failed), zero, stale (the last sample
// again), late (delivered when the fault ends), doubled (delivered twice).
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "simulation/active_faults.h"
#include "simulation/asset_ids.h"
#include "simulation/flow.h"
#include "simulation/simulated_timeline.h"
#include "simulation/traffic_meter.h"
#include "simulation/usage.h"
#include "world/metric_source.h"

namespace evenkeel::simulation {

class SimulatedMetrics final : public MetricSource {
 public:
  // Meters in the order of the state's services and applications.
  struct Meters {
    std::vector<TrafficMeter> services;
    std::vector<TrafficMeter> applications;
  };

  SimulatedMetrics(const Scenario& scenario, State& state, Flow& flow, const AssetIds& ids,
                   SimulatedTimeline& timeline, const ActiveFaults& faults, Meters& meters);

  std::string_view name() const override { return "simulated"; }
  void start(EventSink& sink) override;
  bool subscribe(const Series& series) override;
  void unsubscribe(SeriesId series) override;
  // A millisecond at least.
  Duration interval() const override { return std::max<Duration>(telemetry_.scrapeInterval, 1ms); }

  // From now on, once an interval.
  void begin();
  void disconnect();

 private:
  struct Subscription {
    Series series;
    RandomStream loss;           // of this asset and metric alone
    std::optional<Sample> last;  // as it was delivered or lost
  };
  struct Usage {
    Nanoseconds time = 0;
    double busy = 0;  // core-ns
  };

  std::string nameOf(const Subject& subject) const;
  void scrape();
  std::optional<double> read(const Series& series, const Subject& subject);
  std::optional<double> readPod(const Series& series, std::uint32_t index);
  std::optional<double> readHost(const Series& series, std::uint32_t index);
  std::optional<double> readTraffic(std::string_view metric, const Traffic& traffic,
                                    const TrafficWindow& window) const;
  std::optional<double> rate(const Usage* before, double busy) const;
  void deliver(Subscription& subscription, const Sample& sample, Instant now);
  void send(Instant when, std::vector<Sample> samples);

  const Telemetry telemetry_;
  State& state_;
  Flow& flow_;
  const AssetIds& ids_;
  SimulatedTimeline& timeline_;
  const ActiveFaults& faults_;
  Meters& meters_;
  const std::uint64_t seed_;
  EventSink* sink_ = nullptr;
  std::map<SeriesId, Subscription> subscriptions_;
  std::unordered_map<std::uint64_t, Usage> podUsage_;  // by pod number, at the last scrape
  std::vector<double> hostBusy_;                       // core-ns, now
  std::vector<Usage> hostUsage_;                       // at the last scrape
  Nanoseconds lastScrape_ = 0;
  std::map<Instant, std::vector<Sample>> outgoing_;  // of the current scrape, by arrival
};

}  // namespace evenkeel::simulation
