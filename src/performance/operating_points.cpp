#include "performance/operating_points.h"

#include <algorithm>
#include <cmath>

namespace evenkeel::performance {
namespace {

// Where parts are stood for by their middles, but for those that bear a name.
constexpr std::array<double, kParts.size()> kStandFor{.05, .15, .25, .35,  .5,  .65,   .75,  .84,
                                                      .91, .95, .97, .984, .99, .9953, .999, .9997};
constexpr double kPower = 1.5;  // points lie closer where more changes
constexpr int kTimes = 64;      // at which the tail is worked out
constexpr double kRatio = 1.35;
constexpr int kHalvings = 12;
constexpr int kFewHalvings = 2;
constexpr double kLeastTail = 1e-12;

// Where the tail falls below `wanted` between two times: after so many halvings exponential between
// them, or, where the tail may have steps, the later one.
double within(const Equilibrium& equilibrium, const ServiceTail& service, double from,
              double fromTail, double to, double toTail, double wanted) {
  const int halvings = service.isExponential() ? 0 : service.isSmooth() ? kFewHalvings : kHalvings;
  for (int i = 0; i < halvings; ++i) {
    const double middle = (from + to) / 2;
    const double tail = equilibrium.exceeds(middle);
    (tail > wanted ? from : to) = middle;
    (tail > wanted ? fromTail : toTail) = std::max(kLeastTail, tail);
  }
  if (!service.isSmooth()) return to;
  const double whole = std::log(fromTail / toTail);
  return from + (to - from) * (whole > 0 ? std::log(fromTail / wanted) / whole : 1);
}

std::array<double, kParts.size()> quantiles(const Equilibrium& equilibrium,
                                            const ServiceTail& service, double shortest) {
  std::array<double, kParts.size()> out{};
  double time = shortest;
  double before = 0;
  double tailBefore = 1;
  std::size_t next = 0;
  for (int i = 0; i < kTimes && next < out.size(); ++i) {
    const double tail = std::max(kLeastTail, equilibrium.exceeds(time));
    while (next < out.size() && 1 - kStandFor[next] >= tail) {
      out[next] = within(equilibrium, service, before, tailBefore, time, tail, 1 - kStandFor[next]);
      ++next;
    }
    before = time;
    tailBefore = tail;
    time *= kRatio;
  }
  for (; next < out.size(); ++next) out[next] = before;
  return out;
}

// The parts together have the mean: what standing for a part by one value leaves out, some percent,
// is given to all of them.
void fitMean(OperatingPoint& point) {
  double mean = 0;
  for (std::size_t i = 0; i < kParts.size(); ++i) mean += kParts[i] * point.responses[i];
  if (!(mean > 0)) return;
  for (double& response : point.responses) response *= point.meanResponse / mean;
}

}  // namespace

OperatingPoints::OperatingPoints(const StationShape& shape, const ServiceTime& service,
                                 double limit, double timeout)
    : shape_(shape),
      service_(std::make_unique<ServiceTail>(service)),
      limit_(std::min(limit, timeout)),
      timeout_(timeout),
      room_(shape.room),
      capacity_(shape.capacity(service_->mean())),
      points_(kPoints + 1) {
  shape_.room = std::min(shape.room, std::max(1.0, capacity_ * timeout + shape.workers));
  const double root = 1 - 1 / std::sqrt(1 + capacity_ * toSeconds(kHorizon));
  last_ = std::max(0.5, root * root);
}

double OperatingPoints::utilizationOf(std::size_t point) const {
  const double left = 1 - static_cast<double>(point) / kPoints;
  return last_ * (1 - std::pow(left, kPower));
}

const OperatingPoint& OperatingPoints::point(std::size_t index) {
  std::optional<OperatingPoint>& kept = points_[index];
  if (!kept) {
    const double rate = std::max(1e-9, utilizationOf(index)) * capacity_;
    const Equilibrium equilibrium(shape_, *service_, rate);
    const CountRate bad = equilibrium.bad(limit_);
    OperatingPoint made;
    made.meanInSystem = equilibrium.meanInSystem();
    made.meanResponse = equilibrium.meanResponse();
    made.badShare = bad.mean / rate;
    made.badVariance = bad.variance / capacity_;
    const double refused = equilibrium.refused();
    const double givenUp = std::isinf(timeout_) ? 0 : equilibrium.exceeds(timeout_);
    made.lost = refused + (1 - refused) * givenUp;
    made.responses = quantiles(equilibrium, *service_, service_->mean() / shape_.speed / 64);
    fitMean(made);
    for (double& response : made.responses) response = std::min(response, timeout_);
    made.meanResponse = std::min(made.meanResponse, timeout_);
    kept = made;
  }
  return *kept;
}

OperatingPoint OperatingPoints::at(double utilization) {
  const double u = std::clamp(utilization / last_, 0.0, 1.0);
  const double place = kPoints * (1 - std::pow(1 - u, 1 / kPower));
  const auto low = std::min(static_cast<std::size_t>(place), kPoints - 1);
  const OperatingPoint& a = point(low);
  const OperatingPoint& b = point(low + 1);
  const double weight = place - static_cast<double>(low);
  const auto between = [weight](double x, double y) { return x + (y - x) * weight; };
  OperatingPoint out;
  out.meanInSystem = between(a.meanInSystem, b.meanInSystem);
  out.meanResponse = between(a.meanResponse, b.meanResponse);
  out.badShare = between(a.badShare, b.badShare);
  out.badVariance = between(a.badVariance, b.badVariance);
  out.lost = between(a.lost, b.lost);
  for (std::size_t i = 0; i < out.responses.size(); ++i) {
    out.responses[i] = between(a.responses[i], b.responses[i]);
  }
  return out;
}

}  // namespace evenkeel::performance
