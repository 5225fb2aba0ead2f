// Random numbers that one more consumer does not change for the others.
//
// A stream is named by (seed, entity, purpose): streams of different names are independent, and the
// same name gives the same numbers on every machine, because engine and distributions are ours
// (std::*_distribution is free to differ between libraries). Engine: xoshiro256++ (Blackman and
// Vigna, 2021), seeded by SplitMix64 over an FNV-1a hash of the name. Not for secrets.
// A stream is a value; it is not shared between threads.
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>

namespace evenkeel {

class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view entity, std::string_view purpose);

  std::uint64_t bits() {
    const std::uint64_t result = rotl(s_[0] + s_[3], 23) + s_[0];
    const std::uint64_t t = s_[1] << 17;
    s_[2] ^= s_[0];
    s_[3] ^= s_[1];
    s_[1] ^= s_[2];
    s_[0] ^= s_[3];
    s_[2] ^= t;
    s_[3] = rotl(s_[3], 45);
    return result;
  }

  // In [0, 1), with 53 random bits.
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }
  // In [0, n), without bias; n > 0.
  std::uint64_t below(std::uint64_t n);
  bool bernoulli(double probability) { return uniform() < probability; }
  // mean > 0; never zero, never infinite.
  double exponential(double mean) {
    // The middle of one of 2^52 equal parts of (0, 1): exact, and its logarithm is not zero.
    return -mean * std::log((static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52);
  }
  double normal(double mean, double deviation);
  // The mean and coefficient of variation of the log-normal variable itself.
  double logNormal(double mean, double cv);
  // shape, scale > 0 (mean shape·scale). Marsaglia and Tsang, 2000.
  double gamma(double shape, double scale);
  // shape > 0, scale > 0: P(X > x) = (scale / x)^shape for x >= scale.
  double pareto(double shape, double scale);
  // mean >= 0. Inversion below 10, PTRS (Hörmann, 1993) above.
  std::uint64_t poisson(double mean);

 private:
  static std::uint64_t rotl(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  std::uint64_t s_[4];
};

}  // namespace evenkeel
