#include "program/advice_notes.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/quantity.h"
#include "view/figures.h"

namespace evenkeel::program {
namespace {

bool evicts(const view::Advice& advice) {
  return advice.vertical && advice.vertical->mode != "Off" && advice.vertical->mode != "Initial";
}

}  // namespace

void noteRollout(const ComponentState& state, view::Advice& advice) {
  if (!state.rollout) return;
  std::string text = fmt::format("a rollout is under way: {} of two templates",
                                 view::count(state.statusReplicas, "pod"));
  if (const std::int32_t surge = state.statusReplicas - state.replicas; surge > 0)
    text += fmt::format(", {} more than asked for", surge);
  if (const std::int32_t unready = state.statusReplicas - state.readyReplicas; unready > 0)
    text += fmt::format(", {} not ready", unready);
  advice.notes.push_back(std::move(text));
}

void noteScaledObject(const kubernetes::ScaledObject& scaled, view::Advice& advice) {
  const std::string name = "ScaledObject " + scaled.meta.name;
  const auto note = [&](std::string text) { advice.notes.push_back(name + ' ' + std::move(text)); };
  if (!advice.autoscaler || advice.autoscaler->owner.empty()) note("scales it");
  if (scaled.paused)
    note(scaled.pausedReplicas
             ? fmt::format("is paused at {}", view::count(*scaled.pausedReplicas, "pod"))
             : "is paused");
  if (scaled.onFallback)
    note(scaled.fallbackReplicas ? fmt::format("has a trigger that fails, and falls back to {}",
                                               view::count(*scaled.fallbackReplicas, "pod"))
                                 : "has a trigger that fails");
  if (std::find(scaled.triggers.begin(), scaled.triggers.end(), "cron") != scaled.triggers.end())
    note("goes by the clock too (cron), which is seen only once it is time");
  const std::int32_t least = scaled.idleReplicas.value_or(scaled.minReplicas);
  if (least == 0)
    note(fmt::format("takes it to 0 pods while no trigger is active{}, which is not advised on",
                     scaled.active ? "" : " (as now)"));
  if (!scaled.doubt.empty()) note("is not ready: " + scaled.doubt);
}

void noteRoom(std::span<const kubernetes::NodeRoom> room, view::Advice& advice) {
  const std::int32_t change = view::changeOf(advice);
  if (room.empty() || change <= 0) return;
  const Resources pod{Quantity::fromDouble(advice.podCores), Quantity::fromDouble(advice.podBytes)};
  const std::int64_t fitting = kubernetes::fittingPods(room, pod);
  if (fitting >= change) return;
  advice.fitting = advice.replicas + static_cast<std::int32_t>(fitting);
  advice.notes.push_back(fmt::format("nodes have room for {} of the {} more, at most", fitting,
                                     view::count(change, "pod")));
}

void noteBudget(const kubernetes::DisruptionBudget& budget, view::Advice& advice) {
  const std::int32_t then = advice.replicas + view::changeOf(advice);
  const std::string name =
      fmt::format("disruption budget {} ({})", budget.meta.name, budget.text());
  if (then > 0 && then < advice.replicas && budget.allowedOf(then) == 0)
    advice.notes.push_back(
        fmt::format("with {} {} lets none be evicted: their nodes cannot be drained",
                    view::count(then, "pod"), name));
  if (evicts(advice) && budget.allowed == 0)
    advice.notes.push_back(name + " lets no pod be evicted now: new sizes wait");
}

}  // namespace evenkeel::program
