#include "performance/multi_server_queue.h"

#include <cmath>
#include <limits>

#include "performance/erlang.h"

namespace evenkeel::performance {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// P(response > t) with t in mean service times and the waiting probability known:
// exp(-t) + C·(exp(-t) - exp(-(c - a)·t)) / (c - 1 - a).
double tail(double t, double waiting, double spare) {
  const double x = (spare - 1) * t;  // spare = c - a
  if (x < -1) return std::exp(-t) + waiting * (std::exp(-t) - std::exp(-spare * t)) / (spare - 1);
  const double ratio = x == 0 ? 1 : -std::expm1(-x) / x;
  return std::exp(-t) * (1 + waiting * t * ratio);
}

}  // namespace

double MultiServerQueue::waitingProbability() const {
  return erlangC(servers, load());
}

double MultiServerQueue::meanWait() const {
  if (!stable()) return kInfinity;
  return waitingProbability() * serviceTime / (servers - load());
}

double MultiServerQueue::meanResponse() const {
  return meanWait() + serviceTime;
}

double MultiServerQueue::meanInSystem() const {
  if (!stable()) return kInfinity;
  return arrivalRate * meanResponse();
}

double MultiServerQueue::responseExceeds(double t) const {
  if (!stable()) return 1;
  return tail(t / serviceTime, waitingProbability(), servers - load());
}

double MultiServerQueue::responseQuantile(double q) const {
  if (!stable() || q >= 1) return kInfinity;
  const double late = 1 - q;
  const double waiting = waitingProbability();
  const double spare = servers - load();
  if (servers == 1) return -std::log(late) * serviceTime / spare;
  // Between no wait at all and the slower of the two exponentials with the whole weight.
  double low = -std::log(late);
  double high = (low + std::log1p(waiting) + 1) / std::min(1.0, spare);
  while (tail(high, waiting, spare) > late) high *= 2;
  while (high - low > 1e-13 * high) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (tail(middle, waiting, spare) > late ? low : high) = middle;
  }
  return high * serviceTime;
}

}  // namespace evenkeel::performance
