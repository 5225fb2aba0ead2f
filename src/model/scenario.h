// A scenario: what runs where, under which load and faults, decided by which policy (kind:
// Scenario).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "model/application.h"
#include "model/infrastructure.h"
#include "model/policy_call.h"

namespace evenkeel {

struct SteadyLoad {
  double rate = 0;
  friend bool operator==(const SteadyLoad&, const SteadyLoad&) = default;
};
struct RampLoad {
  double from = 0;
  double to = 0;
  Duration start{};
  Duration end{};
  friend bool operator==(const RampLoad&, const RampLoad&) = default;
};
struct StepLoad {
  double before = 0;
  double after = 0;
  Duration at{};
  friend bool operator==(const StepLoad&, const StepLoad&) = default;
};
struct DiurnalLoad {  // mean + amplitude·sin, lowest at the start
  double mean = 0;
  double amplitude = 0;
  Duration period = std::chrono::hours(24);
  friend bool operator==(const DiurnalLoad&, const DiurnalLoad&) = default;
};
struct FlashCrowdLoad {  // base, a rise to peak, a hold, an exponential decay
  double base = 0;
  double peak = 0;
  Duration at{};
  Duration rise = 30s;
  Duration hold = std::chrono::minutes(2);
  Duration decay = std::chrono::minutes(5);
  friend bool operator==(const FlashCrowdLoad&, const FlashCrowdLoad&) = default;
};
struct MmppState {
  double rate = 0;      // requests/s while it lasts
  Duration meanStay{};  // of stays that are exponentially distributed; > 0
  std::vector<double>
      next;  // weights of the states that follow, its own 0; empty: all others alike
  friend bool operator==(const MmppState&, const MmppState&) = default;
};
struct MmppLoad {  // a Markov-modulated Poisson process, from its first state on
  std::vector<MmppState> states;
  std::uint64_t seed = 1;  // of the stays and states, which are thus the same in every run
  friend bool operator==(const MmppLoad&, const MmppLoad&) = default;
};
struct SeasonalBursts {  // each adds to the rate a multiple of what it is without
  double perDay = 0;     // of a Poisson process
  double median = 1;     // of that multiple at the height, log-normal
  double cv = 0;         // its coefficient of variation
  Duration rise = std::chrono::minutes(1);   // in a straight line
  Duration decay = std::chrono::minutes(5);  // time constant of the exponential after it; > 0
  friend bool operator==(const SeasonalBursts&, const SeasonalBursts&) = default;
};
struct SeasonalNoise {  // a factor exp(X), mean 1, X an AR(1) process
  double cv = 0;
  Duration memory = std::chrono::minutes(10);  // over which X's correlation falls to 1/e
  friend bool operator==(const SeasonalNoise&, const SeasonalNoise&) = default;
};
struct SeasonalLoad {          // (level + trend·days) · hour of day · day of week · noise · bursts
  double level = 0;            // requests/s at the start
  double trend = 0;            // requests/s a day
  std::vector<double> daily;   // a factor for each hour from the start on, 24; empty: all 1
  std::vector<double> weekly;  // a factor for each day from the start on, 7; empty: all 1
  std::optional<SeasonalBursts> bursts;
  std::vector<SeasonalNoise> noise;
  Duration interval = std::chrono::minutes(1);  // the rate is constant over each
  Duration offset{};                            // skipped at the start
  std::uint64_t seed = 1;                       // of bursts and noise: the same in every run
  friend bool operator==(const SeasonalLoad&, const SeasonalLoad&) = default;
};
enum class GapRule : std::uint8_t { Refuse, Zero, Hold };
enum class CombineRule : std::uint8_t { Refuse, Sum, Mean };
enum class TraceValues : std::uint8_t { PerInterval, PerSecond };
struct ColumnValue {  // a cell that a row must have
  std::string column;
  std::string value;
  friend bool operator==(const ColumnValue&, const ColumnValue&) = default;
};
struct TraceLoad {               // a CSV file of counts (conventions: time series files)
  std::string file;              // as description/ resolved it: readable from the working directory
  std::string timeColumn;        // empty: the first
  std::string countColumn;       // empty: the second; of single requests: each row is one
  std::string firstCountColumn;  // a row is a series, a column from this one on an interval
  std::optional<ColumnValue> where;    // only rows that have it; absent: all
  std::vector<ColumnValue> andWhere;   // and these too
  std::optional<Duration> countEvery;  // rows are single requests, to be counted over this time
  std::optional<Duration> interval;    // of the counts; absent: the commonest distance of rows
  CombineRule combine = CombineRule::Refuse;  // several values for one interval
  TraceValues values = TraceValues::PerInterval;
  GapRule gaps = GapRule::Refuse;
  std::optional<double> mean;  // requests/s that the training part's mean is scaled to
  std::optional<double> peak;  // or its largest interval; neither: as it is
  double stretch = 1;          // of time: 2 plays it half as fast with the same rates; > 0
  Duration offset{};           // skipped at the start, in trace time before stretching
  friend bool operator==(const TraceLoad&, const TraceLoad&) = default;
};
using LoadShape = std::variant<SteadyLoad, RampLoad, StepLoad, DiurnalLoad, FlashCrowdLoad,
                               MmppLoad, SeasonalLoad, TraceLoad>;

struct Load {
  std::string application;
  LoadShape shape;
  double noise = 0;  // coefficient of variation of a log-AR(1) factor, one draw a minute; [0, 1]
  friend bool operator==(const Load&, const Load&) = default;
};

enum class FaultKind : std::uint8_t {
  PodKill,
  NodeDown,
  MetricsMissing,
  MetricsZero,
  MetricsStale,
  MetricsLate,
  MetricsDoubled,
  MechanismFails,
  MechanismHangs,
  MechanismAnswersTwice,
  ClockJump,
  AuthorityLost,
};
struct Fault {
  FaultKind kind = FaultKind::PodKill;
  Duration at{};
  Duration duration{};     // zero: momentary (PodKill, ClockJump)
  std::string subject;     // PodKill: "app/component"; NodeDown: a node; Metrics…: a metric;
                           // Mechanism…: a mechanism; empty: any or all
  std::int32_t count = 1;  // PodKill: how many
  Duration jump{};         // ClockJump: by how much, either way
  // NodeDown: until the pods on it are replaced. Kubernetes' defaults: 40 s until the node counts
  // as unreachable (node-monitor-grace-period), then 300 s of toleration until its pods are
  // evicted.
  Duration replacedAfter = 340s;
  friend bool operator==(const Fault&, const Fault&) = default;
};

enum class Routing : std::uint8_t { Pooled, Random };

struct Telemetry {
  Duration scrapeInterval = 15s;
  Duration delay = 1s;
  double loss = 0;  // probability that a sample never arrives
  friend bool operator==(const Telemetry&, const Telemetry&) = default;
};

struct Scenario {
  std::string name;
  std::vector<Application> applications;
  std::vector<Node> nodes;
  std::vector<Cluster> clusters;
  std::vector<Datacenter> datacenters;
  std::optional<Continuum> continuum;
  std::vector<Load> loads;
  std::vector<Fault> faults;
  std::vector<PolicyCall> policies;    // for every component's scaling, in order of precedence
  std::optional<PolicyCall> fallback;  // decides where one of them fails; absent: hold
  Routing routing = Routing::Pooled;
  Telemetry telemetry;
  Duration duration = std::chrono::hours(1);
  WallTime start{};          // what the wall clock shows where the run begins
  Duration warmUp{};         // left out of the summary
  Duration decisionDelay{};  // how long a decision takes in simulated time
  std::uint64_t seed = 1;
  Prices prices;
  friend bool operator==(const Scenario&, const Scenario&) = default;
};

}  // namespace evenkeel
