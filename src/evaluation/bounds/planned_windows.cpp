#include "evaluation/bounds/planned_windows.h"

#include <algorithm>

#include "evaluation/violations.h"

namespace evenkeel::evaluation {
namespace {

std::vector<PlannedWindow> windowsOf(const Scenario& scenario, const Intensity& intensity) {
  std::vector<PlannedWindow> windows;
  const Instant warm = Instant(scenario.warmUp);
  const Instant end = Instant(scenario.duration);
  std::size_t segment = 0;
  const auto& segments = intensity.segments();
  for (Instant at{}; at < end;) {
    Instant to = std::min(at + kWindow, end);
    if (at < warm) to = std::min(to, warm);
    PlannedWindow& window = windows.emplace_back();
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

}  // namespace

double PlannedWindow::expected() const {
  double sum = 0;
  for (const RatePiece& piece : pieces) sum += piece.seconds * piece.rate;
  return sum;
}

PlannedWindows plannedWindows(const Scenario& scenario, const Intensity& intensity) {
  PlannedWindows out{windowsOf(scenario, intensity), {}};
  std::size_t judged = 0;  // the first that is
  double requests = 0;
  bool whole = false;
  for (std::size_t i = 0; i < out.windows.size(); ++i) {
    const PlannedWindow& window = out.windows[i];
    if (!window.judged) {
      out.ends.push_back(i);
      judged = i + 1;
      continue;
    }
    requests += window.expected();
    whole = whole || window.seconds >= toSeconds(kWindow);
    if (requests < static_cast<double>(kLeastRequests) || !whole) continue;
    out.ends.push_back(i);
    requests = 0;
    whole = false;
  }
  // What is left over.
  if (out.windows.empty() || (!out.ends.empty() && out.ends.back() + 1 == out.windows.size())) {
    return out;
  }
  const bool joins = !out.ends.empty() && out.ends.back() >= judged;
  if (joins) out.ends.pop_back();
  out.ends.push_back(out.windows.size() - 1);
  return out;
}

}  // namespace evenkeel::evaluation
