#include "performance/erlang.h"

namespace evenkeel::performance {

double erlangB(std::int32_t servers, double load) {
  double blocking = 1;
  for (std::int32_t n = 1; n <= servers; ++n) {
    blocking = load * blocking / (n + load * blocking);
  }
  return blocking;
}

double erlangC(std::int32_t servers, double load) {
  if (load >= servers) return 1;
  const double blocking = erlangB(servers, load);
  return servers * blocking / (servers - load * (1 - blocking));
}

}  // namespace evenkeel::performance
