#include "evaluation/cost.h"

namespace evenkeel::evaluation {

double moneyOf(const simulation::Cost& cost, const Prices& prices) {
  constexpr double kHour = 3600;  // seconds
  constexpr double kGib = 1 << 30;
  constexpr double kKwh = 3.6e6;  // joules
  return cost.coreSeconds / kHour * prices.coreHour +
         cost.byteSeconds / kGib / kHour * prices.gibHour +
         cost.nodeSeconds / kHour * prices.nodeHour + cost.joules / kKwh * prices.kwh;
}

}  // namespace evenkeel::evaluation
