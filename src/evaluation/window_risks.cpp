#include "evaluation/window_risks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "evaluation/planned_windows.h"
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

// The stretches first to last, which are judged together.
struct Window {
  std::size_t first = 0;
  std::size_t last = 0;
  std::vector<double> arrived;     // by factor
  std::vector<BadCounts> options;  // of joined ones: all of them together
  bool joined() const { return last > first; }
};

std::vector<Window> windowsOf(const PlannedWindows& planned, const std::vector<double>& factors) {
  std::vector<Window> windows;
  std::size_t first = 0;
  for (const std::size_t last : planned.ends) {
    Window& window = windows.emplace_back(Window{first, last, {}, {}});
    for (const double factor : factors) {
      double arrived = 0;
      for (std::size_t i = first; i <= last; ++i) {
        for (const RatePiece& piece : planned.stretches[i].pieces) {
          arrived += piece.rate * factor * piece.seconds;
        }
      }
      window.arrived.push_back(arrived);
    }
    first = last + 1;
  }
  return windows;
}

// One option: so many pods of one size, pooled one station, else one each.
struct Stations {
  FluidStation station;
  OperatingPoints* points = nullptr;  // null: there are none
  double count = 1;
  bool waits = true;

  BadCounts badIn(const Stretch& stretch, const std::vector<double>& factors) const {
    BadCounts out;
    for (const double factor : factors) {
      FluidStation own = station;
      BadCount& bad = out.emplace_back();
      for (const RatePiece& piece : stretch.pieces) {
        const FluidStep step =
            own.advance(piece.seconds, piece.rate * factor, points, count, waits);
        bad.mean += step.bad;
        bad.variance += step.badVariance;
      }
    }
    return out;
  }
};

// Goes through the options; what it finds is kept by stretch.
class Risks {
 public:
  Risks(const PlannedWindows& planned, std::vector<double> factors, Chance chance)
      : planned_(planned),
        factors_(std::move(factors)),
        chance_(chance),
        windows_(windowsOf(planned, factors_)),
        bad_(planned.stretches.size()) {
    for (const Stretch& stretch : planned.stretches) {
      out_.begins.push_back(stretch.begin);
      ScheduleWindow& kept = out_.windows.emplace_back();
      kept.seconds = stretch.seconds;
      kept.judged = stretch.judged;
    }
    for (const Window& window : windows_) {
      out_.judged += planned.stretches[window.first].judged ? 1 : 0;
    }
  }

  // Of the next size, by what one pod of it serves: requests/s.
  void addEnough(double capacity) {
    for (std::size_t i = 0; i < planned_.stretches.size(); ++i) {
      const Stretch& stretch = planned_.stretches[i];
      const double pods = std::ceil(stretch.expected() / stretch.seconds / capacity);
      out_.windows[i].enough.push_back(static_cast<std::int32_t>(std::min(pods, 1e9)));
    }
  }

  // The highest risk of any window.
  double add(const Stations& stations) {
    double most = 0;
    for (Window& window : windows_) {
      BadCounts sum(factors_.size());
      for (std::size_t i = window.first; i <= window.last; ++i) {
        const BadCounts bad = stations.badIn(planned_.stretches[i], factors_);
        for (std::size_t f = 0; f < bad.size(); ++f) {
          sum[f].mean += bad[f].mean;
          sum[f].variance += bad[f].variance;
        }
        if (window.joined()) bad_[i].push_back(static_cast<float>(meanOf(bad)));
      }
      const double risk = violationRisk(sum, window.arrived, chance_);
      most = std::max(most, risk);
      keep(window, risk, std::move(sum));
    }
    ++options_;
    return most;
  }

  // An option without risk.
  void addNone() {
    for (Window& window : windows_) {
      for (std::size_t i = window.first; window.joined() && i <= window.last; ++i) {
        bad_[i].push_back(0);
      }
      keep(window, 0, BadCounts(factors_.size()));
    }
    ++options_;
  }

  RiskWindows finish(std::int32_t counts) {
    out_.counts = counts;
    std::size_t joined = 0;
    for (const Window& window : windows_) {
      if (window.joined()) joined += window.last - window.first + 1;
    }
    constexpr std::array<std::uint16_t, 4> kPerLimit{100, 50, 25, 10};
    for (const std::uint16_t perLimit : kPerLimit) {
      const std::size_t states = planned_.stretches.size() - joined + joined * sumsFor(perLimit);
      out_.complete = states * options_ <= kMostRisks;
      if (!out_.complete) continue;
      for (Window& window : windows_) {
        if (window.joined()) mark(window, perLimit);
      }
      break;
    }
    return std::move(out_);
  }

  RiskWindows giveUp() {
    out_.complete = false;
    return std::move(out_);
  }

 private:
  void keep(Window& window, double risk, BadCounts sum) {
    if (window.joined()) {
      window.options.push_back(std::move(sum));
    } else {
      out_.windows[window.first].risks.push_back(risk);
    }
  }

  void mark(Window& window, std::uint16_t perLimit) {
    double arrived = 0;
    for (const double one : window.arrived) arrived += one / static_cast<double>(factors_.size());
    for (std::size_t i = window.first; i <= window.last; ++i) {
      out_.windows[i].marks.resize(options_);
    }
    std::vector<double> bad(window.last - window.first + 1);
    for (std::size_t option = 0; option < options_; ++option) {
      for (std::size_t i = 0; i < bad.size(); ++i) {
        bad[i] = static_cast<double>(bad_[window.first + i][option]);
      }
      const std::vector<std::uint16_t> marks = marksOf(bad, arrived, perLimit);
      for (std::size_t i = 0; i < bad.size(); ++i) {
        out_.windows[window.first + i].marks[option] = marks[i];
      }
    }
    out_.windows[window.last].risksOfSums =
        risksOfSums(std::move(window.options), window.arrived, perLimit, chance_);
  }

  const PlannedWindows& planned_;
  std::vector<double> factors_;
  Chance chance_;
  std::vector<Window> windows_;
  std::vector<std::vector<float>> bad_;  // by stretch of joined windows and option
  std::size_t options_ = 0;
  RiskWindows out_;
};

}  // namespace

RiskWindows riskWindows(const Scenario& scenario, const Application& application,
                        const std::vector<PlannedSize>& sizes, const Intensity& intensity,
                        double noise, Chance chance, const std::function<bool()>& stop) {
  const Serving& serving = application.components.front().serving;
  if (scenario.duration / kWindow > static_cast<std::int64_t>(kMostRisks)) {
    RiskWindows none;
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
      if (stop() || ++done * planned.stretches.size() > kMostRisks) return risks.giveUp();
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
