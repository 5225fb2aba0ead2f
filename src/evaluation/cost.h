// What a run used, and what that costs.
//
// A pod costs from the moment it was asked for to its end, start-up included, by what it requests.
#pragma once

#include <span>

#include "base/time.h"
#include "model/asset.h"
#include "model/infrastructure.h"

namespace evenkeel::evaluation {

struct Cost {
  double podSeconds = 0;
  double coreSeconds = 0;
  double byteSeconds = 0;
  double nodeSeconds = 0;
  double joules = 0;

  Cost& operator+=(const Cost& other);
  double money(const Prices& prices) const;
  friend bool operator==(const Cost&, const Cost&) = default;
};

// A pod while its requests were the same; a resized pod is several, one after the other.
struct PodLife {
  Instant asked{};
  Instant ended = Instant::max();  // still there
  Resources requests;
};

// The part of these lives within [begin, end); nodes and energy are left at zero.
Cost costOf(std::span<const PodLife> pods, Instant begin, Instant end);

}  // namespace evenkeel::evaluation
