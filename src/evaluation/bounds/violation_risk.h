// How likely a window violates its target, from what is expected of its bad requests.
//
// Their count is taken for a gamma variable of its mean and variance. Joined windows in which the
// pods change have as many bad requests as all of them together. Those are counted in marks, a
// hundredth or so of what the window may have; the variance that goes with a sum is that of the two
// unchanging options whose means lie next to it, mixed so that they have that mean together. This
// is exact for an option that does not change and for a mix of two neighbours under a steady rate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace evenkeel::evaluation {

enum class Chance : std::uint8_t {
  Mean,     // 0 or 1: whether it violates at its expected share of bad requests
  Counted,  // the count of bad requests varies
};

struct BadCount {  // of requests
  double mean = 0;
  double variance = 0;
};

// With that many arrived, of which 5 % may be bad.
double violationRisk(const BadCount& bad, double arrived, Chance chance);

// Of a window under each factor that the load may be multiplied with, all equally likely.
using BadCounts = std::vector<BadCount>;
double meanOf(const BadCounts& counts);
double violationRisk(const BadCounts& counts, const std::vector<double>& arrived, Chance chance);

// Joined windows, by sum of marks from none on: `perLimit` marks (> 0) are what is allowed, and the
// last is two and a half times that, or more. `options`: one that does not change, each; `arrived`:
// by factor. Never falling.
std::vector<double> risksOfSums(std::vector<BadCounts> options, const std::vector<double>& arrived,
                                std::uint16_t perLimit, Chance chance);
std::size_t sumsFor(std::uint16_t perLimit);

// Marks of joined windows, from the bad requests expected in each: rounded up so that
// any beginning of them is right to one mark.
std::vector<std::uint16_t> marksOf(const std::vector<double>& bad, double arrived,
                                   std::uint16_t perLimit);

}  // namespace evenkeel::evaluation
