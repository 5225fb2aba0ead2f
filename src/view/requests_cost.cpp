#include "view/requests_cost.h"

namespace evenkeel::view {

double requestsCost(double cores, double gib, const Prices& prices) {
  return cores * prices.coreHour + gib * prices.gibHour;
}

}  // namespace evenkeel::view
