#include "evaluation/story_collector.h"

#include <algorithm>
#include <utility>

#include "evaluation/knob_in_force.h"

namespace evenkeel::evaluation {

namespace {

std::string laneOf(const Story& story) {
  return story.scope + ' ' + story.policy;
}

// What kept a decision from changing anything, the same text for the same cause; empty: it changed
// something, or wanted nothing.
std::string heldBy(const Story& story) {
  if (story.changed()) return {};
  if (!story.failure.empty()) return "failure " + story.failure;
  std::string cause;
  for (const GuardNote& note : story.notes) {
    cause += 'n' + std::to_string(static_cast<int>(note.guardrail)) + note.knob;
    if (note.guardrail == Guardrail::MissingData) cause += note.detail;
    if (note.guardrail == Guardrail::Authority) cause += note.after.text();
  }
  for (const Reason& reason : story.decision.reasons) {
    if (reason.code.starts_with("Failed") || reason.code.starts_with("Invalid"))
      cause += ' ' + reason.code + ' ' + reason.subject;
  }
  return cause;
}

}  // namespace

bool isCalled(const std::string& scope, const std::string& asked) {
  const std::size_t slash = scope.find('/');
  return asked.empty() || scope == asked || scope.substr(0, slash) == asked ||
         (slash != std::string::npos && scope.substr(slash + 1) == asked);
}

bool Story::changed() const {
  return std::any_of(knobs.begin(), knobs.end(), [](const StoryKnob& k) { return k.changed(); });
}

bool StoryCollector::read(const Record& record) {
  std::visit([this](const auto& body) { on(body); }, record);
  return !query_.at || now_ - query_.followUp <= *query_.at;
}

std::vector<Story> StoryCollector::stories() const {
  std::vector<Story> all;
  for (const Kept& kept : kept_) all.push_back(kept.story);
  for (const auto& [scope, kept] : newest_) {
    if (query_.at || (kept.story.changed() && isInPart(kept.story.time))) all.push_back(kept.story);
  }
  std::stable_sort(all.begin(), all.end(), [](const Story& a, const Story& b) {
    return std::tie(a.time, a.scope) < std::tie(b.time, b.scope);
  });
  if (!query_.at && all.size() > query_.limit) {
    all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(query_.limit));
  }
  return all;
}

std::vector<HeldSpan> StoryCollector::held() const {
  std::vector<HeldSpan> all(held_.begin(), held_.end());
  std::map<std::string, HeldSpan> holding = holding_;
  for (const auto& [scope, kept] : newest_) {
    const auto span = holding.find(laneOf(kept.story));
    if (heldBy(kept.story).empty() || !isInPart(kept.story.time)) continue;
    if (span == holding.end() || heldBy(span->second.first) != heldBy(kept.story)) {
      all.push_back({kept.story, kept.story.time, 1});
    } else {
      span->second.until = kept.story.time;
      ++span->second.decisions;
    }
  }
  for (const auto& [lane, span] : holding) all.push_back(span);
  std::stable_sort(all.begin(), all.end(), [](const HeldSpan& a, const HeldSpan& b) {
    return std::tie(a.first.time, a.first.scope) < std::tie(b.first.time, b.first.scope);
  });
  return all;
}

std::vector<std::string> StoryCollector::scopes() const {
  return {names_.begin(), names_.end()};
}

// Numbers are given anew in each life.
void StoryCollector::on(const record::RunStarted& started) {
  if (!query_.at) {
    for (auto& [scope, kept] : newest_) retire(std::move(kept));
    newest_.clear();
  }
  scopes_.clear();
  assets_.clear();
  components_.clear();
  lastScope_ = 0;
  started_ = started;
  ended_.clear();
  ++lives_;
}

void StoryCollector::on(const record::Input& input) {
  now_ = input.event.time;
  if (!begun_) begun_ = input.event.wall - now_.time_since_epoch();
  if (const auto* removed = std::get_if<AssetRemoved>(&input.event.body)) forget(removed->asset);
  // What an earlier life decided holds until the next one looks.
  if (query_.at && now_ <= *query_.at)
    newest_.erase(newest_.begin(), newest_.lower_bound(keyOf(0)));
  if (const auto* observed = std::get_if<AssetObserved>(&input.event.body)) {
    keep(observed->asset);
    if (observed->asset.kind == AssetKind::Component) noteReady(observed->asset);
  }
}

// Pods come and go by the thousand and no decision is told of them.
void StoryCollector::keep(const Asset& asset) {
  if (asset.kind == AssetKind::Pod) return;
  forget(asset.id);
  assets_[asset.id] = asset;
  if (asset.kind == AssetKind::Component) components_[asset.name].insert(asset.id);
}

void StoryCollector::forget(AssetId id) {
  const auto asset = assets_.extract(id);
  if (asset.empty()) return;
  const auto named = components_.find(asset.mapped().name);
  if (named == components_.end()) return;
  named->second.erase(id);
  if (named->second.empty()) components_.erase(named);
}

void StoryCollector::on(const record::ScopeClosed& closed) {
  scopes_.erase(closed.scope);
  const auto open = newest_.find(keyOf(closed.scope));
  if (open == newest_.end()) return;
  if (query_.at && now_ > *query_.at) return;
  if (!query_.at) retire(std::move(open->second));
  newest_.erase(open);
}

void StoryCollector::on(const record::Keyframe& keyframe) {
  for (const Asset& asset : keyframe.assets) {
    keep(asset);
  }
  for (const record::Keyframe::Scope& scope : keyframe.scopes) on(scope.opened);
}

void StoryCollector::on(const record::Proposed& proposed) {
  lastScope_ = 0;
  const auto scope = scopes_.find(proposed.scope);
  if (scope == scopes_.end() || !wanted(scope->second.name)) return;
  if (!firstDecision_) firstDecision_ = now_;
  count(scope->second.name, &DecisionCounts::decisions);
  if (!proposed.failure.empty()) countFailure(scope->second.name, proposed);
  const auto open = newest_.find(keyOf(proposed.scope));
  if (open != newest_.end()) noteReadyNext(open->second.story);
  if (query_.at && now_ > *query_.at) return;
  if (open != newest_.end() && !query_.at) retire(std::move(open->second));

  Kept kept;
  Story& story = kept.story;
  story.time = now_;
  story.scope = scope->second.name;
  story.policy = scope->second.policy;
  story.byFallback = proposed.byFallback;
  story.failure = proposed.failure;
  story.decision = proposed.decision;
  story.replicas = inForce(scope->second.of.asset, std::string(knob::kReplicas));
  for (const Action& action : proposed.decision.actions) {
    for (const Setting& setting : action.settings) {
      const std::size_t knob = knobOf(story, action.mechanism, action.asset, setting.knob);
      story.knobs[knob].proposed = setting.value;
    }
  }
  const auto figures = measured_.find(story.scope.substr(0, story.scope.find('/')));
  if (figures != measured_.end()) {
    for (const auto& [name, value] : figures->second.values) {
      story.figures.push_back({name, value, std::nullopt});
    }
  }
  newest_[keyOf(proposed.scope)] = std::move(kept);
}

void StoryCollector::on(const record::Guarded& guarded) {
  const auto open = newest_.find(keyOf(guarded.scope));
  if (open == newest_.end() || open->second.story.time != now_) return;
  lastScope_ = guarded.scope;
  Story& story = open->second.story;
  story.notes = guarded.notes;
  if (!guarded.notes.empty()) count(story.scope, &DecisionCounts::guarded);
  for (const Action& action : guarded.actions) {
    std::vector<std::size_t>& knobs = open->second.knobsOfAction.emplace_back();
    for (const Setting& setting : action.settings) {
      knobs.push_back(knobOf(story, action.mechanism, action.asset, setting.knob));
      story.knobs[knobs.back()].allowed = setting.value;
    }
  }
}

void StoryCollector::on(const record::Planned& planned) {
  const auto open = newest_.find(keyOf(lastScope_));
  if (open == newest_.end()) return;
  open->second.plan = planned.plan.id;
  for (const auto& knobs : open->second.knobsOfAction) {
    for (const std::size_t knob : knobs)
      open->second.story.knobs[knob].status = ActionStatus::Queued;
  }
  if (open->second.story.changed()) count(open->second.story.scope, &DecisionCounts::changes);
}

void StoryCollector::on(const record::StatusChanged& changed) {
  const auto settle = [&](Kept& kept) {
    if (kept.plan != changed.action.plan || changed.action.index >= kept.knobsOfAction.size())
      return;
    for (const std::size_t index : kept.knobsOfAction[changed.action.index]) {
      StoryKnob& knob = kept.story.knobs[index];
      knob.status = changed.status;
      knob.outcome = changed.outcome;
      knob.detail = changed.detail;
      if (isOver(changed.status)) knob.ended = now_;
    }
  };
  for (auto& [scope, kept] : newest_) settle(kept);
  for (Kept& kept : kept_) settle(kept);
}

void StoryCollector::on(const record::Measured& measured) {
  const auto follow = [&](Story& story) {
    const Duration since = measured.time - story.time;
    if (since <= Duration::zero() || since > query_.followUp) return;
    if (story.scope.substr(0, story.scope.find('/')) != measured.subject) return;
    story.watched = since;
    for (StoryFigure& figure : story.figures) {
      for (const auto& [name, value] : measured.values) {
        if (name == figure.name) figure.after = value;
      }
    }
  };
  for (auto& [scope, kept] : newest_) follow(kept.story);
  for (Kept& kept : kept_) follow(kept.story);
  measured_[measured.subject] = measured;
}

DecisionCounts StoryCollector::total() const {
  DecisionCounts sum;
  for (const auto& [application, counts] : counts_) sum += counts;
  return sum;
}

void StoryCollector::count(const std::string& scope, std::uint64_t DecisionCounts::* what) {
  if (now_ >= query_.countFrom) ++(counts_[scope.substr(0, scope.find('/'))].*what);
  if (isInPart(now_)) ++(part_.*what);
}

void StoryCollector::countFailure(const std::string& scope, const record::Proposed& proposed) {
  count(scope, &DecisionCounts::failed);
  if (proposed.byFallback) count(scope, &DecisionCounts::byFallback);
  if (now_ < query_.countFrom) return;
  std::string& first = counts_[scope.substr(0, scope.find('/'))].firstFailure;
  if (first.empty()) first = proposed.failure;
}

std::optional<Quantity> StoryCollector::inForce(AssetId asset, const std::string& knob) const {
  const auto found = assets_.find(asset);
  if (found == assets_.end()) return std::nullopt;
  const auto* component = std::get_if<ComponentState>(&found->second.state);
  return component == nullptr ? std::nullopt : knobInForce(*component, knob);
}

std::string StoryCollector::nameOf(AssetId asset) const {
  const auto found = assets_.find(asset);
  return found == assets_.end() ? "asset " + std::to_string(asset.value) : found->second.name;
}

std::size_t StoryCollector::knobOf(Story& story, const std::string& mechanism, AssetId asset,
                                   const std::string& knob) const {
  const std::string name = nameOf(asset);
  for (std::size_t i = 0; i < story.knobs.size(); ++i) {
    if (story.knobs[i].asset == name && story.knobs[i].knob == knob) return i;
  }
  StoryKnob fresh;
  fresh.mechanism = mechanism;
  fresh.asset = name;
  fresh.knob = knob;
  fresh.before = inForce(asset, knob);
  story.knobs.push_back(std::move(fresh));
  return story.knobs.size() - 1;
}

void StoryCollector::noteReadyNext(Story& story) const {
  for (StoryKnob& knob : story.knobs) {
    if (knob.knob != knob::kReplicas || knob.readyNext || now_ <= story.time) continue;
    const auto named = components_.find(knob.asset);
    if (named == components_.end()) continue;
    const AssetId newest = *named->second.rbegin();
    if (const auto* state = std::get_if<ComponentState>(&assets_.at(newest).state))
      knob.readyNext = state->readyReplicas;
  }
}

void StoryCollector::noteHeld(const Story& story) {
  const std::string cause = heldBy(story);
  const auto [span, fresh] = holding_.try_emplace(laneOf(story), HeldSpan{story, story.time, 0});
  if (heldBy(span->second.first) != cause) {
    if (!fresh) held_.push_back(std::move(span->second));
    if (held_.size() > query_.limit) held_.pop_front();
    span->second = {story, story.time, 0};
  }
  if (cause.empty()) {
    holding_.erase(span);
    return;
  }
  span->second.until = story.time;
  ++span->second.decisions;
}

void StoryCollector::retire(Kept done) {
  if (!isInPart(done.story.time)) return;
  noteHeld(done.story);
  if (!done.story.changed()) return;
  kept_.push_back(std::move(done));
  if (kept_.size() > query_.limit) kept_.pop_front();
}

void StoryCollector::noteReady(const Asset& component) {
  const auto* state = std::get_if<ComponentState>(&component.state);
  if (state == nullptr || state->readyReplicas != state->replicas) return;
  const auto note = [&](Story& story) {
    for (StoryKnob& knob : story.knobs) {
      if (knob.asset == component.name && knob.knob == knob::kReplicas && !knob.ready &&
          knob.status == ActionStatus::Completed &&
          knob.allowed == Quantity::units(state->readyReplicas)) {
        knob.ready = now_;
      }
    }
  };
  for (auto& [scope, kept] : newest_) note(kept.story);
  for (Kept& kept : kept_) note(kept.story);
}

}  // namespace evenkeel::evaluation
