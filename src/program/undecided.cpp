#include "program/undecided.h"

#include <algorithm>
#include <vector>

#include "description/application_text.h"
#include "kubernetes/cluster_inventory.h"
#include "model/policy_call.h"
#include "policy/catalogue.h"
#include "view/figures.h"

namespace evenkeel::program {
namespace {

// Calls that decide on the number of its pods: its own, else those for all that have none.
std::vector<std::string> callsOn(const evaluation::Sighting& sighting,
                                 const record::RunStarted& started) {
  std::vector<std::string> calls = started.policies;
  const auto application = readApplicationText(sighting.description);
  if (!application) return calls;
  for (const Component& component : application->components) {
    if (component.policies.empty() || sighting.name != application->name + '/' + component.name)
      continue;
    calls = component.policies;
    std::erase(calls, kubernetes::kSizes);
  }
  return calls;
}

}  // namespace

std::string whyUndecided(const std::string& call) {
  if (call.empty()) return "no autoscaler, and no --policy was given";
  const auto parsed = parsePolicyCall(call);
  if (!parsed) return "its rule is not understood: " + parsed.error().text();
  // Others have been made where they were given; a program of the user's own is not run for this.
  if (parsed->name == "hpa") {
    const auto made = makePolicy(*parsed);
    if (!made) return "its rule is not understood: " + faultsIn(made.error()).front().text();
  }
  return "not decided on yet";
}

std::string whyUndecided(const evaluation::Sighting& sighting, const record::RunStarted& started,
                         Instant at) {
  if (sighting.first > at) return "it was first seen at " + view::clock(sighting.first);
  if (sighting.gone) return "it was gone from " + view::clock(*sighting.gone) + " on";
  if (started.world == "history") return "such a log has changes alone, and there is none of it";
  const std::vector<std::string> calls = callsOn(sighting, started);
  if (!calls.empty()) return whyUndecided(calls.front());
  if (!started.scenario.empty()) return "no policy was given for it";
  return whyUndecided(std::string()) + ": --policy 'hpa(cpu=60)' would decide on it";
}

bool isDecided(const evaluation::Sighting& sighting) {
  return std::any_of(sighting.deciders.begin(), sighting.deciders.end(),
                     [](const std::string& call) { return call != kubernetes::kSizes; });
}

}  // namespace evenkeel::program
