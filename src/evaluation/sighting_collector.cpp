#include "evaluation/sighting_collector.h"

#include <algorithm>
#include <variant>

#include "evaluation/story.h"

namespace evenkeel::evaluation {

void SightingCollector::see(const Record& record) {
  std::visit([this](const auto& body) { on(body); }, record);
}

std::vector<Sighting> SightingCollector::sightings() const {
  std::vector<Sighting> all;
  for (const auto& [name, known] : known_) {
    Sighting& sighting = all.emplace_back(known.sighting);
    for (const std::string& scope : {name, name.substr(0, name.find('/'))}) {
      const auto decided = deciders_.find(scope);
      if (decided != deciders_.end())
        sighting.deciders.insert(decided->second.begin(), decided->second.end());
    }
    const auto described = descriptions_.find(known.application);
    if (described != descriptions_.end()) sighting.description = described->second;
  }
  return all;
}

// Numbers are given anew in each life; what is there no more is known once all is listed.
void SightingCollector::on(const record::RunStarted&) {
  if (isOver()) return;
  ++lives_;
  scopes_.clear();
  nameOf_.clear();
  descriptions_.clear();
  for (auto& [name, known] : known_) {
    known.assets.clear();
    known.application = {};
  }
}

void SightingCollector::on(const record::Input& input) {
  now_ = input.event.time;
  const EventBody& body = input.event.body;
  if (const auto* observed = std::get_if<AssetObserved>(&body)) {
    observe(observed->asset);
  } else if (isOver()) {
    return;
  } else if (const auto* removed = std::get_if<AssetRemoved>(&body)) {
    remove(removed->asset);
  } else if (std::holds_alternative<InventorySynced>(body)) {
    synced();
  }
}

void SightingCollector::on(const record::ScopeOpened& opened) {
  scopes_[opened.scope] = opened;
}

void SightingCollector::on(const record::Proposed& proposed) {
  const auto scope = scopes_.find(proposed.scope);
  if (isOver() || scope == scopes_.end()) return;
  deciders_[scope->second.name].insert(scope->second.policy);
}

void SightingCollector::on(const record::ApplicationDescribed& described) {
  if (!isOver()) descriptions_[described.application] = described.text;
}

void SightingCollector::on(const record::Keyframe& keyframe) {
  now_ = std::max(now_, keyframe.time);
  for (const Asset& asset : keyframe.assets) observe(asset);
  for (const record::Keyframe::Scope& scope : keyframe.scopes) on(scope.opened);
  for (const record::ApplicationDescribed& described : keyframe.descriptions) on(described);
}

void SightingCollector::observe(const Asset& asset) {
  const auto* state = std::get_if<ComponentState>(&asset.state);
  if (state == nullptr) return;
  names_.insert(asset.name);
  if (!isCalled(asset.name, component_)) return;
  const auto [entry, isNew] = known_.try_emplace(asset.name);
  Known& known = entry->second;
  if (isNew) {
    known.sighting.name = asset.name;
    known.sighting.first = now_;
  }
  if (isOver()) return;
  known.sighting.gone.reset();
  known.sighting.state = *state;
  known.assets.insert(asset.id);
  known.application = asset.owner;
  known.life = lives_;
  nameOf_[asset.id] = asset.name;
}

void SightingCollector::remove(AssetId asset) {
  const auto name = nameOf_.extract(asset);
  if (name.empty()) return;
  Known& known = known_.at(name.mapped());
  known.assets.erase(asset);
  if (known.assets.empty()) known.sighting.gone = now_;
}

void SightingCollector::synced() {
  for (auto& [name, known] : known_) {
    if (known.life < lives_ && !known.sighting.gone) known.sighting.gone = now_;
  }
}

}  // namespace evenkeel::evaluation
