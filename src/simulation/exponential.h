// Exponential variates without a logarithm in the common case.
//
// Ziggurat method (Marsaglia and Tsang, "The ziggurat method for generating random variables",
// Journal of Statistical Software 5(8), 2000) with 256 layers, on 64 random bits: 8 choose the
// layer, 53 others the place in it. About 99 of 100 draws take one multiplication.
#pragma once

#include <array>
#include <cstdint>

#include "base/random.h"

namespace evenkeel::simulation {

struct ExponentialTable {
  ExponentialTable();
  std::array<double, 257> x;      // right edges of the layers, falling; x[1] begins the tail
  std::array<double, 257> f;      // exp(-x)
  std::array<double, 256> width;  // x[i] / 2^53
};
extern const ExponentialTable kExponentialTable;

double exponentialEdge(RandomStream& random, std::uint32_t layer, double x);

// Mean 1; finite, not negative.
inline double drawExponential(RandomStream& random) {
  const std::uint64_t bits = random.bits();
  const auto layer = static_cast<std::uint32_t>(bits & 255);
  const double x = static_cast<double>(bits >> 11) * kExponentialTable.width[layer];
  if (x < kExponentialTable.x[layer + 1]) return x;
  return exponentialEdge(random, layer, x);
}

}  // namespace evenkeel::simulation
