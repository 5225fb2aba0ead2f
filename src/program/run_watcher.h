// Follows a run while it goes: what the live view shows and what the report is made of.
#pragma once

#include <map>
#include <string>

#include "evaluation/story_collector.h"
#include "knowledge/record.h"
#include "simulation/simulated_world.h"
#include "view/live_screen.h"
#include "view/report.h"

namespace evenkeel::program {

class RunWatcher {
 public:
  // `policy`: as it is shown.
  RunWatcher(const Scenario& scenario, std::string policy);

  // Every record of the run's log.
  void see(const Record& record);

  // `speed`: simulated seconds a second.
  view::Progress progress(const simulation::SimulatedWorld& world, double speed) const;
  // `result`: of the whole run.
  view::ReportData report(const simulation::RunResult& result) const;
  const evaluation::StoryCollector& stories() const { return stories_; }

 private:
  const Scenario& scenario_;
  std::string policy_;
  evaluation::StoryCollector stories_;
  std::map<std::string, ComponentState> components_;  // as last observed
};

}  // namespace evenkeel::program
