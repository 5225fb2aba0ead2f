#include "performance/queueing_network.h"

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "performance/multi_server_queue.h"

namespace evenkeel::performance {
namespace {

constexpr std::size_t kMaxStations = 1000;

tl::unexpected<Error> invalid(std::string what, std::string valid) {
  return fail(ErrorKind::Invalid, "network", std::move(what), std::move(valid));
}

Result<void> check(const std::vector<Station>& network) {
  if (network.empty() || network.size() > kMaxStations) {
    return invalid(std::to_string(network.size()) + " stations", "1 to 1000");
  }
  double arriving = 0;
  for (std::size_t i = 0; i < network.size(); ++i) {
    const Station& s = network[i];
    const std::string name = "station " + std::to_string(i);
    if (!(s.serviceTime > 0 && std::isfinite(s.serviceTime)) || s.servers < 1 ||
        !(s.arrivalRate >= 0 && std::isfinite(s.arrivalRate))) {
      return invalid(name, "a service time above zero, a server or more, a rate of zero or more");
    }
    double sum = 0;
    bool valid = s.routing.size() <= network.size();
    for (const double p : s.routing) {
      valid = valid && p >= 0;
      sum += p;
    }
    if (!valid || !(sum <= 1 + 1e-12)) {
      return invalid("routing from " + name, "probabilities to stations, 1 at most in all");
    }
    arriving += s.arrivalRate;
  }
  if (!(arriving > 0)) return invalid("nothing arrives", "a station with arrivals");
  return {};
}

// Solves rates = arrivals + routingᵀ · rates by elimination. The matrix I - routingᵀ is an
// M-matrix: no pivoting is needed, and a pivot that vanishes means a set of stations that nobody
// leaves.
Result<std::vector<double>> flows(const std::vector<Station>& network) {
  const std::size_t n = network.size();
  std::vector<std::vector<double>> a(n, std::vector<double>(n + 1));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < network[i].routing.size(); ++j) a[j][i] -= network[i].routing[j];
    a[i][i] += 1;
    a[i][n] = network[i].arrivalRate;
  }
  for (std::size_t k = 0; k < n; ++k) {
    if (!(a[k][k] > 1e-12)) {
      return invalid("requests at station " + std::to_string(k) + " never leave the network",
                     "a way out from every station");
    }
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = a[i][k] / a[k][k];
      if (factor == 0) continue;
      for (std::size_t j = k; j <= n; ++j) a[i][j] -= factor * a[k][j];
    }
  }
  std::vector<double> rates(n);
  for (std::size_t k = n; k-- > 0;) {
    double rest = a[k][n];
    for (std::size_t j = k + 1; j < n; ++j) rest -= a[k][j] * rates[j];
    rates[k] = rest / a[k][k];
  }
  return rates;
}

}  // namespace

Result<NetworkMeasures> measuresOf(const std::vector<Station>& network) {
  if (auto checked = check(network); !checked) return tl::unexpected(checked.error());
  auto rates = flows(network);
  if (!rates) return tl::unexpected(rates.error());
  NetworkMeasures m;
  m.rates = std::move(*rates);
  double inNetwork = 0;
  double arriving = 0;
  for (std::size_t i = 0; i < network.size(); ++i) {
    const Station& s = network[i];
    inNetwork += MultiServerQueue{m.rates[i], s.serviceTime, s.servers}.meanInSystem();
    arriving += s.arrivalRate;
  }
  m.meanResponse = inNetwork / arriving;  // Little's law
  return m;
}

}  // namespace evenkeel::performance
