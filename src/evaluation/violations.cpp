#include "evaluation/violations.h"

#include <optional>

namespace evenkeel::evaluation {
namespace {

constexpr std::int64_t kLeastRequests = 400;

bool violates(const WindowCounts& w) {
  return w.bad * 20 > w.requests;
}  // more than 5 %

double percent(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

double Violations::percentOfWindows() const {
  return percent(violated, windows);
}
double Violations::percentOfRequests() const {
  return percent(bad, requests);
}

Violations violationsOf(std::span<const WindowCounts> windows) {
  Violations result;
  const auto close = [&](const WindowCounts& joined) {
    ++result.windows;
    if (violates(joined)) ++result.violated;
  };
  // The last one of enough requests stays open until the next: it takes in what is left over.
  std::optional<WindowCounts> last;
  WindowCounts open;
  for (const auto& w : windows) {
    result.requests += w.requests;
    result.bad += w.bad;
    open.requests += w.requests;
    open.bad += w.bad;
    if (open.requests < kLeastRequests) continue;
    if (last) close(*last);
    last = open;
    open = {};
  }
  if (last) {
    close({last->requests + open.requests, last->bad + open.bad});
  } else if (open.requests > 0) {
    close(open);
  }
  return result;
}

}  // namespace evenkeel::evaluation
