#include "telemetry/pod_scraper.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/time_text.h"
#include "model/metric.h"

namespace evenkeel::telemetry {
namespace {

constexpr std::array kMetrics{metric::kRequestRate,  metric::kErrorRate,   metric::kActiveRequests,
                              metric::kDurationMean, metric::kDurationP50, metric::kDurationP95,
                              metric::kDurationP99};
constexpr std::size_t kMostBytes = std::size_t{4} << 20;  // of an answer
constexpr Duration kTimeout = 5s;                         // beyond an interval: pods may be busy
constexpr Duration kConnectTimeout = 2s;
constexpr Duration kLongestPause = 15s;
constexpr std::size_t kMostAtOnce = 256;  // requests
constexpr std::int64_t kOldest = 10;      // intervals

bool isServing(const kubernetes::Pod& pod) {
  return pod.state.phase == PodPhase::Running && pod.state.ready.value_or(false) &&
         !pod.state.deleting;
}

}  // namespace

// One answer, as it comes.
struct PodScraper::Answer {
  explicit Answer(const std::string& path) : figures(path) {}

  int status = 0;
  Instant time{};
  RequestFiguresReader figures;
  std::optional<ExpositionReader> reader;
  Result<void> read;

  void begin(const io::HttpHead& head, Instant now) {
    status = head.status;
    time = now;
    const std::string* type = head.find("content-type");
    const bool isOpen = type != nullptr && type->starts_with("application/openmetrics-text");
    reader.emplace(isOpen ? ExpositionFormat::OpenMetrics : ExpositionFormat::Text,
                   RequestFiguresReader::wants,
                   [this](const ExposedSample& sample) { figures.take(sample); });
  }
  bool push(std::string_view data) {
    if (status == 200) read = reader->push(data);
    return status == 200 && read.has_value();
  }
  Result<void> end() {
    if (status != 200)
      return fail(ErrorKind::Unavailable, "", "answers with status " + std::to_string(status));
    return read ? reader->end() : read;
  }
};

PodScraper::PodScraper(io::EventLoop& loop, const kubernetes::ClusterInventory& inventory,
                       Duration interval, Wanted wanted)
    : timeline_(loop.timeline()),
      inventory_(inventory),
      interval_(interval),
      wanted_(std::move(wanted)),
      client_(loop, {.inFlight = kMostAtOnce, .connectionsPerHost = 1}) {}

PodScraper::~PodScraper() {
  timeline_.cancel(ticking_);
  for (auto& [uid, pod] : pods_) {
    timeline_.cancel(pod.asking);
    client_.cancel(pod.transfer);
  }
}

bool PodScraper::serves(std::string_view metric) {
  return std::find(kMetrics.begin(), kMetrics.end(), metric) != kMetrics.end();
}

bool PodScraper::subscribe(const Series& series) {
  if (!serves(series.metric)) return false;
  if (inventory_.component(series.asset) == nullptr || !wanted_(series.asset)) return false;
  Scraped& scraped = components_[series.asset];
  scraped.series.push_back({series.id, series.metric});
  scraped.told = Instant::min();
  componentOf_[series.id] = series.asset;
  if (ticking_ == TimerId{}) ticking_ = timeline_.at(timeline_.now(), [this] { tick(); });
  return true;
}

void PodScraper::unsubscribe(SeriesId series) {
  const auto component = componentOf_.extract(series);
  if (component.empty()) return;
  const auto scraped = components_.find(component.mapped());
  std::erase_if(scraped->second.series, [&](const Subscription& one) { return one.id == series; });
  if (scraped->second.series.empty()) components_.erase(scraped);
}

std::string PodScraper::lack(AssetId component) const {
  const auto scraped = components_.find(component);
  return scraped == components_.end() ? std::string() : scraped->second.lack;
}

std::string PodScraper::blindness() const {
  const ScrapedPod* one = nullptr;
  for (const auto& [uid, pod] : pods_) {
    if (!pod.failure) return {};
    one = &pod;
  }
  if (one == nullptr) return {};
  return "none of " + std::to_string(pods_.size()) + " endpoints can be read (" +
         one->failure->text() + "); pods' addresses may not be reachable from here";
}

void PodScraper::tick() {
  ticking_ = {};
  std::vector<Sample> samples;
  std::set<std::string> wanted;
  for (auto& [component, scraped] : components_) {
    follow(component, scraped);
    wanted.insert(scraped.pods.begin(), scraped.pods.end());
    sum(scraped, samples);
  }
  std::vector<std::string> gone;
  for (const auto& [uid, pod] : pods_) {
    if (!wanted.contains(uid)) gone.push_back(uid);
  }
  for (const std::string& uid : gone) drop(uid);
  if (sink_ != nullptr && !samples.empty())
    sink_->post(SamplesArrived{std::string(name()), std::move(samples)});
  if (!components_.empty())
    ticking_ = timeline_.at(timeline_.now() + interval_, [this] { tick(); });
}

void PodScraper::follow(AssetId component, Scraped& scraped) {
  scraped.pods.clear();
  scraped.noTarget.reset();
  if (!inventory_.isCurrent(component)) return;
  for (const kubernetes::Pod* pod : inventory_.pods(component)) {
    if (!isServing(*pod)) continue;
    scraped.pods.push_back(pod->meta.uid);
    const auto target = scrapeTargetOf(*pod);
    if (target) {
      follow(*pod, *target);
    } else {
      drop(pod->meta.uid);
      scraped.noTarget = target.error();
    }
  }
}

void PodScraper::follow(const kubernetes::Pod& pod, const ScrapeTarget& target) {
  const std::string& uid = pod.meta.uid;
  const auto known = pods_.find(uid);
  if (known != pods_.end() && known->second.target == target) return;
  drop(uid);
  ScrapedPod& fresh = pods_[uid];
  fresh.maker = pod.meta.controller ? pod.meta.controller->uid : std::string();
  fresh.target = target;
  askAt(uid, nextTurn(uid));
}

void PodScraper::drop(const std::string& uid) {
  const auto pod = pods_.extract(uid);
  if (pod.empty()) return;
  timeline_.cancel(pod.mapped().asking);
  client_.cancel(pod.mapped().transfer);
}

// Each has its own within an interval, so that not all are asked at once; it comes in half of an
// interval at the soonest, since little is counted between two readings that follow each other.
Instant PodScraper::nextTurn(const std::string& uid) const {
  const std::size_t part = std::hash<std::string>{}(uid) % 1000;
  const Duration phase = interval_ * static_cast<std::int64_t>(part) / 1000;
  const Instant now = timeline_.now();
  const Duration left = interval_ - (now - phase).time_since_epoch() % interval_;
  return now + (left < interval_ / 2 ? left + interval_ : left);
}

void PodScraper::askAt(const std::string& uid, Instant when) {
  pods_.at(uid).asking = timeline_.at(when, [this, uid] { ask(uid); });
}

void PodScraper::ask(const std::string& uid) {
  static const auto unchecked =
      std::make_shared<const io::TlsIdentity>(io::TlsIdentity{{}, {}, {}, {}, false});
  ScrapedPod& pod = pods_.at(uid);
  pod.asking = {};
  if (client_.inFlight() >= kMostAtOnce) return askAt(uid, nextTurn(uid));
  io::HttpRequest request;
  request.url = pod.target.url;
  request.headers = {
      "Accept: text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1",
      "User-Agent: evenkeel"};
  request.tls = unchecked;
  request.proxy = "";  // pods are reached from within alone, and are nobody else's business
  request.connectTimeout = kConnectTimeout;
  request.timeout = kTimeout;
  request.mostBytes = kMostBytes;
  const auto answer = std::make_shared<Answer>(pod.target.path);
  io::HttpReceiver receiver;
  receiver.head = [this, answer](const io::HttpHead& head) {
    answer->begin(head, timeline_.now());
  };
  receiver.data = [answer](std::string_view data) { return answer->push(data); };
  receiver.end = [this, uid, answer](const Result<void>& ended) { take(uid, *answer, ended); };
  pod.transfer = client_.receive(std::move(request), std::move(receiver));
  if (pod.transfer == io::TransferId{}) askAt(uid, nextTurn(uid));
}

void PodScraper::take(const std::string& uid, Answer& answer, const Result<void>& ended) {
  ScrapedPod& pod = pods_.at(uid);
  pod.transfer = {};
  const Result<void> read = ended ? answer.end() : ended;
  if (!read) {
    pod.failure = read.error();
    if (pod.failure->kind == ErrorKind::Invalid)
      pod.failure->where = pod.target.url + ", " + pod.failure->where;
    if (pod.failure->where.empty()) pod.failure->where = pod.target.url;
    pod.rates.reset();
    pod.pause = std::clamp(2 * pod.pause, interval_, std::max(interval_, kLongestPause));
  } else {
    pod.failure.reset();
    pod.pause = {};
    RequestFigures figures = answer.figures.result();
    pod.rates.reset();
    if (pod.last && answer.time > pod.last->time && !isOld(pod, answer.time))
      pod.rates = ratesBetween(pod.last->figures, figures, answer.time - pod.last->time);
    pod.last = Reading{std::move(figures), answer.time};
  }
  askAt(uid, nextTurn(uid) + pod.pause);
}

bool PodScraper::isOld(const ScrapedPod& pod, Instant now) const {
  return pod.last && now - pod.last->time > kOldest * interval_;
}

void PodScraper::sum(Scraped& scraped, std::vector<Sample>& samples) {
  std::vector<PodRates> rates;
  const Instant now = timeline_.now();
  Instant newest = Instant::min();
  for (const std::string& uid : scraped.pods) {
    const auto pod = pods_.find(uid);
    if (pod == pods_.end()) {
      rates.emplace_back();
      continue;
    }
    if (isOld(pod->second, now)) pod->second.rates.reset();
    rates.push_back({pod->second.maker, pod->second.rates});
    if (pod->second.rates) newest = std::max(newest, pod->second.last->time);
  }
  const auto figures = componentFigures(rates);
  scraped.lack = lackOf(scraped, figures);
  if (newest <= scraped.told) return;
  for (const Subscription& series : scraped.series) {
    const auto value = figures.find(series.metric);
    if (value == figures.end()) continue;
    samples.push_back({series.id, newest, interval_, value->second});
    scraped.told = newest;
  }
}

std::string PodScraper::lackOf(const Scraped& scraped,
                               const std::map<std::string_view, double>& figures) const {
  // Of durations there are none where nothing is asked for.
  const bool isWhole =
      std::all_of(scraped.series.begin(), scraped.series.end(), [&](const Subscription& series) {
        const bool mayBeNone =
            series.metric != metric::kRequestRate && series.metric != metric::kActiveRequests;
        return mayBeNone || figures.contains(series.metric);
      });
  if (isWhole) return {};
  if (scraped.pods.empty()) return "none of its pods is ready";
  const std::string all = std::to_string(scraped.pods.size());
  const Instant now = timeline_.now();
  std::size_t failed = 0;
  std::size_t old = 0;
  const Error* failure = nullptr;
  bool isSoon = false;
  for (const std::string& uid : scraped.pods) {
    const auto pod = pods_.find(uid);
    if (pod == pods_.end()) continue;
    if (pod->second.failure) {
      ++failed;
      failure = &*pod->second.failure;
    } else if (isOld(pod->second, now)) {
      ++old;
    } else {
      isSoon = isSoon || !pod->second.rates;
    }
  }
  if (failure != nullptr)
    return std::to_string(failed) + " of " + all + " pods cannot be read: " + failure->text();
  if (scraped.noTarget) return "its pods expose no metrics: " + scraped.noTarget->text();
  if (old > 0)
    return std::to_string(old) + " of " + all + " pods have not answered for " +
           durationText(kOldest * interval_);
  if (isSoon) return "the metrics of its pods have not been read twice yet";
  const bool counts = figures.contains(metric::kRequestRate);
  return "the metrics of its pods have none of " +
         (counts ? RequestFiguresReader::namesOfGauges() : RequestFiguresReader::namesOfFamilies());
}

}  // namespace evenkeel::telemetry
