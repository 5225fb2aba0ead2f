#include "workload/generators.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <initializer_list>
#include <numbers>

namespace evenkeel {
namespace {

// One phase of a load: constant, or a curve over the seconds since the phase began.
struct Phase {
  Duration length;
  double rate = 0;
  std::function<double(double)> curve = {};
};

constexpr Duration kRest = Duration::max();  // whatever is left

Duration stepFor(Duration length) {
  constexpr std::int64_t kMaxSteps = 100'000;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(length / kMaxSteps);
  return std::max<Duration>(1s, seconds);
}

Result<Intensity> join(std::initializer_list<Phase> phases, Duration length) {
  Intensity result;
  const Duration step = stepFor(length);
  for (const auto& phase : phases) {
    const Duration left = length - (result.end() - Instant{});
    const Duration wanted = std::min(phase.length, left);
    for (Duration done{}; done < wanted;) {
      const Duration part = phase.curve ? std::min(step, wanted - done) : wanted;
      const double rate = phase.curve ? phase.curve(toSeconds(done + part / 2)) : phase.rate;
      if (auto appended = result.append(part, rate); !appended) {
        return tl::unexpected(appended.error());
      }
      done += part;
    }
  }
  if (result.empty()) {
    return fail(ErrorKind::Invalid, "length", "a load of no length", "a length above zero");
  }
  return result;
}

tl::unexpected<Error> badTime(const char* parameter) {
  return fail(ErrorKind::Invalid, parameter, "a negative time, or one after its end",
              "times from the start of the load, in their order");
}

}  // namespace

Result<Intensity> intensityOf(const SteadyLoad& load, Duration length) {
  return join({{kRest, load.rate}}, length);
}

Result<Intensity> intensityOf(const RampLoad& load, Duration length) {
  if (load.start < Duration::zero() || load.end < load.start) return badTime("start");
  const Duration rise = load.end - load.start;
  const double slope = (load.to - load.from) / toSeconds(rise);
  return join({{load.start, load.from},
               {rise, 0, [&](double t) { return load.from + slope * t; }},
               {kRest, load.to}},
              length);
}

Result<Intensity> intensityOf(const StepLoad& load, Duration length) {
  if (load.at < Duration::zero()) return badTime("at");
  return join({{load.at, load.before}, {kRest, load.after}}, length);
}

Result<Intensity> intensityOf(const DiurnalLoad& load, Duration length) {
  if (load.period <= Duration::zero()) return badTime("period");
  if (!(load.amplitude >= 0 && load.amplitude <= load.mean)) {
    return fail(ErrorKind::Invalid, "amplitude", "rates would be negative",
                "an amplitude between zero and the mean");
  }
  const double radiansPerSecond = 2 * std::numbers::pi / toSeconds(load.period);
  return join({{kRest, 0,
                [&](double t) {
                  return std::max(0.0, load.mean - load.amplitude * std::cos(radiansPerSecond * t));
                }}},
              length);
}

Result<Intensity> intensityOf(const FlashCrowdLoad& load, Duration length) {
  if (load.at < Duration::zero()) return badTime("at");
  if (load.rise < Duration::zero()) return badTime("rise");
  if (load.hold < Duration::zero()) return badTime("hold");
  if (load.decay <= Duration::zero()) return badTime("decay");
  const double height = load.peak - load.base;
  const double rise = toSeconds(load.rise);
  const double decay = toSeconds(load.decay);
  return join({{load.at, load.base},
               {load.rise, 0, [&](double t) { return load.base + height * t / rise; }},
               {load.hold, load.peak},
               {kRest, 0, [&](double t) { return load.base + height * std::exp(-t / decay); }}},
              length);
}

}  // namespace evenkeel
