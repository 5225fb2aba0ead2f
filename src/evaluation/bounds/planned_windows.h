// The windows by which a run will be judged, as far as its intensity tells them beforehand.
//
// A window is a minute of the run, or less where the warm-up or the run ends in it: the time over
// which a plan keeps its replicas. They are joined and judged as violations.h does it: until 400
// requests are expected and one of them is whole, what is left over joined to the last. In a run
// the requests themselves are counted, so that its windows may be others where about 400 are
// expected in one. Before the end of the warm-up nothing is judged and nothing joined.
#pragma once

#include <vector>

#include "base/time.h"
#include "model/scenario.h"
#include "workload/intensity.h"

namespace evenkeel::evaluation {

struct RatePiece {
  double seconds = 0;
  double rate = 0;  // requests/s, constant
};

struct PlannedWindow {
  Instant begin{};
  double seconds = 0;
  bool judged = true;
  std::vector<RatePiece> pieces;

  double expected() const;  // requests
};

struct PlannedWindows {
  std::vector<PlannedWindow> windows;  // in order of time, none left out
  std::vector<std::size_t> ends;       // of joined ones: the last; not judged, each is its own
};

PlannedWindows plannedWindows(const Scenario& scenario, const Intensity& intensity);

}  // namespace evenkeel::evaluation
