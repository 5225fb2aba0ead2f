#include "program/agent_figures.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <utility>
#include <vector>

#include "program/version.h"

namespace evenkeel::program {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

class Figures {
 public:
  MetricFamily& family(MetricType type, std::string name, std::string help) {
    return families_.emplace_back(MetricFamily{std::move(name), std::move(help), type, {}});
  }
  void counter(std::string name, std::string help, double value) {
    ClientMetric metric;
    metric.counter.value = value;
    family(MetricType::Counter, std::move(name), std::move(help)).metric = {metric};
  }
  void gauge(std::string name, std::string help, double value, Labels labels = {}) {
    add(family(MetricType::Gauge, std::move(name), std::move(help)), value, std::move(labels));
  }
  static void add(MetricFamily& family, double value, Labels labels) {
    ClientMetric& metric = family.metric.emplace_back();
    metric.label = std::move(labels);
    metric.gauge.value = value;
  }
  std::string text() const { return prometheus::TextSerializer().Serialize(families_); }

 private:
  std::vector<MetricFamily> families_;
};

double residentBytes() {
  double pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> pages;
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double cpuSeconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void addWorkloads(Figures& figures, const ClusterAdvice& advice) {
  MetricFamily replicas{
      "evenkeel_workload_replicas", "Replicas that are wanted now.", MetricType::Gauge, {}};
  MetricFamily wanted{"evenkeel_workload_recommended_replicas",
                      "Replicas that are advised; absent where that is not known.",
                      MetricType::Gauge,
                      {}};
  MetricFamily autoscaler{"evenkeel_workload_autoscaler_replicas",
                          "Replicas that the workload's own autoscaler wants.",
                          MetricType::Gauge,
                          {}};
  for (const view::Advice& one : advice.workloads) {
    const Labels labels{{"namespace", one.space}, {"kind", one.kind}, {"name", one.name}};
    Figures::add(replicas, one.replicas, labels);
    if (one.wanted) Figures::add(wanted, *one.wanted, labels);
    if (one.autoscaler) Figures::add(autoscaler, one.autoscaler->desired, labels);
  }
  for (MetricFamily* family : {&replicas, &wanted, &autoscaler}) {
    figures.family(family->type, family->name, family->help).metric = std::move(family->metric);
  }
}

}  // namespace

std::string agentFigures(const DecidedScopes& decided, const ClusterAdvice& advice,
                         std::uint64_t position, Instant now) {
  const auto number = [](std::uint64_t count) { return static_cast<double>(count); };
  Figures figures;
  figures.gauge("evenkeel_build_info", "1, with the version.", 1, {{"version", kVersionNumber}});
  figures.counter("evenkeel_decisions_total", "Decisions taken.", number(decided.decisions()));
  figures.counter("evenkeel_decisions_failed_total", "Decisions that a policy did not take.",
                  number(decided.failures()));
  figures.counter("evenkeel_samples_total", "Samples of metrics that arrived.",
                  number(decided.samples()));
  figures.gauge("evenkeel_log_records", "Position in the decision log, over all its lives.",
                number(position));
  if (const auto oldest = decided.oldestDecision()) {
    figures.gauge("evenkeel_oldest_decision_age_seconds",
                  "Since the newest decision on the workload that has waited longest.",
                  toSeconds(now - *oldest));
  }
  figures.gauge("evenkeel_workloads", "Workloads seen.", number(advice.workloads.size()));
  figures.gauge("evenkeel_unseen", "Things that cannot be seen at the moment; /advice names them.",
                number(advice.unseen.size()));
  addWorkloads(figures, advice);
  figures.counter("process_cpu_seconds_total", "CPU time used.", cpuSeconds());
  figures.gauge("process_resident_memory_bytes", "Memory in use.", residentBytes());
  return figures.text();
}

}  // namespace evenkeel::program
