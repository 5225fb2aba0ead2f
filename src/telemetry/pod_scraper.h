// Figures of requests from pods' own metrics, read every second: a source for components.
//
// Only pods of components that a series is subscribed of are asked, and of them those that are
// ready and not being deleted; they are found by the inventory, their endpoints by
// scrape_target.h. Each pod is asked by itself, one request at a time over one connection, spread
// over the interval; one that fails is asked more and more rarely, up to every 15 s, and delays no
// other. Requests are GETs, and by no proxy; certificates are not checked, since no secret is sent
// and pods are asked by their addresses.
//
// Once an interval the rates of a component's pods are summed (request_rates.h) and delivered under
// the time of the newest reading. A rate counts that ended ten intervals ago at most, and between
// two readings that lie no farther apart; an older one is not known. What is not known is not
// delivered; lack() says why. On the thread of the loop.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/event_loop.h"
#include "io/http_client.h"
#include "kubernetes/cluster_inventory.h"
#include "telemetry/request_rates.h"
#include "telemetry/scrape_target.h"
#include "world/metric_source.h"

namespace evenkeel::telemetry {

class PodScraper final : public MetricSource {
 public:
  // Whether a component's pods are to be asked, when a series of it is subscribed.
  using Wanted = std::function<bool(AssetId component)>;

  static bool serves(std::string_view metric);

  // Loop and inventory outlive it. interval > 0.
  PodScraper(io::EventLoop& loop, const kubernetes::ClusterInventory& inventory, Duration interval,
             Wanted wanted);
  ~PodScraper() override;
  PodScraper(const PodScraper&) = delete;
  PodScraper& operator=(const PodScraper&) = delete;

  std::string_view name() const override { return "pods"; }
  void start(EventSink& sink) override { sink_ = &sink; }
  bool subscribe(const Series& series) override;
  void unsubscribe(SeriesId series) override;
  Duration interval() const override { return interval_; }

  // Why figures of a component are not there, in words; empty: they are, or nobody wants them.
  std::string lack(AssetId component) const;
  // Why none of the endpoints can be read; empty: one can, or there is none.
  std::string blindness() const;

 private:
  struct Reading {
    RequestFigures figures;
    Instant time{};
  };
  struct ScrapedPod {
    std::string maker;
    ScrapeTarget target;
    std::optional<Reading> last;
    std::optional<RequestRates> rates;  // up to `last`
    std::optional<Error> failure;       // of the newest answer; absent: it was one, or is to come
    Duration pause{};                   // until the next request, after failures
    TimerId asking;
    io::TransferId transfer;
  };
  struct Subscription {
    SeriesId id;
    std::string metric;
  };
  struct Scraped {
    std::vector<Subscription> series;
    std::vector<std::string> pods;  // uids of those that are ready
    std::optional<Error> noTarget;  // of one of them; absent: each has one
    Instant told = Instant::min();  // time of the newest sample
    std::string lack;
  };
  struct Answer;

  void tick();
  void follow(AssetId component, Scraped& scraped);
  void follow(const kubernetes::Pod& pod, const ScrapeTarget& target);
  void drop(const std::string& uid);
  Instant nextTurn(const std::string& uid) const;
  bool isOld(const ScrapedPod& pod, Instant now) const;  // its newest reading
  void askAt(const std::string& uid, Instant when);
  void ask(const std::string& uid);
  void take(const std::string& uid, Answer& answer, const Result<void>& ended);
  void sum(Scraped& scraped, std::vector<Sample>& samples);
  std::string lackOf(const Scraped& scraped,
                     const std::map<std::string_view, double>& figures) const;

  Timeline& timeline_;
  const kubernetes::ClusterInventory& inventory_;
  const Duration interval_;
  const Wanted wanted_;
  io::HttpClient client_;
  EventSink* sink_ = nullptr;
  TimerId ticking_;
  std::map<AssetId, Scraped> components_;
  std::map<SeriesId, AssetId> componentOf_;
  std::map<std::string, ScrapedPod> pods_;  // by uid
};

}  // namespace evenkeel::telemetry
