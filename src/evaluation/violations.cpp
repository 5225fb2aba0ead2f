#include "evaluation/violations.h"

namespace evenkeel::evaluation {
namespace {

double percent(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

WindowCounts& WindowCounts::operator+=(const WindowCounts& other) {
  requests += other.requests;
  bad += other.bad;
  whole = whole || other.whole;
  return *this;
}

bool WindowCounts::violates() const {
  return bad * 20 > requests;  // more than 5 %
}

double Violations::percentOfWindows() const {
  return percent(violated, windows);
}
double Violations::percentOfRequests() const {
  return percent(bad, requests);
}

Violations& Violations::operator+=(const Violations& other) {
  windows += other.windows;
  violated += other.violated;
  requests += other.requests;
  bad += other.bad;
  return *this;
}

std::vector<JoinedWindow> joined(std::span<const WindowCounts> windows) {
  std::vector<JoinedWindow> result;
  JoinedWindow open;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    open.counts += windows[i];
    if (open.counts.requests < kLeastRequests || !open.counts.whole) continue;
    result.push_back(open);
    open = JoinedWindow{.first = i + 1};
  }
  if (!result.empty()) {
    result.back().counts += open.counts;
  } else if (open.counts.requests > 0) {
    result.push_back(open);
  }
  return result;
}

Violations violationsOf(const JoinedWindow& window) {
  const WindowCounts& counts = window.counts;
  return {1, counts.violates() ? 1 : 0, counts.requests, counts.bad};
}

Violations violationsOf(std::span<const WindowCounts> windows) {
  Violations sum;
  for (const JoinedWindow& window : joined(windows)) sum += violationsOf(window);
  return sum;
}

}  // namespace evenkeel::evaluation
