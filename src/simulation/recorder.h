// Writes a run's rows and totals.
#pragma once

#include "simulation/run_result.h"
#include "simulation/simulated_metrics.h"

namespace evenkeel::simulation {

class Recorder {
 public:
  static constexpr Duration kWindow = 60s;

  Recorder(const Scenario& scenario, State& state, Flow& flow, SimulatedTimeline& timeline,
           SimulatedMetrics::Meters& meters);

  // From now on, a row a window; a window ends, and totals begin, where the warm-up ends.
  void begin();
  // Up to now; the last row may be of a shorter window.
  RunResult result();
  // Without copying: complete windows only, their responses, no totals.
  const RunResult& rows() const { return rows_; }

 private:
  struct Usage {  // integrals since the start, in seconds of each
    double pods = 0;
    double ready = 0;
    double cores = 0;
    double bytes = 0;
    double busy = 0;
  };
  struct Counts {
    std::array<std::int64_t, kFailureKinds> failed{};
    std::int64_t completed = 0;
  };
  struct Mark {
    Instant time{};
    std::vector<Usage> services;
    std::vector<Counts> serviceCounts;
    std::vector<Counts> applicationCounts;
    std::vector<double> hostUp;
    std::vector<double> hostBusy;
  };

  Mark mark();
  void mark(Mark& mark);  // in its memory
  void scheduleWindow();
  void closeWindow();
  void startTotals();
  void fillArrivals(RunResult& result) const;
  void appendRows(RunResult& result, const Mark& end);
  WindowRow usageRow(std::uint32_t service, const Mark& end) const;
  void fillTotals(RunResult& result, const Mark& end) const;
  static Cost podCost(const Usage& from, const Usage& to);
  NodeResult nodeResult(std::size_t host, const Mark& from, const Mark& to) const;
  Cost costBetween(const Mark& from, const Mark& to) const;

  State& state_;
  Flow& flow_;
  SimulatedTimeline& timeline_;
  SimulatedMetrics::Meters& meters_;
  Duration warmUp_;
  Instant totalsBegin_{};
  Mark window_;  // where the current window began
  Mark spare_;   // memory for the next
  Mark totals_;
  std::vector<std::size_t> open_;  // by application: of earlier windows all requests have ended
  RunResult rows_;
};

}  // namespace evenkeel::simulation
