#include "simulation/exponential.h"

#include <cmath>

namespace evenkeel::simulation {
namespace {
constexpr double kTailStart = 7.69711747013104972;       // of 256 layers
constexpr double kLayerArea = 0.0039496598225815571993;  // each layer's, the tail with the first
}  // namespace

ExponentialTable::ExponentialTable() {
  x[0] = kLayerArea / std::exp(-kTailStart);
  x[1] = kTailStart;
  for (std::size_t i = 1; i < 255; ++i) x[i + 1] = -std::log(kLayerArea / x[i] + std::exp(-x[i]));
  x[256] = 0;
  for (std::size_t i = 0; i < 257; ++i) f[i] = std::exp(-x[i]);
  for (std::size_t i = 0; i < 256; ++i) width[i] = x[i] * 0x1p-53;
}

const ExponentialTable kExponentialTable;

double exponentialEdge(RandomStream& random, std::uint32_t layer, double x) {
  for (;;) {
    if (layer == 0) return kTailStart - std::log1p(-random.uniform());
    const double low = kExponentialTable.f[layer];
    const double high = kExponentialTable.f[layer + 1];
    if (low + random.uniform() * (high - low) < std::exp(-x)) return x;
    const std::uint64_t bits = random.bits();
    layer = static_cast<std::uint32_t>(bits & 255);
    x = static_cast<double>(bits >> 11) * kExponentialTable.width[layer];
    if (x < kExponentialTable.x[layer + 1]) return x;
  }
}

}  // namespace evenkeel::simulation
