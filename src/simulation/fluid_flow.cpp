#include "simulation/fluid_flow.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "performance/component_station.h"
#include "performance/longest.h"

namespace evenkeel::simulation {
namespace {

// Rates that change within a second are averaged: no queue follows them.
constexpr Nanoseconds kShortest = 1'000'000'000;
constexpr double kSaturated = 0.999;
constexpr double kNearlyPoisson = 1e6;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double secondsOf(Nanoseconds time) {
  return static_cast<double>(time) * 1e-9;
}

// Of what is not negative.
std::int64_t nearest(double value) {
  return static_cast<std::int64_t>(value + 0.5);
}

// The whole part of what has gathered, which stays behind without it.
std::int64_t takeWhole(double& gathered) {
  const double whole = std::floor(gathered);
  gathered -= whole;
  return static_cast<std::int64_t>(whole);
}

void record(Traffic& traffic, std::int64_t answered,
            const std::array<double, performance::kParts.size()>& responses) {
  if (!(responses.back() > 0)) return;  // not known: there was no pod
  double share = 0;
  std::int64_t before = 0;
  for (std::size_t i = 0; i < responses.size(); ++i) {
    share += performance::kParts[i];
    const std::int64_t upTo = std::min(answered, nearest(share * static_cast<double>(answered)));
    const std::int64_t here = upTo - before;
    if (here <= 0) continue;
    const Duration response = fromSeconds(responses[i]);
    traffic.recent.record(response, static_cast<std::uint64_t>(here));
    traffic.responseSum += response.count() * here;
    before = upTo;
  }
}

using Parts = std::array<double, performance::kParts.size()>;

// Of two crowds together, those above `most` left out; all of them above: that.
Parts mixed(const Parts& a, double shareOfA, const Parts& b, double shareOfB, double most) {
  std::vector<std::pair<double, double>> all;  // response time, share
  double whole = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (const auto& [time, share] : {std::pair{a[i], shareOfA}, std::pair{b[i], shareOfB}}) {
      if (time > most || !(share > 0)) continue;
      all.emplace_back(time, share * performance::kParts[i]);
      whole += share * performance::kParts[i];
    }
  }
  Parts out;
  if (!(whole > 0)) {
    out.fill(most);
    return out;
  }
  std::sort(all.begin(), all.end());
  std::size_t next = 0;
  double seen = all[0].second / whole;
  double before = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double middle = before + performance::kParts[i] / 2;
    while (next + 1 < all.size() && seen < middle) seen += all[++next].second / whole;
    out[i] = all[next].first;
    before += performance::kParts[i];
  }
  return out;
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
    parts_.emplace_back(performance::FluidStation(crowds_[service.application].limit,
                                                  performance::patienceOf(serving),
                                                  performance::roomOfPod(serving)));
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
    for (const Source& source : sources_) {
      if (source.rates != nullptr) end = std::min(end, ends(source));
    }
    if (end < last_ + kShortest) end = std::min(now, last_ + kShortest);
    takeRates(end);
    advance(end);
  }
  for (std::uint32_t s = 0; s < parts_.size(); ++s) shareOut(s);
}

// Each application's mean rate up to then.
void FluidFlow::takeRates(Nanoseconds end) {
  for (Crowd& crowd : crowds_) crowd.rate = 0;
  for (Source& source : sources_) {
    for (Nanoseconds at = last_; source.rates != nullptr && at < end;) {
      const Nanoseconds until = std::min(end, ends(source));
      crowds_[source.application].rate +=
          source.rates->rate() * secondsOf(until - at) / secondsOf(end - last_);
      at = until;
      if (ends(source) <= at && !source.rates->next()) source.rates = nullptr;
    }
  }
}

void FluidFlow::advance(Nanoseconds end) {
  const double seconds = secondsOf(end - last_);
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
  part.cores = 0;
  double work = 0;
  for (const std::uint32_t pod : service.ready) {
    part.cores += state_.pods[pod].cores;
    work += state_.pods[pod].cores * state_.hosts[state_.pods[pod].host].spec->speed;
  }
  if (!service.enabled || !(work > 0) || !(service.sampler.mean() > 0)) return;
  const Serving& serving = service.spec->serving;
  if (performance::roomOfPod(serving) == 0) return;
  const auto pods = static_cast<std::int32_t>(service.ready.size());
  const performance::StationShape shape =
      performance::stationOf(serving, part.cores, work / part.cores, pods, service.pooled);
  auto& kept = points_[{s, shape.cores, shape.speed, static_cast<std::uint32_t>(pods)}];
  if (!kept) {
    kept = std::make_unique<performance::OperatingPoints>(shape, serving.serviceTime,
                                                          crowds_[service.application].limit,
                                                          performance::patienceOf(serving));
  }
  part.points = kept.get();
  part.stations = service.pooled ? 1 : pods;
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
  answer.variance = performance::momentsOf(answer.responses).variance;
  if (!state_.services[s].calls.empty()) addCalls(s, answer);
}

// The stages one after the other, the calls of one side by side.
void FluidFlow::addCalls(std::uint32_t s, Answer& answer) const {
  const Service& service = state_.services[s];
  const performance::Moments own{answer.mean, answer.variance};
  performance::Moments calls;  // of all stages, zero where none is made
  double none = 1;
  const double served = 1 - answer.failed;
  double fine = 1;  // no call fails
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
      none *= 1 - call.probability;
      if (!callee.spec->optional) {
        fine *=
            1 - call.probability * (1 - std::pow(1 - answered.failed, static_cast<double>(times)));
      }
      answer.spread = std::max(answer.spread, answered.spread);
    }
    calls.mean += longest.mean;
    calls.variance += longest.variance;
  }
  const double any = 1 - none;
  // Those who call and those who do not are two crowds: who does not has its own times.
  const double some = std::max(any, 1e-12);
  const performance::Moments calling{
      own.mean + calls.mean / some,
      own.variance + std::max(0.0, (calls.variance + calls.mean * calls.mean) / some -
                                       calls.mean * calls.mean / (some * some))};
  const double callFails = std::min(1.0, (1 - fine) / some);  // of those who call
  const Parts alone = answer.responses;
  const Parts together = performance::logNormalParts(calling);
  const auto exceeds = [&](double limit) {
    double share =
        any * (1 - (1 - callFails) * (1 - performance::logNormalExceeds(calling, limit)));
    for (std::size_t i = 0; i < alone.size(); ++i) {
      if (alone[i] > limit) share += (1 - any) * performance::kParts[i];
    }
    return share;
  };
  const double patience = performance::patienceOf(service.spec->serving);
  answer.failed = 1 - served * (1 - exceeds(patience));
  answer.bad = 1 - served * (1 - exceeds(std::min(patience, crowds_[service.application].limit)));
  answer.responses = mixed(alone, 1 - any, together, any, patience);
  const performance::Moments answered = performance::momentsOf(answer.responses);
  answer.mean = answered.mean;
  answer.variance = answered.variance;
}

void FluidFlow::count(std::uint32_t a, double seconds) {
  ApplicationRun& run = state_.applications[a];
  Crowd& crowd = crowds_[a];
  const double expected = crowd.rate * seconds;
  if (!(expected > 0)) return countInSystem(a);
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
  const std::int64_t over = std::min(requests, takeWhole(crowd.bad));
  crowd.failed += bad > 0 ? static_cast<double>(over) * std::min(1.0, failed / bad) : 0;
  const std::int64_t failures = std::min(over, takeWhole(crowd.failed));
  const std::int64_t slow = over - failures;
  run.arrivals.counted(last_, requests, failures, slow);

  const std::uint32_t front = run.entries.front().service;
  const Part& entry = parts_[front];
  const bool stands = state_.services[front].enabled && !state_.services[front].ready.empty();
  const Failure why = entry.points == nullptr && !stands         ? Failure::NoReplica
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
      record(run.traffic, nearest(share * static_cast<double>(requests - failures)),
             parts_[one.service].answer.responses);
    }
  }
  for (std::uint32_t s = 0; s < parts_.size(); ++s) {
    Part& part = parts_[s];
    Service& service = state_.services[s];
    if (service.application != a) continue;
    if (part.points != nullptr) {
      const double most = part.points->shape().cores * part.stations * seconds;
      const bool saturated = part.step.busy > kSaturated * most;  // then chance changes nothing
      if (!saturated) part.busy += std::min(part.step.busy * (drawn - 1), most - part.step.busy);
    }
    part.count += part.rate * seconds * drawn;
    const std::int64_t here = takeWhole(part.count);
    const std::int64_t lost = nearest(part.answer.failed * static_cast<double>(here));
    enter(service.traffic, here, lost, why);
    record(service.traffic, here - lost, part.answer.responses);
  }
  countInSystem(a);
}

// What a look at this moment finds. Around the mean L it varies by L, and by what waits over what
// is free: so do a single server (geometric), servers that are never all busy (Poisson) and a crowd
// before servers that nearly always are.
std::int64_t FluidFlow::drawInSystem(const Part& part, RandomStream& random) {
  const double mean = part.station.inSystem();
  if (part.points == nullptr || !(mean > 0)) return nearest(mean);
  const double utilization = part.rate / (part.points->capacity() * part.stations);
  if (utilization > kSaturated) return nearest(mean);
  const double busy = part.points->shape().cores * part.stations * utilization;
  const double waiting = std::max(0.0, mean - busy) / (1 - utilization);
  const double shape = waiting > 0 ? mean * mean / waiting : kInfinity;
  const bool isPoisson = shape > kNearlyPoisson;
  return static_cast<std::int64_t>(
      random.poisson(isPoisson ? mean : random.gamma(shape, mean / shape)));
}

void FluidFlow::countInSystem(std::uint32_t a) {
  Traffic& whole = state_.applications[a].traffic;
  whole.inFlight = 0;
  for (std::uint32_t s = 0; s < parts_.size(); ++s) {
    Service& service = state_.services[s];
    if (service.application != a) continue;
    service.traffic.inFlight = drawInSystem(parts_[s], crowds_[a].random);
    whole.inFlight += service.traffic.inFlight;
  }
}

// Gives CPU used and requests in the component to its pods, by their share of its cores.
void FluidFlow::shareOut(std::uint32_t s) {
  Part& part = parts_[s];
  if (!(part.cores > 0)) return;
  const double busy = part.busy * 1e9 / part.cores;
  const double inSystem = part.station.inSystem() / part.cores;
  for (const std::uint32_t index : state_.services[s].ready) {
    Pod& pod = state_.pods[index];
    pod.otherBusy += busy * pod.cores;
    pod.inFlight = static_cast<std::uint32_t>(nearest(inSystem * pod.cores));
  }
  part.busy = 0;
}

}  // namespace evenkeel::simulation
