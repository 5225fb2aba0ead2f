#include "report.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace evenkeel::load {
namespace {

double milliseconds(std::optional<Duration> value) {
  return value ? toSeconds(*value) * 1e3 : 0;
}

}  // namespace

Report::Figures& Report::at(Instant due) {
  const auto index = static_cast<std::size_t>(due.time_since_epoch() / interval_);
  if (index >= figures_.size()) figures_.resize(index + 1);
  return figures_[index];
}

void Report::record(Instant due, Outcome outcome, Duration responseTime) {
  ++outcomes_[static_cast<std::size_t>(outcome)];
  if (outcome == Outcome::Answered) {
    at(due).times.record(responseTime);
  } else {
    ++at(due).failed;
  }
}

void Report::sentLate(Instant due, Duration lateness) {
  at(due).late = std::max(at(due).late, lateness);
}

std::string Report::intervals() const {
  std::string text = "time_s,requests,failed,mean_ms,p50_ms,p95_ms,p99_ms,max_ms,sent_late_ms\n";
  for (std::size_t i = 0; i < figures_.size(); ++i) {
    const Figures& one = figures_[i];
    text += fmt::format(
        "{:g},{},{},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f}\n",
        toSeconds(interval_) * static_cast<double>(i), one.times.count() + one.failed, one.failed,
        milliseconds(one.times.mean()), milliseconds(one.times.quantile(0.5)),
        milliseconds(one.times.quantile(0.95)), milliseconds(one.times.quantile(0.99)),
        milliseconds(one.times.max()), toSeconds(one.late) * 1e3);
  }
  return text;
}

std::string Report::summary() const {
  Histogram times;
  Duration late{};
  for (const Figures& one : figures_) {
    times.merge(one.times);
    late = std::max(late, one.late);
  }
  const auto count = [this](Outcome outcome) {
    return outcomes_[static_cast<std::size_t>(outcome)];
  };
  return fmt::format(
      R"({{"answered": {}, "refused": {}, "broken": {}, "status": {}, "timedOut": {}, "noTarget": {}, )"
      R"("mean_ms": {:.3f}, "p50_ms": {:.3f}, "p95_ms": {:.3f}, "p99_ms": {:.3f}, "max_ms": {:.3f}, )"
      R"("sentLate_ms": {:.3f}}})",
      count(Outcome::Answered), count(Outcome::Refused), count(Outcome::Broken),
      count(Outcome::Status), count(Outcome::TimedOut), count(Outcome::NoTarget),
      milliseconds(times.mean()), milliseconds(times.quantile(0.5)),
      milliseconds(times.quantile(0.95)), milliseconds(times.quantile(0.99)),
      milliseconds(times.max()), toSeconds(late) * 1e3);
}

}  // namespace evenkeel::load
