// How long something takes, done many times.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/stopwatch.h"

namespace evenkeel::bench {

struct Spread {  // microseconds
  double median = 0;
  double p99 = 0;
};

// `work` is timed `times` times, each after `prepare`, which is not.
template <class Work, class Prepare>
Spread microseconds(std::size_t times, Work work, Prepare prepare) {
  std::vector<double> taken;
  for (std::size_t i = 0; i < times; ++i) {
    prepare();
    const Stopwatch watch;
    work();
    taken.push_back(1e6 * toSeconds(watch.elapsed()));
  }
  std::sort(taken.begin(), taken.end());
  return {taken[taken.size() / 2], taken[taken.size() * 99 / 100]};
}

template <class Work>
Spread microseconds(std::size_t times, Work work) {
  return microseconds(times, work, [] {});
}

}  // namespace evenkeel::bench
