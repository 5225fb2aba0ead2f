#include "program/known_figures.h"

#include <algorithm>
#include <cmath>
#include <variant>

namespace evenkeel::program {

void KnownFigures::see(const Record& record) {
  std::visit([this](const auto& body) { on(body); }, record);
}

std::optional<KnownFigures::Known> KnownFigures::of(AssetId component) const {
  const auto found = components_.find(component);
  if (found == components_.end() || found->second.series.empty()) return std::nullopt;
  std::set<AssetId> pods;
  for (const std::uint32_t series : found->second.series) pods.insert(assetOf_.at(series));
  pods.erase(component);
  return Known{static_cast<std::int32_t>(pods.size()), now_ - found->second.since};
}

void KnownFigures::on(const record::SeriesDeclared& declared) {
  const Series& series = declared.series;
  assetOf_[series.id.value] = series.asset;
  seriesOf_[series.asset].push_back(series.id.value);
}

void KnownFigures::on(const record::Input& input) {
  now_ = input.event.time;
  const EventBody& body = input.event.body;
  if (const auto* observed = std::get_if<AssetObserved>(&body)) {
    if (observed->asset.kind == AssetKind::Pod)
      ownerOf_[observed->asset.id] = observed->asset.owner;
  } else if (const auto* removed = std::get_if<AssetRemoved>(&body)) {
    remove(removed->asset);
  } else if (const auto* arrived = std::get_if<SamplesArrived>(&body)) {
    for (const Sample& sample : arrived->samples) take(sample);
  }
}

void KnownFigures::take(const Sample& sample) {
  const std::uint32_t series = sample.series.value;
  const auto asset = assetOf_.find(series);
  if (asset == assetOf_.end()) return;
  Component& component = components_[componentOf(asset->second)];
  if (std::isnan(sample.value)) {
    component.series.erase(series);
    return;
  }
  const Instant begun = sample.time - sample.window;
  component.since = component.series.empty() ? begun : std::min(component.since, begun);
  component.series.insert(series);
}

void KnownFigures::remove(AssetId asset) {
  const auto component = components_.find(componentOf(asset));
  if (const auto gone = seriesOf_.extract(asset); !gone.empty()) {
    for (const std::uint32_t series : gone.mapped()) {
      assetOf_.erase(series);
      if (component != components_.end()) component->second.series.erase(series);
    }
  }
  ownerOf_.erase(asset);
  components_.erase(asset);
}

AssetId KnownFigures::componentOf(AssetId asset) const {
  const auto owner = ownerOf_.find(asset);
  return owner == ownerOf_.end() ? asset : owner->second;
}

}  // namespace evenkeel::program
