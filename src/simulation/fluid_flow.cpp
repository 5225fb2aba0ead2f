#include "simulation/fluid_flow.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "performance/longest.h"

namespace evenkeel::simulation {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double secondsOf(Nanoseconds time) {
  return static_cast<double>(time) * 1e-9;
}

// The whole part of what has gathered, which stays behind without it.
std::int64_t takeWhole(double& gathered) {
  const double whole = std::floor(gathered);
  gathered -= whole;
  return static_cast<std::int64_t>(whole);
}

void record(Traffic& traffic, std::int64_t answered,
            const std::array<double, performance::kParts.size()>& responses) {
  double share = 0;
  std::int64_t before = 0;
  for (std::size_t i = 0; i < responses.size(); ++i) {
    share += performance::kParts[i];
    const auto upTo = std::min(
        answered, static_cast<std::int64_t>(std::llround(share * static_cast<double>(answered))));
    const std::int64_t here = upTo - before;
    if (here <= 0) continue;
    const Duration response = fromSeconds(responses[i]);
    traffic.recent.record(response, static_cast<std::uint64_t>(here));
    traffic.responseSum += response.count() * here;
    before = upTo;
  }
}

void enter(Traffic& traffic, std::int64_t requests, std::int64_t failed, Failure why) {
  traffic.issued += requests;
  traffic.completed += requests - failed;
  traffic.failed[static_cast<std::size_t>(why)] += failed;
}

}  // namespace

FluidFlow::FluidFlow(State& state, std::uint64_t seed) : Flow(state) {
  for (const ApplicationRun& run : state.applications) {
    Crowd& crowd = crowds_.emplace_back(RandomStream(seed, run.spec->name, "fluid"));
    const Target* target = responseTarget(run.spec->targets);
    crowd.limit = target != nullptr ? target->value : kInfinity;
  }
  std::vector<bool> isListed(state.services.size(), false);
  for (const Service& service : state.services) {
    const Serving& serving = service.spec->serving;
    const double room = static_cast<double>(service.queueLimit) +
                        (service.sharing ? 0 : std::max(1, serving.workers));
    parts_.emplace_back(performance::FluidStation(
        crowds_[service.application].limit,
        serving.timeout ? toSeconds(*serving.timeout) : kInfinity, std::max(1.0, room)));
  }
  // Callees last: again and again those that nobody unlisted calls.
  while (order_.size() < parts_.size()) {
    std::vector<bool> isCalled(parts_.size(), false);
    for (std::size_t s = 0; s < parts_.size(); ++s) {
      if (isListed[s]) continue;
      for (const Call& call : state.services[s].calls) isCalled[call.callee] = true;
    }
    for (std::uint32_t s = 0; s < parts_.size(); ++s) {
      if (isListed[s] || isCalled[s]) continue;
      order_.push_back(s);
    }
    for (const std::uint32_t s : order_) isListed[s] = true;
  }
}

void FluidFlow::begin() {
  for (LoadRun& load : state_.loads) {
    sources_.push_back(
        {load.arrivals.rates().next() ? &load.arrivals.rates() : nullptr, load.application});
  }
}

void FluidFlow::open(std::uint32_t pod) {
  settle();
  admit(pod);
  forget(state_.pods[pod].service);
}

void FluidFlow::close(std::uint32_t pod) {
  settle();
  withdraw(pod);
  state_.pods[pod].inFlight = 0;
  forget(state_.pods[pod].service);
}

void FluidFlow::resize(std::uint32_t pod, double cores) {
  settle();
  state_.pods[pod].cores = cores;
  forget(state_.pods[pod].service);
}

void FluidFlow::stop(std::uint32_t pod, PodStage stage) {
  close(pod);
  state_.pods[pod].stage = stage;
}

void FluidFlow::loseWaiting(std::uint32_t service) {
  settle();
  parts_[service].station.clear();
  forget(service);
}

double FluidFlow::busy(std::uint32_t pod) {
  settle();
  return state_.pods[pod].otherBusy + startUp(state_.pods[pod]);
}

void FluidFlow::settle() {
  const Nanoseconds now = state_.queue.now();
  if (last_ == now) return;
  while (last_ < now) {
    Nanoseconds end = now;
    for (Source& source : sources_) {
      while (source.rates != nullptr && source.rates->end().time_since_epoch().count() <= last_) {
        if (!source.rates->next()) source.rates = nullptr;
      }
      if (source.rates != nullptr) {
        end = std::min(end, source.rates->end().time_since_epoch().count());
      }
    }
    advance(end);
  }
  for (std::uint32_t s = 0; s < parts_.size(); ++s) shareOut(s);
}

void FluidFlow::advance(Nanoseconds end) {
  const double seconds = secondsOf(end - last_);
  for (Crowd& crowd : crowds_) crowd.rate = 0;
  for (const Source& source : sources_) {
    if (source.rates != nullptr) crowds_[source.application].rate += source.rates->rate();
  }
  spreadRates();
  for (const std::uint32_t s : order_) {
    Part& part = parts_[s];
    const Service& service = state_.services[s];
    part.step = part.station.advance(seconds, part.rate, part.points, part.stations,
                                     service.pooled && service.enabled);
    part.busy += part.step.busy;
  }
  for (auto s = order_.rbegin(); s != order_.rend(); ++s) answerOf(*s);
  for (std::uint32_t a = 0; a < crowds_.size(); ++a) count(a, seconds);
  last_ = end;
}

// From outside to the entries, from callers to callees. What a component cannot serve calls nobody.
void FluidFlow::spreadRates() {
  for (Part& part : parts_) part.rate = 0;
  for (std::size_t a = 0; a < crowds_.size(); ++a) {
    double before = 0;
    for (const Entry& entry : state_.applications[a].entries) {
      parts_[entry.service].rate += crowds_[a].rate * (entry.upTo - before);
      before = entry.upTo;
    }
  }
  for (const std::uint32_t s : order_) {
    Part& part = parts_[s];
    if (!part.known) learnPods(s);
    const double most = part.points == nullptr ? 0 : part.points->capacity() * part.stations;
    const double passed = std::min(part.rate, most);
    for (const Call& call : state_.services[s].calls) {
      if (!state_.services[call.callee].enabled) continue;
      parts_[call.callee].rate += passed * call.probability * (call.certain + call.further);
    }
  }
}

void FluidFlow::learnPods(std::uint32_t s) {
  const Service& service = state_.services[s];
  Part& part = parts_[s];
  part.known = true;
  part.points = nullptr;
  part.stations = 0;
  double cores = 0;
  double work = 0;
  for (const std::uint32_t pod : service.ready) {
    cores += state_.pods[pod].cores;
    work += state_.pods[pod].cores * state_.hosts[state_.pods[pod].host].spec->speed;
  }
  const auto pods = static_cast<double>(service.ready.size());
  if (!service.enabled || !(work > 0) || !(service.sampler.mean() > 0)) return;
  const Serving& serving = service.spec->serving;
  const std::int32_t workers = service.sharing ? 0 : std::max(1, serving.workers);
  const double stations = service.pooled ? 1 : pods;
  performance::StationShape shape;
  shape.cores = cores / stations;
  shape.speed = work / cores;
  shape.workers = static_cast<std::int32_t>(workers * (service.pooled ? pods : 1));
  shape.room = std::max(1.0, (static_cast<double>(service.queueLimit) + workers) * pods / stations);
  auto& kept = points_[{s, shape.cores, shape.speed, static_cast<std::uint32_t>(pods)}];
  if (!kept) {
    kept = std::make_unique<performance::OperatingPoints>(
        shape, serving.serviceTime, crowds_[service.application].limit,
        serving.timeout ? toSeconds(*serving.timeout) : kInfinity);
  }
  part.points = kept.get();
  part.stations = stations;
}

void FluidFlow::answerOf(std::uint32_t s) {
  Part& part = parts_[s];
  const performance::FluidStep& step = part.step;
  Answer& answer = part.answer;
  answer = {};
  answer.responses = step.responses;
  answer.mean = step.meanResponse;
  if (!(step.arrived > 0)) return;
  answer.failed = std::min(1.0, (step.refused + step.timedOut) / step.arrived);
  answer.bad = step.bad / step.arrived;
  answer.spread = step.bad > 0 ? step.badVariance / step.bad : 0;
  double squares = 0;
  double mean = 0;
  for (std::size_t i = 0; i < performance::kParts.size(); ++i) {
    mean += performance::kParts[i] * answer.responses[i];
    squares += performance::kParts[i] * answer.responses[i] * answer.responses[i];
  }
  answer.variance = std::max(0.0, squares - mean * mean);
  if (!state_.services[s].calls.empty()) addCalls(s, answer);
}

// The stages one after the other, the calls of one side by side.
void FluidFlow::addCalls(std::uint32_t s, Answer& answer) const {
  const Service& service = state_.services[s];
  performance::Moments sum{answer.mean, answer.variance};
  double fine = 1 - answer.failed;
  for (std::size_t c = 0; c < service.calls.size();) {
    const std::int32_t stage = service.calls[c].stage;
    performance::Moments longest;
    for (; c < service.calls.size() && service.calls[c].stage == stage; ++c) {
      const Call& call = service.calls[c];
      const Service& callee = state_.services[call.callee];
      if (!callee.enabled) continue;
      const Answer& answered = parts_[call.callee].answer;
      const auto layer = [this](const Service& of) {
        return static_cast<std::size_t>(
            of.ready.empty() ? Layer::Cloud
                             : state_.hosts[state_.pods[of.ready.front()].host].spec->layer);
      };
      const std::uint16_t hop = state_.hopBetween[layer(service)][layer(callee)];
      const performance::Moments one{
          answered.mean + 2 * secondsOf(hop != 0 ? state_.hops[hop].delay() : 0),
          answered.variance};
      const auto times = std::max<long>(1, std::lround(call.certain + call.further));
      performance::Moments all = one;
      for (long n = 1; n < times; ++n) all = performance::longestOf(all, one);
      longest = performance::longestOf(longest, performance::sometimes(all, call.probability));
      if (!callee.spec->optional) {
        fine *=
            1 - call.probability * (1 - std::pow(1 - answered.failed, static_cast<double>(times)));
      }
      answer.spread = std::max(answer.spread, answered.spread);
    }
    sum.mean += longest.mean;
    sum.variance += longest.variance;
  }
  const auto& timeout = service.spec->serving.timeout;
  if (timeout) fine *= 1 - performance::logNormalExceeds(sum, toSeconds(*timeout));
  answer.mean = sum.mean;
  answer.variance = sum.variance;
  answer.failed = 1 - fine;
  answer.bad =
      answer.failed + fine * performance::logNormalExceeds(sum, crowds_[service.application].limit);
  answer.responses = performance::logNormalParts(sum);
}

void FluidFlow::count(std::uint32_t a, double seconds) {
  ApplicationRun& run = state_.applications[a];
  Crowd& crowd = crowds_[a];
  const double expected = crowd.rate * seconds;
  if (!(expected > 0)) return;
  const auto requests = static_cast<std::int64_t>(crowd.random.poisson(expected));
  const double drawn = static_cast<double>(requests) / expected;

  double failed = 0;
  double bad = 0;
  double spread = 0;
  double before = 0;
  for (const Entry& entry : run.entries) {
    const Answer& answer = parts_[entry.service].answer;
    const double share = entry.upTo - before;
    before = entry.upTo;
    failed += share * answer.failed;
    bad += share * answer.bad;
    spread = std::max(spread, answer.spread);
  }
  const double badMean = bad * static_cast<double>(requests);
  const bool byChance = badMean > 0 && spread > 0;
  crowd.bad += byChance ? crowd.random.gamma(badMean / spread, spread) : badMean;
  crowd.failed += failed * static_cast<double>(requests);
  const std::int64_t failures = std::min(requests, takeWhole(crowd.failed));
  const std::int64_t slow =
      std::clamp<std::int64_t>(takeWhole(crowd.bad) - failures, 0, requests - failures);
  run.arrivals.counted(last_, requests, failures, slow);

  const Part& entry = parts_[run.entries.front().service];
  const Failure why = entry.points == nullptr                    ? Failure::NoReplica
                      : entry.step.timedOut > entry.step.refused ? Failure::TimedOut
                                                                 : Failure::QueueFull;
  enter(run.traffic, requests, failures, why);
  if (run.entries.size() == 1) {
    record(run.traffic, requests - failures, entry.answer.responses);
  } else {
    double upTo = 0;
    for (const Entry& one : run.entries) {
      const double share = one.upTo - upTo;
      upTo = one.upTo;
      record(run.traffic, std::llround(share * static_cast<double>(requests - failures)),
             parts_[one.service].answer.responses);
    }
  }
  run.traffic.inFlight = 0;
  for (std::uint32_t s = 0; s < parts_.size(); ++s) {
    Part& part = parts_[s];
    Service& service = state_.services[s];
    if (service.application != a) continue;
    if (part.points != nullptr) {
      const double most = part.points->shape().cores * part.stations * seconds;
      part.busy += std::min(part.step.busy * (drawn - 1), most - part.step.busy);
    }
    part.count += part.rate * seconds * drawn;
    const std::int64_t here = takeWhole(part.count);
    const auto lost =
        static_cast<std::int64_t>(std::llround(part.answer.failed * static_cast<double>(here)));
    enter(service.traffic, here, lost, why);
    record(service.traffic, here - lost, part.answer.responses);
    service.traffic.inFlight = std::llround(part.station.inSystem());
    run.traffic.inFlight += service.traffic.inFlight;
  }
}

// Gives CPU used and requests in the component to its pods, by their share of its cores.
void FluidFlow::shareOut(std::uint32_t s) {
  const Service& service = state_.services[s];
  Part& part = parts_[s];
  double cores = 0;
  for (const std::uint32_t pod : service.ready) cores += state_.pods[pod].cores;
  if (!(cores > 0)) return;
  for (const std::uint32_t index : service.ready) {
    Pod& pod = state_.pods[index];
    pod.otherBusy += part.busy * 1e9 * pod.cores / cores;
    pod.inFlight =
        static_cast<std::uint32_t>(std::lround(part.station.inSystem() * pod.cores / cores));
  }
  part.busy = 0;
}

}  // namespace evenkeel::simulation
