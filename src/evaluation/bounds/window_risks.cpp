#include "evaluation/bounds/window_risks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "evaluation/bounds/planned_windows.h"
#include "evaluation/violations.h"
#include "performance/component_station.h"
#include "performance/fluid_station.h"

namespace evenkeel::evaluation {
namespace {

using performance::FluidStation;
using performance::FluidStep;
using performance::OperatingPoints;

constexpr double kNoRisk = 1e-12;

// Seven equally likely values of a log-normal factor of mean 1.
std::vector<double> factorsOf(double noise) {
  if (!(noise > 0)) return {1};
  constexpr std::array<double, 7> kNormal{-1.4652, -0.7916, -0.3661, 0, 0.3661, 0.7916, 1.4652};
  const double deviation = std::sqrt(std::log1p(noise * noise));
  std::vector<double> factors;
  for (const double x : kNormal) {
    factors.push_back(std::exp(deviation * x - deviation * deviation / 2));
  }
  return factors;
}

// The windows first to last, which are judged together.
struct Group {
  std::size_t first = 0;
  std::size_t last = 0;
  std::vector<double> arrived;     // by factor
  std::vector<BadCounts> options;  // of joined ones: all of them together
  bool joined() const { return last > first; }
};

std::vector<Group> groupsOf(const PlannedWindows& planned, const std::vector<double>& factors) {
  std::vector<Group> groups;
  std::size_t first = 0;
  for (const std::size_t last : planned.ends) {
    Group& group = groups.emplace_back(Group{first, last, {}, {}});
    for (const double factor : factors) {
      double arrived = 0;
      for (std::size_t i = first; i <= last; ++i) {
        for (const RatePiece& piece : planned.windows[i].pieces) {
          arrived += piece.rate * factor * piece.seconds;
        }
      }
      group.arrived.push_back(arrived);
    }
    first = last + 1;
  }
  return groups;
}

// One option: so many pods of one size, pooled one station, else one each.
struct Stations {
  FluidStation station;
  OperatingPoints* points = nullptr;  // null: there are none
  double count = 1;
  bool waits = true;

  BadCounts badIn(const PlannedWindow& window, const std::vector<double>& factors) const {
    BadCounts out;
    for (const double factor : factors) {
      FluidStation own = station;
      BadCount& bad = out.emplace_back();
      for (const RatePiece& piece : window.pieces) {
        const FluidStep step =
            own.advance(piece.seconds, piece.rate * factor, points, count, waits);
        bad.mean += step.bad;
        bad.variance += step.badVariance;
      }
    }
    return out;
  }
};

// Goes through the options; what it finds is kept by window.
class Risks {
 public:
  Risks(const PlannedWindows& planned, std::vector<double> factors, Chance chance)
      : planned_(planned),
        factors_(std::move(factors)),
        chance_(chance),
        groups_(groupsOf(planned, factors_)),
        bad_(planned.windows.size()) {
    for (const PlannedWindow& window : planned.windows) {
      out_.begins.push_back(window.begin);
      ScheduleWindow& kept = out_.windows.emplace_back();
      kept.seconds = window.seconds;
      kept.judged = window.judged;
    }
    for (const Group& group : groups_) {
      out_.judged += planned.windows[group.first].judged ? 1 : 0;
    }
  }

  // Of the next size, by what one pod of it serves: requests/s.
  void addEnough(double capacity) {
    for (std::size_t i = 0; i < planned_.windows.size(); ++i) {
      const PlannedWindow& window = planned_.windows[i];
      const double pods = std::ceil(window.expected() / window.seconds / capacity);
      out_.windows[i].enough.push_back(static_cast<std::int32_t>(std::min(pods, 1e9)));
    }
  }

  // The highest risk of any group.
  double add(const Stations& stations) {
    double most = 0;
    for (Group& group : groups_) {
      BadCounts sum(factors_.size());
      for (std::size_t i = group.first; i <= group.last; ++i) {
        const BadCounts bad = stations.badIn(planned_.windows[i], factors_);
        for (std::size_t f = 0; f < bad.size(); ++f) {
          sum[f].mean += bad[f].mean;
          sum[f].variance += bad[f].variance;
        }
        if (group.joined()) bad_[i].push_back(static_cast<float>(meanOf(bad)));
      }
      const double risk = violationRisk(sum, group.arrived, chance_);
      most = std::max(most, risk);
      keep(group, risk, std::move(sum));
    }
    ++options_;
    return most;
  }

  // An option without risk.
  void addNone() {
    for (Group& group : groups_) {
      for (std::size_t i = group.first; group.joined() && i <= group.last; ++i) {
        bad_[i].push_back(0);
      }
      keep(group, 0, BadCounts(factors_.size()));
    }
    ++options_;
  }

  WindowRisks finish(std::int32_t counts) {
    out_.counts = counts;
    std::size_t joined = 0;
    for (const Group& group : groups_) {
      if (group.joined()) joined += group.last - group.first + 1;
    }
    constexpr std::array<std::uint16_t, 4> kPerLimit{100, 50, 25, 10};
    for (const std::uint16_t perLimit : kPerLimit) {
      const std::size_t states = planned_.windows.size() - joined + joined * sumsFor(perLimit);
      out_.complete = states * options_ <= kMostRisks;
      if (!out_.complete) continue;
      for (Group& group : groups_) {
        if (group.joined()) mark(group, perLimit);
      }
      break;
    }
    return std::move(out_);
  }

  WindowRisks giveUp() {
    out_.complete = false;
    return std::move(out_);
  }

 private:
  void keep(Group& group, double risk, BadCounts sum) {
    if (group.joined()) {
      group.options.push_back(std::move(sum));
    } else {
      out_.windows[group.first].risks.push_back(risk);
    }
  }

  void mark(Group& group, std::uint16_t perLimit) {
    double arrived = 0;
    for (const double one : group.arrived) arrived += one / static_cast<double>(factors_.size());
    for (std::size_t i = group.first; i <= group.last; ++i) {
      out_.windows[i].marks.resize(options_);
    }
    std::vector<double> bad(group.last - group.first + 1);
    for (std::size_t option = 0; option < options_; ++option) {
      for (std::size_t i = 0; i < bad.size(); ++i) {
        bad[i] = static_cast<double>(bad_[group.first + i][option]);
      }
      const std::vector<std::uint16_t> marks = marksOf(bad, arrived, perLimit);
      for (std::size_t i = 0; i < bad.size(); ++i) {
        out_.windows[group.first + i].marks[option] = marks[i];
      }
    }
    out_.windows[group.last].risksOfSums =
        risksOfSums(std::move(group.options), group.arrived, perLimit, chance_);
  }

  const PlannedWindows& planned_;
  std::vector<double> factors_;
  Chance chance_;
  std::vector<Group> groups_;
  std::vector<std::vector<float>> bad_;  // by window of joined windows and option
  std::size_t options_ = 0;
  WindowRisks out_;
};

}  // namespace

WindowRisks windowRisks(const Scenario& scenario, const Application& application,
                        const std::vector<PlannedSize>& sizes, const Intensity& intensity,
                        double noise, Chance chance, const std::function<bool()>& stop) {
  const Serving& serving = application.components.front().serving;
  if (scenario.duration / kWindow > static_cast<std::int64_t>(kMostRisks)) {
    WindowRisks none;
    none.complete = false;
    return none;
  }
  const PlannedWindows planned = plannedWindows(scenario, intensity);
  Risks risks(planned, factorsOf(chance == Chance::Counted ? noise : 0), chance);
  const double limit = responseTarget(application.targets)->value;
  const double timeout = performance::patienceOf(serving);
  const double speed = scenario.nodes.empty() ? 1 : scenario.nodes.front().speed;
  const bool pooled = scenario.routing == Routing::Pooled;
  const double room = performance::roomOfPod(serving);
  const FluidStation station(limit, timeout, room);
  // The smallest pods need the most: what is enough of them is enough of any.
  std::int32_t counts = 0;
  std::size_t done = 0;
  for (const PlannedSize& size : sizes) {
    risks.addEnough(performance::stationOf(serving, size.cores, speed, 1, true)
                        .capacity(toSeconds(serving.serviceTime.mean)));
    const bool first = counts == 0;
    bool none = false;  // more pods leave no risk either
    for (std::int32_t c = 0; first || c < counts; ++c) {
      const std::int64_t at = std::int64_t{size.range.least} + c;
      if (first && (none || at > size.range.most)) break;
      if (stop() || ++done * planned.windows.size() > kMostRisks) return risks.giveUp();
      if (first) counts = c + 1;
      if (none || at > size.range.most) {
        risks.addNone();
        continue;
      }
      const auto count = static_cast<std::int32_t>(std::min<std::int64_t>(at, size.range.fits));
      std::optional<OperatingPoints> points;
      if (count > 0 && room > 0) {
        points.emplace(performance::stationOf(serving, size.cores * count, speed, count, pooled),
                       serving.serviceTime, limit, timeout);
      }
      const double each = pooled ? 1 : count;
      none = risks.add({station, points ? &*points : nullptr, each, pooled}) < kNoRisk;
    }
  }
  return risks.finish(counts);
}

}  // namespace evenkeel::evaluation
