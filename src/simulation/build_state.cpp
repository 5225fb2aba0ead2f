#include "simulation/build_state.h"

#include <algorithm>
#include <cmath>

namespace evenkeel::simulation {
namespace {

constexpr double kMostRequestsPerRequest = 1000;  // of one call
constexpr int kDeepestCalls = 1000;

std::uint32_t asNumber(EventKind kind) {
  return static_cast<std::uint32_t>(kind);
}

void addHosts(const Scenario& scenario, State& state) {
  for (const Node& node : scenario.nodes) {
    Host host;
    host.spec = &node;
    state.hosts.push_back(std::move(host));
  }
}

void addHops(const Scenario& scenario, State& state) {
  const auto makeLine = [&state](Nanoseconds delay) {
    state.hops.emplace_back(delay, state.queue, asNumber(EventKind::Hop),
                            static_cast<std::uint32_t>(state.hops.size()));
  };
  makeLine(0);
  if (!scenario.continuum) return;
  for (const LayerLatency& latency : scenario.continuum->latencies) {
    const Nanoseconds delay = latency.latency.count();
    if (delay <= 0) continue;
    std::uint16_t line = 1;
    while (line < state.hops.size() && state.hops[line].delay() != delay) ++line;
    if (line == state.hops.size()) makeLine(delay);
    const auto from = static_cast<std::size_t>(latency.from);
    const auto to = static_cast<std::size_t>(latency.to);
    state.hopBetween[from][to] = line;
    state.hopBetween[to][from] = line;
  }
}

void addService(const Scenario& scenario, const Application& application,
                const Component& component, State& state) {
  const std::string name = application.name + "/" + component.name;
  const auto index = static_cast<std::uint32_t>(state.services.size());
  const auto stream = [&](std::string_view purpose) {
    return RandomStream(scenario.seed, name, purpose);
  };
  const Serving& serving = component.serving;
  Service service(component, ServiceSampler(serving.serviceTime, stream("service")),
                  stream("routing"), stream("calls"));
  service.application = static_cast<std::uint32_t>(state.applications.size());
  service.name = name;
  service.pooled = scenario.routing == Routing::Pooled;
  service.sharing = serving.discipline == Discipline::ProcessorSharing;
  service.queueLimit = static_cast<std::uint32_t>(std::max(0, serving.queueLimit));
  service.wanted = std::max(0, component.replicas);
  service.podRequests = component.requests;
  service.podLimits = component.limits;
  service.stationTimer = state.queue.make(asNumber(EventKind::Pool), index);
  if (serving.timeout) {
    service.timeouts =
        std::make_unique<DelayLine>(std::max<Nanoseconds>(0, serving.timeout->count()), state.queue,
                                    asNumber(EventKind::Timeout), index);
  }
  state.services.push_back(std::move(service));
}

std::uint32_t find(const State& state, const std::string& name) {
  const auto found = std::find_if(state.services.begin(), state.services.end(),
                                  [&](const Service& service) { return service.name == name; });
  return found == state.services.end() ? kNone
                                       : static_cast<std::uint32_t>(found - state.services.begin());
}

tl::unexpected<Error> unknown(const std::string& where, const std::string& name) {
  return fail(ErrorKind::Invalid, where, "there is no component '" + name + "'",
              "the name of a component of the same application");
}

Result<void> addCalls(const Application& application, Service& service, const State& state) {
  for (const evenkeel::Call& call : service.spec->calls) {
    const std::uint32_t callee = find(state, application.name + "/" + call.component);
    if (callee == kNone) return unknown(service.name, call.component);
    if (!(call.requestsPerRequest >= 0 && call.requestsPerRequest <= kMostRequestsPerRequest)) {
      return fail(ErrorKind::Invalid, service.name,
                  "the requests per request to '" + call.component + "' are out of range",
                  "0 to 1000");
    }
    const double certain = std::floor(call.requestsPerRequest);
    service.calls.push_back({callee, call.stage, static_cast<std::uint32_t>(certain),
                             call.requestsPerRequest - certain, call.probability});
  }
  std::stable_sort(service.calls.begin(), service.calls.end(),
                   [](const Call& a, const Call& b) { return a.stage < b.stage; });
  return {};
}

// Resolves components whose callees are all resolved, over and over; what is left forms a circle.
Result<void> checkCallGraph(const State& state) {
  const std::size_t count = state.services.size();
  std::vector<int> depth(count, 0);        // of calls below it, itself included; zero: unresolved
  std::vector<double> requests(count, 0);  // that one request leads to in the mean
  const auto refuse = [&](std::size_t s, std::string what, std::string valid) {
    return fail(ErrorKind::Invalid, state.services[s].name, std::move(what), std::move(valid));
  };
  for (bool progress = true; progress;) {
    progress = false;
    for (std::size_t s = 0; s < count; ++s) {
      const auto& calls = state.services[s].calls;
      if (depth[s] != 0 || !std::all_of(calls.begin(), calls.end(), [&](const Call& call) {
            return depth[call.callee] != 0;
          })) {
        continue;
      }
      depth[s] = 1;
      requests[s] = 1;
      for (const Call& call : calls) {
        depth[s] = std::max(depth[s], depth[call.callee] + 1);
        requests[s] += call.probability * (call.certain + call.further) * requests[call.callee];
      }
      if (depth[s] > kDeepestCalls)
        return refuse(s, "its calls are nested too deep", "1000 levels");
      if (!(requests[s] <= kMostRequestsPerRequest * 100)) {
        return refuse(s, "one request leads to too many others", "100,000 in the mean");
      }
      progress = true;
    }
  }
  const auto left = std::find(depth.begin(), depth.end(), 0);
  if (left == depth.end()) return {};
  return refuse(static_cast<std::size_t>(left - depth.begin()), "its calls lead into a circle",
                "calls that end somewhere");
}

Result<void> addEntries(const Application& application, ApplicationRun& run, const State& state) {
  double sum = 0;
  for (const RequestType& type : application.requestTypes) {
    const std::uint32_t entry = find(state, application.name + "/" + type.entry);
    if (entry == kNone) return unknown(application.name + "/" + type.name, type.entry);
    sum += std::max(0.0, type.share);
    run.entries.push_back({entry, sum});
  }
  for (Entry& entry : run.entries) entry.upTo = sum > 0 ? entry.upTo / sum : 1;
  return {};
}

// The first load of an application draws from streams of its name, further ones from "name#2"...
Result<void> addLoads(const Scenario& scenario, std::vector<Intensity> intensities, State& state) {
  intensities.resize(scenario.loads.size());
  std::vector<int> seen(state.applications.size(), 0);
  for (std::size_t l = 0; l < scenario.loads.size(); ++l) {
    const Load& load = scenario.loads[l];
    const auto found =
        std::find_if(state.applications.begin(), state.applications.end(),
                     [&](const ApplicationRun& run) { return run.spec->name == load.application; });
    if (found == state.applications.end()) {
      return fail(ErrorKind::Invalid, scenario.name,
                  "there is no application '" + load.application + "' for a load",
                  "the name of an application of the scenario");
    }
    const auto application = static_cast<std::size_t>(found - state.applications.begin());
    const int turn = ++seen[application];
    const std::string entity =
        turn == 1 ? load.application : load.application + "#" + std::to_string(turn);
    state.loads.push_back(
        {static_cast<std::uint32_t>(application),
         ArrivalProcess(std::move(intensities[l]), load.noise, scenario.seed, entity),
         state.queue.make(asNumber(EventKind::Arrival), static_cast<std::uint32_t>(l))});
  }
  return {};
}

Nanoseconds slowLimit(const Application& application) {
  const Target* target = responseTarget(application.targets);
  return target != nullptr ? fromSeconds(target->value).count() : kNever;
}

}  // namespace

Result<void> buildState(const Scenario& scenario, std::vector<Intensity> intensities,
                        State& state) {
  addHosts(scenario, state);
  addHops(scenario, state);
  for (std::size_t a = 0; a < scenario.applications.size(); ++a) {
    const Application& application = scenario.applications[a];
    if (application.components.empty()) {
      return fail(ErrorKind::Invalid, application.name, "it has no component", "one at least");
    }
    const auto first = static_cast<std::uint32_t>(state.services.size());
    for (const Component& component : application.components) {
      addService(scenario, application, component, state);
    }
    for (std::uint32_t s = first; s < state.services.size(); ++s) {
      if (auto added = addCalls(application, state.services[s], state); !added) return added;
    }
    ApplicationRun run(application, RandomStream(scenario.seed, application.name, "types"),
                       slowLimit(application));
    if (auto added = addEntries(application, run, state); !added) return added;
    if (run.entries.empty()) run.entries.push_back({first, 1});
    state.applications.push_back(std::move(run));
  }
  for (Host& host : state.hosts) host.imageHere.assign(state.services.size(), kNever);
  if (auto added = addLoads(scenario, std::move(intensities), state); !added) return added;
  return checkCallGraph(state);
}

}  // namespace evenkeel::simulation
