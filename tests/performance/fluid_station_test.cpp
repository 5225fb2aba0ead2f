#include "performance/fluid_station.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "performance/longest.h"

namespace evenkeel::performance {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

OperatingPoints points(std::int32_t workers) {
  StationShape shape;
  shape.cores = 10;
  shape.workers = workers;
  ServiceTime service;
  service.mean = 50ms;
  return {shape, service, 0.25, kNever};
}

TEST(FluidStation, BelowCapacityIsInEquilibrium) {
  OperatingPoints ten = points(10);
  FluidStation station(0.25, kNever, 1000);
  const FluidStep step = station.advance(15, 160, &ten, 1, true);
  EXPECT_DOUBLE_EQ(step.arrived, 2400);
  EXPECT_NEAR(step.busy, 2400 * 0.05, 1e-9);
  EXPECT_NEAR(step.bad / step.arrived, ten.at(0.8).badShare, 1e-12);
  EXPECT_EQ(step.refused, 0);
}

TEST(FluidStation, ABacklogGrowsAndDrains) {
  OperatingPoints ten = points(10);
  FluidStation station(0.25, kNever, 1e6);
  station.advance(10, 300, &ten, 1, true);  // 100 a second too many
  EXPECT_NEAR(station.inSystem(), 1000 + ten.at(1).meanInSystem, 1e-6);
  const FluidStep behind = station.advance(5, 100, &ten, 1, true);  // 100 a second to spare
  EXPECT_NEAR(behind.bad, behind.arrived, 1e-9);                    // all wait for 2.5 s and more
  EXPECT_NEAR(behind.busy, 10 * 5, 1e-9);
  station.advance(5, 100, &ten, 1, true);
  const FluidStep calm = station.advance(5, 100, &ten, 1, true);
  EXPECT_NEAR(calm.bad / calm.arrived, ten.at(0.5).badShare, 1e-12);
}

TEST(FluidStation, TimeOutsAndRoomBoundTheBacklog) {
  for (const std::int32_t workers : {0, 10}) {
    OperatingPoints ten = points(workers);
    FluidStation patient(0.25, 2, 1e6);
    FluidStep step;
    for (int i = 0; i < 50; ++i) step = patient.advance(10, 300, &ten, 1, true);
    EXPECT_NEAR(step.timedOut / step.arrived, 1.0 / 3, 1e-6);
    StationShape shape = ten.shape();
    shape.room = 500;
    ServiceTime service;
    service.mean = 50ms;
    OperatingPoints bounded(shape, service, 0.25, kNever);
    FluidStation small(0.25, kNever, 500);
    for (int i = 0; i < 50; ++i) step = small.advance(10, 300, &bounded, 1, true);
    EXPECT_NEAR(step.refused / step.arrived, 1.0 / 3, 1e-6);
    EXPECT_NEAR(small.inSystem(), 500, 1e-6);
  }
}

// A step in the distribution is where it is: nothing takes less, half of it twice as long at least.
TEST(OperatingPoints, FollowsTheServiceTime) {
  StationShape shape;
  shape.cores = 4;
  const ServiceTime service{DistributionKind::Deterministic, 50ms, 1, {}};
  OperatingPoints points(shape, service, 0.25, kNever);
  const OperatingPoint light = points.at(0.1);
  for (std::size_t i = 0; i + 2 < light.responses.size(); ++i) {
    EXPECT_NEAR(light.responses[i], 0.05, 0.002) << i;
  }
  EXPECT_LT(light.badShare, 1e-6);
}

TEST(FluidStation, WithoutAStationRequestsWaitOrAreRefused) {
  FluidStation pooled(0.25, kNever, 1000);
  EXPECT_EQ(pooled.advance(1, 100, nullptr, 0, true).refused, 0);
  EXPECT_DOUBLE_EQ(pooled.inSystem(), 100);
  FluidStation random(0.25, kNever, 1000);
  EXPECT_DOUBLE_EQ(random.advance(1, 100, nullptr, 0, false).refused, 100);
  EXPECT_EQ(random.inSystem(), 0);
}

TEST(Longest, OfTwoEqualNormalTimes) {
  const Moments one{1, 0.01};
  EXPECT_NEAR(longestOf(one, one).mean, 1 + 0.1 / std::sqrt(3.14159265358979), 1e-9);
  EXPECT_EQ(longestOf(one, {}).mean, 1);
  EXPECT_NEAR(sometimes(one, 0.5).variance, 0.5 * 1.01 - 0.25, 1e-12);
}

TEST(Longest, LogNormalPartsAndTailAgree) {
  const Moments time{0.1, 0.004};
  const auto parts = logNormalParts(time);
  EXPECT_NEAR(logNormalExceeds(time, parts[9]), 0.05, 1e-4);
  EXPECT_NEAR(logNormalExceeds(time, parts[12]), 0.01, 1e-4);
}

}  // namespace
}  // namespace evenkeel::performance
