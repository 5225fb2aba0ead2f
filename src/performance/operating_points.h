// What a station does at each utilization: equilibria worked out once and looked up after that.
//
// A station that is watched for a while only never shows the equilibrium of a utilization close to
// one: its time constant is 1 / (capacity·(1 - √ρ)²) (Cohen, The Single Server Queue, 1982, III.7).
// So nothing beyond the utilization whose time constant is kHorizon is used; what arrives above
// capacity is the fluid's part (fluid_station.h). Time-outs bound how many are in it: as many as
// are served in that time.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "base/time.h"
#include "performance/equilibrium.h"

namespace evenkeel::performance {

// Parts of all requests, by rising response time, and the quantile that stands for each: chosen so
// that the median, p95, p99 and p99.9 come out.
inline constexpr std::array<double, 16> kParts{.1,  .1,  .1,  .1,   .2,   .1,    .1,   .08,
                                               .06, .02, .02, .008, .004, .0065, .001, .0005};

struct OperatingPoint {
  double meanInSystem = 0;
  double meanResponse = 0;
  double badShare = 0;     // of the requests: refused, or slower than the limit
  double badVariance = 0;  // of the count of bad requests, per second and capacity
  double lost = 0;         // share: refused, or given up on
  std::array<double, kParts.size()> responses{};  // one for each part
};

class OperatingPoints {
 public:
  static constexpr Duration kHorizon = 300s;

  // `limit`: what is slower is bad; `timeout`: what is slower fails; infinite: none.
  OperatingPoints(const StationShape& shape, const ServiceTime& service, double limit,
                  double timeout);

  double capacity() const { return capacity_; }         // requests per second
  const StationShape& shape() const { return shape_; }  // its room as time-outs leave it
  double room() const { return room_; }                 // as it was given
  const ServiceTail& service() const { return *service_; }
  // utilization >= 0; beyond the last point it is that one. Linear between points.
  OperatingPoint at(double utilization);

 private:
  static constexpr std::size_t kPoints = 96;
  double utilizationOf(std::size_t point) const;
  const OperatingPoint& point(std::size_t index);

  StationShape shape_;
  std::unique_ptr<ServiceTail> service_;
  double limit_;
  double timeout_;
  double room_;
  double capacity_;
  double last_;  // utilization
  std::vector<std::optional<OperatingPoint>> points_;
};

}  // namespace evenkeel::performance
