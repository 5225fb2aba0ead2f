// What one workload has used over a history: its demand for CPU over time, and what the recommender
// of a VerticalPodAutoscaler would have learnt of each container.
//
// Moments are evenly spaced; the instant of the first is zero. Units: cores, bytes. A value.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "policy/scaling/vpa_usage.h"

namespace evenkeel::evaluation {

class UsageHistory {
 public:
  // `begin`: of the step that the first moment ends.
  UsageHistory(Duration step, std::size_t moments, WallTime begin = {})
      : step_(step), begin_(begin), cores_(moments), pods_(moments) {}

  struct Used {
    std::size_t moment = 0;  // of those there are
    double amount = 0;
  };
  // Of one container of one pod, by rising moment. `request`: cores that it asks for, by which
  // samples are weighed.
  void addCpu(const std::string& container, double request, std::span<const Used> used);

  struct Peak {
    Instant begin{};  // of the time over which it was the highest
    double bytes = 0;
  };
  // Of one container of one pod, in order of time.
  void addMemory(const std::string& container, std::span<const Peak> peaks);

  Duration step() const { return step_; }
  WallTime begin() const { return begin_; }
  // Of all pods together; absent: nothing is known of that moment.
  std::optional<double> demand(std::size_t moment) const;
  std::size_t pods(std::size_t moment) const;  // that are known to have run
  std::size_t moments() const { return cores_.size(); }
  // Of those from the first that is known on, how many are known, 0..1.
  double completeness() const;
  std::optional<std::size_t> firstMoment() const;

  const std::map<std::string, vpa::Usage>& containers() const { return containers_; }

 private:
  vpa::Usage& usageOf(const std::string& container);

  Duration step_;
  WallTime begin_;
  std::vector<float> cores_;         // of all containers, by moment
  std::vector<std::uint16_t> pods_;  // of the container that most had
  std::map<std::string, std::vector<std::uint16_t>> counts_;
  std::map<std::string, vpa::Usage> containers_;
};

}  // namespace evenkeel::evaluation
