#include "evaluation/window_risks.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "evaluation/violations.h"
#include "performance/component_station.h"
#include "performance/fluid_station.h"
#include "performance/gamma_tail.h"

namespace evenkeel::evaluation {
namespace {

using performance::FluidStation;
using performance::FluidStep;
using performance::OperatingPoints;

constexpr double kBadShare = 0.05;
constexpr double kNoRisk = 1e-12;

struct Piece {
  double seconds = 0;
  double rate = 0;
};
struct Window {
  Instant begin{};
  double seconds = 0;
  bool judged = true;
  std::vector<Piece> pieces;

  double expected() const {
    double sum = 0;
    for (const Piece& piece : pieces) sum += piece.seconds * piece.rate;
    return sum;
  }
};

// The windows of the run, in pieces of constant rate.
std::vector<Window> wholeWindows(const Scenario& scenario, const Intensity& intensity) {
  std::vector<Window> windows;
  const Instant warm = Instant(scenario.warmUp);
  const Instant end = Instant(scenario.duration);
  std::size_t segment = 0;
  const auto& segments = intensity.segments();
  for (Instant at{}; at < end;) {
    Instant to = std::min(at + kWindow, end);
    if (at < warm) to = std::min(to, warm);
    Window& window = windows.emplace_back();
    window.begin = at;
    window.judged = at >= warm;
    window.seconds = toSeconds(to - at);
    while (at < to) {
      while (segment < segments.size() && segments[segment].end <= at) ++segment;
      const bool over = segment == segments.size();
      const Instant until = over ? to : std::min(to, segments[segment].end);
      window.pieces.push_back({toSeconds(until - at), over ? 0 : segments[segment].rate});
      at = until;
    }
  }
  return windows;
}

void join(Window& window, const Window& next) {
  window.seconds += next.seconds;
  window.pieces.insert(window.pieces.end(), next.pieces.begin(), next.pieces.end());
}

std::vector<Window> joinedWindows(std::vector<Window> windows) {
  std::vector<Window> out;
  bool open = false;
  for (Window& window : windows) {
    if (open && out.back().judged == window.judged) {
      join(out.back(), window);
    } else {
      out.push_back(std::move(window));
    }
    open = out.back().expected() < static_cast<double>(kLeastRequests) ||
           out.back().seconds < toSeconds(kWindow);
  }
  if (open && out.size() > 1 && out[out.size() - 2].judged == out.back().judged) {
    join(out[out.size() - 2], out.back());
    out.pop_back();
  }
  return out;
}

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

double riskOf(const Window& window, double factor, FluidStation station, OperatingPoints* points,
              double stations, bool waits, Chance chance) {
  double arrived = 0;
  double bad = 0;
  double variance = 0;
  for (const Piece& piece : window.pieces) {
    const FluidStep step =
        station.advance(piece.seconds, piece.rate * factor, points, stations, waits);
    arrived += step.arrived;
    bad += step.bad;
    variance += step.badVariance;
  }
  const double most = kBadShare * arrived;
  if (!(arrived > 0)) return 0;
  if (chance == Chance::Mean || !(bad > 0 && variance > 0)) return bad > most ? 1 : 0;
  return performance::gammaExceeds(bad * bad / variance, most * bad / variance);
}

}  // namespace

RiskWindows riskWindows(const Scenario& scenario, const Application& application,
                        const ReplicaRange& range, const Intensity& intensity, double noise,
                        Chance chance, const std::function<bool()>& stop) {
  const Component& component = application.components.front();
  const Serving& serving = component.serving;
  const std::vector<Window> windows = joinedWindows(wholeWindows(scenario, intensity));
  RiskWindows out;
  for (const Window& window : windows) {
    out.begins.push_back(window.begin);
    ScheduleWindow& kept = out.windows.emplace_back();
    kept.seconds = window.seconds;
    kept.judged = window.judged;
  }
  const double limit = responseTarget(application.targets)->value;
  const double timeout = performance::patienceOf(serving);
  const double cores = performance::coresOfPod(component);
  const double speed = scenario.nodes.empty() ? 1 : scenario.nodes.front().speed;
  const bool pooled = scenario.routing == Routing::Pooled;
  const std::vector<double> factors = factorsOf(chance == Chance::Counted ? noise : 0);
  std::size_t done = 0;
  for (std::int64_t at = range.least; at <= range.most; ++at) {
    if (stop() || ++done * windows.size() > kMostRisks) {
      out.complete = false;
      break;
    }
    const auto count = static_cast<std::int32_t>(std::min<std::int64_t>(at, range.fits));
    std::optional<OperatingPoints> points;
    if (count > 0) {
      points.emplace(performance::stationOf(serving, cores * count, speed, count, pooled),
                     serving.serviceTime, limit, timeout);
    }
    const FluidStation station(limit, timeout, performance::roomOfPod(serving));
    double most = 0;
    for (std::size_t w = 0; w < windows.size(); ++w) {
      double risk = 0;
      for (const double factor : factors) {
        risk += riskOf(windows[w], factor, station, points ? &*points : nullptr, pooled ? 1 : count,
                       pooled, chance);
      }
      out.windows[w].risks.push_back(risk / static_cast<double>(factors.size()));
      most = std::max(most, risk);
    }
    if (most < kNoRisk) break;
  }
  return out;
}

}  // namespace evenkeel::evaluation
