#include "agent/guard.h"

#include <algorithm>

namespace evenkeel {
namespace {

const ComponentView* viewOf(const Snapshot& snapshot, AssetId asset) {
  for (const ComponentView& component : snapshot.components) {
    if (component.id == asset) return &component;
    for (const PodView& pod : component.pods) {
      if (pod.id == asset) return &component;
    }
  }
  return nullptr;
}

const KnobCapability* knobOf(const ComponentView& component, const std::string& mechanism,
                             const std::string& name) {
  for (const KnobCapability& knob : component.capabilities) {
    if (knob.mechanism == mechanism && knob.knob == name) return &knob;
  }
  return nullptr;
}

const Window* trafficOf(const PolicyInstance& instance, AssetId component) {
  for (const ListenedComponent& listened : instance.components) {
    if (listened.asset->id == component) return listened.traffic;
  }
  return nullptr;
}

void refuse(const Action& action, Guardrail guardrail, std::string detail,
            GuardedDecision& result) {
  for (const Setting& setting : action.settings) {
    result.notes.push_back(
        {guardrail, action.asset, setting.knob, setting.value, setting.value, detail});
  }
}

Doubt doubtAbout(const ComponentView& component, const Snapshot& snapshot,
                 const PolicyInstance& instance) {
  return metricDoubt(component, instance.policy->needs(), snapshot.now,
                     snapshot.application->guardrails.maxSampleAge,
                     trafficOf(instance, component.id));
}

struct Guarding {
  const Snapshot& snapshot;
  const ManagedScope& scope;
  const PolicyInstance& instance;
  const ChangeHistory& history;
  const ScopeTable* rivals;
  Doubts doubts;  // of components, as they are come to
  GuardedDecision result;

  const Doubt& doubtOf(const ComponentView& component) {
    const auto [known, first] = doubts.try_emplace(component.id);
    if (first) known->second = doubtAbout(component, snapshot, instance);
    return known->second;
  }

  // What the other policies ask for: of several the safest, where no way is safe the first.
  std::optional<Rival> rivalOf(const ComponentView& component, const KnobCapability& knob,
                               AssetId asset) const {
    std::optional<Rival> strongest;
    if (rivals == nullptr) return strongest;
    for (const ManagedScope* other : rivals->listeningTo(component.id)) {
      const bool counts = knob.safe != SafeDirection::None || other->rank < scope.rank;
      if (other == &scope || !counts || other->asksUntil <= snapshot.now) continue;
      for (const Action& action : other->asks) {
        if (action.asset != asset) continue;
        for (const Setting& setting : action.settings) {
          if (setting.knob != knob.knob) continue;
          const Rival rival{other->label, setting.value};
          if (!strongest || saferOf(knob, strongest->value, rival.value) != strongest->value)
            strongest = rival;
        }
      }
    }
    return strongest;
  }

  // What is so already, and against nobody's wish, is no change to be judged: most decisions hold.
  Quantity value(const ComponentView& component, const KnobCapability& knob, AssetId asset,
                 Quantity proposed) {
    const auto rival = rivalOf(component, knob, asset);
    if (proposed == knob.current && (!rival || saferOf(knob, proposed, rival->value) == proposed))
      return proposed;
    return changed(component, knob, asset, proposed, rival);
  }

  Quantity changed(const ComponentView& component, const KnobCapability& knob, AssetId asset,
                   Quantity proposed, const std::optional<Rival>& rival) {
    const GuardrailLimits& limits = snapshot.application->guardrails;
    const KnobContext context{
        knob,
        operatorBounds(*component.description, knob.knob),
        doubtOf(component),
        rival,
        history.lastChange(asset, knob.knob),
        history.changesSince(scope.application, snapshot.now - limits.churnWindow)};
    GuardedValue guarded = guardValue(context, limits, snapshot.now, asset, proposed);
    std::move(guarded.notes.begin(), guarded.notes.end(), std::back_inserter(result.notes));
    return guarded.value;
  }

  // Null: it was refused or held back. Without settings: all is as it asks for.
  std::optional<Action> action(const Action& proposed) {
    const ComponentView* component = viewOf(snapshot, proposed.asset);
    if (component == nullptr) {
      refuse(proposed, Guardrail::Permission, "the asset is not of this policy's scope", result);
      return std::nullopt;
    }
    if (proposed.settings.empty()) {
      result.notes.push_back(
          {Guardrail::Capability, proposed.asset, {}, {}, {}, "it sets no knob"});
      return std::nullopt;
    }
    if (!isPermitted(*snapshot.application, proposed.mechanism)) {
      refuse(proposed, Guardrail::Permission,
             proposed.mechanism + " is not among the permitted actions", result);
      return std::nullopt;
    }
    Action action{proposed.mechanism, proposed.asset, {}, {}, proposed.generation};
    bool asItIs = true;
    for (const Setting& setting : proposed.settings) {
      const KnobCapability* knob = knobOf(*component, proposed.mechanism, setting.knob);
      if (knob == nullptr) {
        refuse({proposed.mechanism, proposed.asset, {setting}, {}, 0}, Guardrail::Capability,
               proposed.mechanism + " has no such knob here", result);
        asItIs = false;
        continue;
      }
      const Quantity allowed = value(*component, *knob, proposed.asset, setting.value);
      asItIs = asItIs && setting.value == knob->current;
      if (allowed != knob->current) action.settings.push_back({setting.knob, allowed});
    }
    if (action.settings.empty() && !asItIs) return std::nullopt;
    return action;
  }

  bool isSet(AssetId asset, const std::string& knob) const {
    return std::any_of(result.actions.begin(), result.actions.end(), [&](const Action& action) {
      return action.asset == asset &&
             std::any_of(action.settings.begin(), action.settings.end(),
                         [&](const Setting& setting) { return setting.knob == knob; });
    });
  }

  void bringBackWithinBounds() {
    for (const ComponentView& component : snapshot.components) {
      for (const KnobCapability& knob : component.capabilities) {
        const bool switchedOff = knob.knob == knob::kReplicas && knob.current == Quantity{};
        if (switchedOff || isSet(component.id, knob.knob)) continue;
        if (!isPermitted(*snapshot.application, knob.mechanism)) continue;
        const auto bounds = operatorBounds(*component.description, knob.knob);
        if (!bounds || (knob.current >= bounds->minimum && knob.current <= bounds->maximum))
          continue;
        const Quantity allowed = changed(component, knob, component.id, knob.current, {});
        result.actions.push_back(
            {knob.mechanism, component.id, {{knob.knob, allowed}}, {}, component.generation});
      }
    }
  }
};

// What became of a proposed action, and where it stands among those that are left.
struct Place {
  enum class Fate { Dropped, AsItIs, Kept };
  Fate fate = Fate::Dropped;
  std::uint32_t index = 0;
};
using Places = std::vector<Place>;

// The actions left that the newest of the proposed ones waits for. Null: it waits for one that was
// dropped, or that does not stand in front of it.
std::optional<std::vector<std::uint32_t>> waitingFor(const Action& proposed, const Places& places,
                                                     GuardedDecision& result) {
  std::vector<std::uint32_t> after;
  for (const std::uint32_t before : proposed.after) {
    if (before + std::size_t{1} >= places.size()) {
      refuse(proposed, Guardrail::Capability, "waits for an action that is not in front of it",
             result);
      return std::nullopt;
    }
    if (places[before].fate == Place::Fate::Dropped) {
      refuse(proposed, Guardrail::Capability, "waits for an action that was held back", result);
      return std::nullopt;
    }
    if (places[before].fate == Place::Fate::Kept) after.push_back(places[before].index);
  }
  return after;
}

}  // namespace

Doubts doubtsAbout(const Snapshot& snapshot, const PolicyInstance& instance) {
  Doubts doubts;
  for (const ComponentView& component : snapshot.components) {
    Doubt doubt = doubtAbout(component, snapshot, instance);
    if (!doubt.empty()) doubts.emplace(component.id, doubt + " (when the policy was asked)");
  }
  return doubts;
}

GuardedDecision guard(const Decision& decision, const Snapshot& snapshot, const ManagedScope& scope,
                      const PolicyInstance& instance, const Doubts& earlier,
                      const ChangeHistory& history, const ScopeTable* rivals) {
  Guarding guarding{snapshot, scope, instance, history, rivals, earlier, {}};
  Places places;
  for (const Action& proposed : decision.actions) {
    Place& place = places.emplace_back();
    const auto after = waitingFor(proposed, places, guarding.result);
    std::optional<Action> action = after ? guarding.action(proposed) : std::nullopt;
    if (!action) continue;
    place.fate = action->settings.empty() ? Place::Fate::AsItIs : Place::Fate::Kept;
    if (place.fate == Place::Fate::AsItIs) continue;
    place.index = static_cast<std::uint32_t>(guarding.result.actions.size());
    action->after = *after;
    guarding.result.actions.push_back(*std::move(action));
  }
  guarding.bringBackWithinBounds();
  return std::move(guarding.result);
}

}  // namespace evenkeel
