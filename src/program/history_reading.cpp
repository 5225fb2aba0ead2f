#include "program/history_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/time_text.h"
#include "io/event_loop.h"
#include "program/cluster_workloads.h"
#include "program/terminal.h"
#include "telemetry/container_usage.h"
#include "telemetry/kube_state.h"
#include "telemetry/prometheus_client.h"

namespace evenkeel::program {
namespace {

using telemetry::SampledSeries;
using telemetry::TimeGrid;

constexpr Duration kGlance = 100ms;  // between two looks for an interrupt
constexpr Duration kPatience = 60s;  // with the cluster
constexpr Duration kDay = std::chrono::hours(24);
constexpr double kPoints = 4'000'000;   // of an answer; a Prometheus takes 50 million by default
constexpr std::size_t kSteps = 11'000;  // of a series in an answer, which is its limit
constexpr double kMostAmount = 1e18;    // cores or bytes; beyond it nothing is meant
constexpr std::size_t kMostHeld = 250'000'000;  // numbers of histories: a gigabyte or so
constexpr std::size_t kMostNames = 4'000'000;   // of pods and such: likewise

class Reading {
 public:
  explicit Reading(const HistoryQuery& query)
      : query_(query), client_(loop_, query.prometheus), state_(query.space) {
    grid_ = telemetry::gridUntil(loop_.timeline().wall(), query.length, query.step);
    // Peaks of the days that end with the history, not of those of a calendar.
    days_.step = std::min(kDay, query.length);
    days_.count = static_cast<std::size_t>(query.length / days_.step);
    days_.first = last() - days_.step * static_cast<std::int64_t>(days_.count - 1);
  }

  Result<ReadHistory> run() {
    askFirst();
    glance();
    loop_.run();
    if (failure_) return tl::unexpected(std::move(*failure_));
    read_.grid = grid_;
    return std::move(read_);
  }

 private:
  void glance() {
    if (interrupted()) return end(Error{ErrorKind::Unavailable, "", "interrupted", ""});
    loop_.timeline().at(loop_.timeline().now() + kGlance, [this] { glance(); });
  }

  void end(std::optional<Error> failure) {
    if (!failure_) failure_ = std::move(failure);
    ended_ = true;
    loop_.stop();
  }

  // What is not there yet. Once all of it is: `next`.
  void await(std::size_t answers, void (Reading::*next)()) {
    waiting_ = answers;
    next_ = next;
  }

  telemetry::PrometheusClient::Done answered() {
    return [this](telemetry::QueryResult<telemetry::PrometheusClient::Warnings> result) {
      if (ended_) return;
      if (!result) return end(wordOf(std::move(result.error().error)));
      for (std::string& warning : *result) note("the Prometheus warns: " + std::move(warning));
      if (--waiting_ == 0) (this->*next_)();
    };
  }

  // Before it has said a word there is no Prometheus at that URL, unless it is said what else it
  // is.
  Error wordOf(Error error) const {
    if (error.kind == ErrorKind::Unavailable && error.valid.empty() && !heard_) {
      error.kind = ErrorKind::Invalid;
      error.valid = "the URL of a Prometheus that answers";
    }
    return error;
  }

  Error tooMuch() const {
    return {ErrorKind::Invalid, "",
            fmt::format("{} workloads and their containers over {} steps are too much to hold",
                        known_.size(), grid_.count),
            fmt::format("a longer --step, a shorter --history, or one namespace (-n): at most {} "
                        "million numbers",
                        kMostHeld / 1'000'000)};
  }

  void takeState(const SampledSeries& series) {
    if (ended_) return;
    state_.take(series);
    if (state_.size() > kMostNames)
      end(Error{ErrorKind::Invalid, query_.prometheus.url,
                fmt::format("tells of more than {} million pods, containers and the like",
                            kMostNames / 1'000'000),
                "a shorter --history, or one namespace (-n)"});
  }

  void note(std::string text) {
    if (std::find(read_.notes.begin(), read_.notes.end(), text) == read_.notes.end())
      read_.notes.push_back(std::move(text));
  }

  WallTime last() const { return grid_.at(grid_.count - 1); }
  TimeGrid now() const { return {last(), grid_.step, 1}; }

  // How the labels are spelt, and whether there is kube-state-metrics.
  void askFirst() {
    const auto spellings = telemetry::usageLabels();
    const auto questions = telemetry::KubeState::questions(query_.length);
    counts_.assign(spellings.size(), 0);
    const bool told = !query_.clusterNamed;
    await(spellings.size() + (told ? questions.size() : 0), &Reading::choose);
    for (std::size_t i = 0; i < spellings.size(); ++i)
      client_.ask(
          usageCountQuestion(spellings[i], query_.space), now(),
          [this, i](const SampledSeries& series) {
            if (!series.points.empty()) counts_[i] = series.points.back().value;
          },
          answered());
    if (!told) return;
    for (const std::string& question : questions)
      client_.ask(
          question, now(), [this](const SampledSeries& series) { takeState(series); }, answered());
  }

  void choose() {
    heard_ = true;
    const auto found = std::max_element(counts_.begin(), counts_.end());
    if (*found <= 0)
      return end(Error{ErrorKind::Invalid, query_.prometheus.url,
                       "has no container_cpu_usage_seconds_total of containers" +
                           (query_.space.empty() ? "" : " in namespace " + query_.space) +
                           " in the last hour",
                       "a Prometheus that scrapes cAdvisor or the kubelets (/metrics/cadvisor)"});
    labels_ = telemetry::usageLabels()[static_cast<std::size_t>(found - counts_.begin())];
    count_ = *found;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      const telemetry::UsageLabels& other = telemetry::usageLabels()[i];
      if (counts_[i] > 0 && (other.without == labels_.pod || labels_.without == other.pod))
        note(fmt::format("{:.0f} containers whose pod is in the label {}, not in {}, are left out",
                         counts_[i], other.pod, labels_.pod));
    }
    known_ = state_.workloads();
    if (known_.empty()) return askCluster();
    owners_ = state_.owners();
    read_.source = "kube-state-metrics";
    askScrapes();
  }

  void askCluster() {
    if (!query_.cluster) {
      Error error = query_.cluster.error();
      error.what =
          "the Prometheus has no kube-state-metrics to tell of workloads, and of a cluster: " +
          (error.where.empty() ? "" : error.where + ": ") + error.what;
      error.where = query_.prometheus.url;
      return end(std::move(error));
    }
    look_ = askWorkloads(loop_, *query_.cluster, query_.space, kPatience,
                         [this](Result<ClusterWorkloads> found) {
                           if (ended_) return;
                           if (!found) return end(std::move(found.error()));
                           known_ = std::move(found->workloads);
                           owners_ = std::move(found->owners);
                           for (std::string& one : found->unseen) note(std::move(one));
                           read_.source = "the cluster " + query_.cluster->name;
                           askScrapes();
                         });
  }

  void askScrapes() {
    held_ = known_.size() * grid_.count;
    if (held_ > kMostHeld) return end(tooMuch());
    for (telemetry::KnownWorkload& one : known_)
      read_.workloads.push_back(
          {std::move(one),
           evaluation::UsageHistory(grid_.step, grid_.count, grid_.first - grid_.step)});
    await(2, &Reading::askUsage);
    client_.ask(
        usageDoublesQuestion(labels_, query_.space, query_.length), now(),
        [this](const SampledSeries& series) {
          doubles_ = series.points.empty() || series.points.back().value > 0;
        },
        answered());
    client_.ask(
        usageScrapesQuestion(labels_, query_.space), now(),
        [this](const SampledSeries& series) {
          if (!series.points.empty()) scrapes_ = series.points.back().value;
        },
        answered());
  }

  void askUsage() {
    const Duration interval = fromSeconds(3600 / std::max(scrapes_, 1.0));
    const auto most = static_cast<std::size_t>(
        std::clamp(kPoints / std::max(count_, 1.0), 1.0, static_cast<double>(kSteps)));
    await(2, &Reading::finish);
    client_.askInParts(
        cpuQuestion(labels_, query_.space, telemetry::rateWindow(grid_.step, interval), doubles_),
        grid_, most, [this](const SampledSeries& series) { takeCpu(series); }, answered());
    client_.askInParts(
        memoryQuestion(labels_, query_.space, days_.step), days_, most,
        [this](const SampledSeries& series) { takeMemory(series); }, answered());
  }

  WorkloadHistory* workloadOf(const SampledSeries& series) {
    const auto found = owners_(series.label(labels_.space), series.label(labels_.pod));
    return found ? &read_.workloads[*found] : nullptr;
  }

  void takeCpu(const SampledSeries& series) {
    if (ended_) return;
    WorkloadHistory* workload = workloadOf(series);
    if (workload == nullptr) return;
    used_.clear();
    for (const telemetry::SamplePoint& point : series.points) {
      const std::size_t moment = grid_.find(point.time);
      if (moment < grid_.count)
        used_.push_back({moment, std::clamp(point.value, 0.0, kMostAmount)});
    }
    const std::size_t before = workload->used.containers().size();
    workload->used.addCpu(std::string(series.label(labels_.container)),
                          workload->known.cpuRequest.value_or(0), used_);
    weigh(*workload, before);
  }

  void weigh(const WorkloadHistory& workload, std::size_t containersBefore) {
    held_ += (workload.used.containers().size() - containersBefore) * grid_.count;
    if (held_ > kMostHeld) end(tooMuch());
  }

  void takeMemory(const SampledSeries& series) {
    if (ended_) return;
    WorkloadHistory* workload = workloadOf(series);
    if (workload == nullptr) {
      ++unowned_;
      return;
    }
    peaks_.clear();
    for (const telemetry::SamplePoint& point : series.points) {
      if (days_.find(point.time) == days_.count) continue;
      const Duration since = fromSeconds(point.time) - grid_.first.time_since_epoch();
      peaks_.push_back({Instant(since - days_.step), std::clamp(point.value, 0.0, kMostAmount)});
    }
    const std::size_t before = workload->used.containers().size();
    workload->used.addMemory(std::string(series.label(labels_.container)), peaks_);
    weigh(*workload, before);
  }

  void finish() {
    const bool mayBeOne =
        std::any_of(read_.workloads.begin(), read_.workloads.end(), [](const WorkloadHistory& one) {
          return one.known.scaler && !one.known.scaler->call.empty() &&
                 one.used.containers().size() > 1;
        });
    if (mayBeOne && !look_)
      note(
          "whether an autoscaler goes by all containers of a pod or by one of them "
          "(ContainerResource), which kube-state-metrics does not tell: all are taken");
    if (unowned_ > 0)
      note(std::to_string(unowned_) +
           " containers belong to no workload that scales (jobs, daemon sets, single pods)");
    end(std::nullopt);
  }

  const HistoryQuery& query_;
  io::EventLoop loop_;
  telemetry::PrometheusClient client_;
  telemetry::KubeState state_;
  TimeGrid grid_;
  TimeGrid days_;
  std::vector<double> counts_;  // of series, by spelling
  telemetry::UsageLabels labels_;
  double count_ = 0;
  double scrapes_ = 0;   // in an hour
  bool doubles_ = true;  // containers may have several series
  std::vector<telemetry::KnownWorkload> known_;
  telemetry::WorkloadOfPod owners_;
  std::shared_ptr<void> look_;  // at the cluster
  ReadHistory read_;
  std::vector<evaluation::UsageHistory::Used> used_;
  std::vector<evaluation::UsageHistory::Peak> peaks_;
  std::size_t unowned_ = 0;  // containers
  std::size_t held_ = 0;     // moments of workloads and of their containers
  std::size_t waiting_ = 0;  // answers
  void (Reading::*next_)() = nullptr;
  bool heard_ = false;
  bool ended_ = false;
  std::optional<Error> failure_;
};

}  // namespace

Result<ReadHistory> readHistory(const HistoryQuery& query) {
  return Reading(query).run();
}

}  // namespace evenkeel::program
