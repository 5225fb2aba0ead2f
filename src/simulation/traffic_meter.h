// Response times and counts of one component or application over two kinds of window at once:
// between scrapes, and between rows of results. Each is emptied when it is read.
#pragma once

#include "simulation/traffic.h"

namespace evenkeel::simulation {

// Of the requests that ended within a window.
struct TrafficWindow {
  std::int64_t completed = 0;
  std::int64_t failed = 0;
  Histogram responses;  // of the completed

  void clear() {
    completed = failed = 0;
    responses.clear();
  }
};

class TrafficMeter {
 public:
  // Takes what is new in `traffic` into both windows.
  void collect(Traffic& traffic);
  TrafficWindow& scrape() { return scrape_; }
  TrafficWindow& row() { return row_; }

 private:
  std::int64_t completed_ = 0;  // already taken
  std::int64_t failed_ = 0;
  TrafficWindow scrape_;
  TrafficWindow row_;
};

}  // namespace evenkeel::simulation
