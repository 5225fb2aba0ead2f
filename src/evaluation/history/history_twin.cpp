#include "evaluation/history/history_twin.h"

#include <algorithm>
#include <utility>

namespace evenkeel::evaluation {
namespace {

constexpr double kHour = 3600;  // seconds
constexpr double kGib = 1 << 30;

Result<Intensity> loadOf(const UsageHistory& history) {
  Intensity load;
  const std::optional<std::size_t> first = history.firstMoment();
  double cores = first ? *history.demand(*first) : 0;
  for (std::size_t moment = 0; moment < history.moments(); ++moment) {
    cores = history.demand(moment).value_or(cores);
    if (auto added = load.append(history.step(), cores / toSeconds(kWork)); !added)
      return tl::unexpected(added.error());
  }
  return load;
}

Scenario scenarioOf(Application application, Duration length) {
  Component& component = application.components.front();
  component.serving.serviceTime = {DistributionKind::Exponential, kWork, 1, {}};
  component.serving.queueLimit = 1'000'000;
  component.baseCpu = component.baseMemory = Quantity{};  // the demand is all there is
  const Quantity cores = component.limits ? component.limits->cpu : component.requests.cpu;
  Target target;
  target.statistic = Statistic::P95;
  target.value = kPatience * toSeconds(kWork) / std::clamp(cores.asDouble(), 0.001, 1.0);
  application.targets = {target};

  Scenario scenario;
  scenario.name = application.name;
  scenario.duration = length;
  scenario.telemetry.scrapeInterval = 60s;
  Node node;
  node.name = "all";
  node.allocatable = {Quantity::units(1'000'000), Quantity::units(std::int64_t{1} << 52)};
  scenario.nodes.push_back(std::move(node));
  scenario.loads.push_back({application.name, SteadyLoad{}});
  scenario.applications.push_back(std::move(application));
  return scenario;
}

TwinFigures figuresOf(const Figures& total) {
  return {
      total.cost.podSeconds / kHour,         total.cost.coreSeconds / kHour,
      total.cost.byteSeconds / kGib / kHour, total.violations.percentOfWindows(),
      total.violations.percentOfRequests(),  static_cast<std::int64_t>(total.decisions.changes)};
}

}  // namespace

Result<std::vector<TwinFigures>> playTwin(const UsageHistory& history, Application application,
                                          std::vector<Contender> contenders,
                                          const PolicyOfCall& policyOfCall, const StopAsked& stop) {
  if (!history.firstMoment())
    return fail(ErrorKind::NotFound, application.name, "has no history of its CPU");
  auto load = loadOf(history);
  if (!load) return tl::unexpected(load.error());
  ComparisonSetup setup;
  setup.scenario = scenarioOf(std::move(application), load->end() - Instant{});
  setup.scenario.start = history.begin();
  setup.contenders = std::move(contenders);
  setup.policyOfCall = policyOfCall;
  setup.detail = simulation::Detail::Fluid;
  setup.rests = true;
  const auto compared = compare(setup, {*load}, [](std::size_t) {}, stop);
  if (!compared) return tl::unexpected(compared.error());
  std::vector<TwinFigures> figures;
  for (const ComparedPolicy& policy : compared->policies)
    figures.push_back(figuresOf(policy.runs.front().total));
  return figures;
}

}  // namespace evenkeel::evaluation
