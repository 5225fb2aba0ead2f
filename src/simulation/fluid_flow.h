// The load as a fluid: what would become of the requests is worked out for each stretch of time in
// which rates and pods stay as they are, without single requests.
//
// A component's pods are stations of performance/fluid_station.h: one where the routing is pooled,
// one each where it is random. How many requests came is drawn (Poisson), and so is how many of
// them were bad, with the variance that the stations' equilibrium has: runs of different seeds
// differ as those of single requests do. With calls, response times are added up by mean and
// variance (the longest of a stage by Clark, Operations Research 9, 1961) and the sum is taken for
// log-normal.
//
// Requests count as ended when they arrive. Left out: memory by request and pods killed for it,
// requests lost with their pod, Little's law. How far off it is and where it must not be used:
// docs/fluid.md. Integrates when something changes or is read; no events of its own.
#pragma once

#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "performance/fluid_station.h"
#include "simulation/flow.h"

namespace evenkeel::simulation {

class FluidFlow final : public Flow {
 public:
  // The state is complete.
  FluidFlow(State& state, std::uint64_t seed);

  void begin() override;
  void open(std::uint32_t pod) override;
  void close(std::uint32_t pod) override;
  void resize(std::uint32_t pod, double cores) override;
  void stop(std::uint32_t pod, PodStage stage) override;
  void loseWaiting(std::uint32_t service) override;
  double busy(std::uint32_t pod) override;
  void settle() override;

 private:
  // What a request to a component is answered with.
  struct Answer {
    double mean = 0;
    double variance = 0;
    double failed = 0;  // share
    double bad = 0;     // share: failed or slower than the application's limit
    double spread = 1;  // variance of the count of bad ones over that of independent ones
    std::array<double, performance::kParts.size()> responses{};
  };
  struct Part {  // of a service
    explicit Part(performance::FluidStation station_) : station(station_) {}
    performance::FluidStation station;
    bool known = false;  // points and stations are those of the pods as they are
    performance::OperatingPoints* points = nullptr;  // null: no pod
    double stations = 0;
    double cores = 0;  // of all its pods
    double rate = 0;   // arrivals per second
    double busy = 0;   // core-seconds not yet given to pods
    double count = 0;  // part of a request not yet counted
    performance::FluidStep step;
    Answer answer;
  };
  struct Source {                  // a load
    RateProcess* rates = nullptr;  // null: it has ended
    std::uint32_t application = 0;
  };
  struct Crowd {  // an application's requests
    explicit Crowd(RandomStream random_) : random(random_) {}
    RandomStream random;
    double rate = 0;
    double limit = 0;
    double bad = 0;  // part of a request not yet counted
    double failed = 0;
  };
  using PointsKey = std::tuple<std::uint32_t, double, double, std::uint32_t>;

  static Nanoseconds ends(const Source& source) {
    return source.rates->end().time_since_epoch().count();
  }
  void takeRates(Nanoseconds end);
  void advance(Nanoseconds end);
  void spreadRates();
  void learnPods(std::uint32_t service);
  void answerOf(std::uint32_t service);
  void addCalls(std::uint32_t service, Answer& answer) const;
  void count(std::uint32_t application, double seconds);
  void countInSystem(std::uint32_t application);
  static std::int64_t drawInSystem(const Part& part, RandomStream& random);
  void forget(std::uint32_t service) { parts_[service].known = false; }
  void shareOut(std::uint32_t service);

  Nanoseconds last_ = 0;  // up to here everything is counted
  std::vector<Source> sources_;
  std::vector<Crowd> crowds_;         // by application
  std::vector<Part> parts_;           // by service
  std::vector<std::uint32_t> order_;  // callers before callees
  std::map<PointsKey, std::unique_ptr<performance::OperatingPoints>> points_;
};

}  // namespace evenkeel::simulation
