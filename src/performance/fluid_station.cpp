#include "performance/fluid_station.h"

#include <algorithm>
#include <cmath>

namespace evenkeel::performance {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// What those find who arrive at a backlog.
struct Meeting {
  double bad = 0;  // share
  double mean = 0;
  std::array<double, kParts.size()> responses{};
};

// First come, first served: the backlog is a wait before what the full station takes by itself.
Meeting behind(double backlog, double capacity, const OperatingPoint& full, double limit) {
  const double wait = backlog / capacity;
  Meeting out;
  out.mean = full.meanResponse + wait;
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    out.responses[i] = full.responses[i] + wait;
    if (out.responses[i] > limit) out.bad += kParts[i];
  }
  return out;
}

// Sharing: `present` requests of one station slow each other down.
Meeting among(double present, OperatingPoints& points, double limit) {
  const StationShape& shape = points.shape();
  const double slower = std::max(1.0, present / shape.cores);
  const OperatingPoint alone = points.at(0);
  const double factor = slower / std::max(1.0, 1 / shape.cores);
  Meeting out;
  out.bad = std::isinf(limit) ? 0 : points.service().exceeds(limit * shape.speed / slower);
  out.mean = points.service().mean() / shape.speed * slower;
  for (std::size_t i = 0; i < kParts.size(); ++i) out.responses[i] = alone.responses[i] * factor;
  return out;
}

// Of those who are answered, which is who needs less than the time-out: a part of a crowd that
// waits long, and the quicker part of it.
void leaveOutGivenUp(Meeting& meeting, double timeout) {
  const auto& all = meeting.responses;  // rising
  if (!(all.back() > timeout)) return;
  // The quantiles: linear between the middles of the parts.
  std::array<double, kParts.size()> middles{};
  double before = 0;
  for (std::size_t i = 0; i < middles.size(); ++i) {
    middles[i] = before + kParts[i] / 2;
    before += kParts[i];
  }
  const auto next = static_cast<std::size_t>(std::upper_bound(all.begin(), all.end(), timeout) -
                                             all.begin());  // the first that gives up
  const double low = next > 0 ? middles[next - 1] : 0;
  const double from = next > 0 ? all[next - 1] : 0;
  const double answered =
      low + (middles[next] - low) * (timeout - from) / std::max(1e-12, all[next] - from);
  std::array<double, kParts.size()> responses{};
  double mean = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < middles.size(); ++i) {
    const double wanted = middles[i] * answered;
    while (middles[at] < wanted) ++at;
    const double left = at > 0 ? middles[at - 1] : 0;
    const double value = at > 0 ? all[at - 1] : 0;
    responses[i] = value + (all[at] - value) * (wanted - left) / (middles[at] - left);
    mean += kParts[i] * responses[i];
  }
  meeting.responses = responses;
  meeting.mean = mean;
}

}  // namespace

FluidStep FluidStation::withoutStation(double seconds, double arrivalRate, bool waits) {
  FluidStep step;
  step.arrived = step.bad = arrivalRate * seconds;
  if (waits) {
    const double before = backlog_ + step.arrived;
    // Each gives up after a time of mean `timeout`, once for all of those that wait.
    if (std::isfinite(timeout_)) {
      const double steady = arrivalRate * timeout_;
      backlog_ = steady + (backlog_ - steady) * std::exp(-seconds / timeout_);
      step.timedOut = std::min(step.arrived, std::max(0.0, before - backlog_));
    } else {
      backlog_ = before;
    }
    if (backlog_ > room_) {
      step.refused = std::min(step.arrived - step.timedOut, backlog_ - room_);
      backlog_ = room_;
    }
  } else {
    step.refused = step.arrived;
    backlog_ = 0;
  }
  inSystem_ = backlog_;
  return step;
}

FluidStep FluidStation::advance(double seconds, double arrivalRate, OperatingPoints* points,
                                double stations, bool waits) {
  if (points == nullptr || !(stations > 0)) return withoutStation(seconds, arrivalRate, waits);
  const StationShape& shape = points->shape();
  const double capacity = points->capacity() * stations;
  const double net = arrivalRate - capacity;
  const double used = points->service().mean() / shape.speed;  // core-seconds a request
  FluidStep step;
  step.arrived = arrivalRate * seconds;

  // How long there is a backlog, and what it comes to.
  double length = 0;
  const double before = backlog_;
  if (backlog_ > 0 || net > 0) {
    length = net < 0 ? std::min(seconds, backlog_ / -net) : seconds;
    backlog_ = std::max(0.0, backlog_ + net * seconds);
  }
  const OperatingPoint full = length > 0 ? points->at(1) : OperatingPoint{};
  if (length > 0) {
    double patience = kInfinity;
    if (std::isfinite(timeout_)) {
      if (shape.workers > 0) {
        patience = capacity * timeout_;
      } else if (net > 0) {  // as many as leave some unserved in time: Little's law
        patience = timeout_ * capacity / -std::log1p(-capacity / arrivalRate) -
                   full.meanInSystem * stations;
      }
    }
    const double room = (points->room() - full.meanInSystem) * stations;
    const double most = std::max(0.0, std::min(patience, room));
    const double lost = std::min(step.arrived, std::max(0.0, backlog_ - most));
    backlog_ = std::min(backlog_, most);
    (patience < room ? step.timedOut : step.refused) = lost;
  }

  const double calm = seconds - length;
  const OperatingPoint point = points->at(std::min(1.0, arrivalRate / capacity));
  const double calmShare = seconds > 0 ? calm / seconds : 1;
  double bad = calmShare * point.badShare;
  double mean = calmShare * point.meanResponse;
  (std::isfinite(timeout_) ? step.timedOut : step.refused) += calm * arrivalRate * point.lost;
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    step.responses[i] = calmShare * point.responses[i];
  }
  if (length > 0) {
    const double after = calm > 0 ? 0 : backlog_;
    const double lostShare = step.arrived > 0 ? (step.refused + step.timedOut) / step.arrived : 0;
    const std::array<double, 3> weights{1.0 / 6, 4.0 / 6, 1.0 / 6};  // Simpson's rule
    for (std::size_t k = 0; k < weights.size(); ++k) {
      const double backlog = before + (after - before) * static_cast<double>(k) / 2;
      Meeting meeting = shape.workers > 0
                            ? behind(backlog, capacity, full, limit_)
                            : among(full.meanInSystem + backlog / stations, *points, limit_);
      leaveOutGivenUp(meeting, timeout_);
      const double share = weights[k] * (1 - calmShare);
      bad += share * std::max(meeting.bad, lostShare);
      mean += share * std::min(meeting.mean, timeout_);
      for (std::size_t i = 0; i < kParts.size(); ++i) {
        step.responses[i] += share * std::min(meeting.responses[i], timeout_);
      }
    }
  }
  step.bad = std::min(1.0, bad) * step.arrived;
  step.meanResponse = mean;
  step.badVariance = calm * point.badVariance * capacity;
  step.busy = used * (calm * arrivalRate * (1 - point.lost) + length * capacity);
  inSystem_ = backlog_ + (calm > 0 ? point : full).meanInSystem * stations;
  return step;
}

}  // namespace evenkeel::performance
