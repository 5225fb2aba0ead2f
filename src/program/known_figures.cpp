#include "program/known_figures.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <variant>

namespace evenkeel::program {
namespace {

constexpr Duration kOld = 90s;  // as policies have it where an application does not say otherwise

}  // namespace

void KnownFigures::see(const Record& record) {
  std::visit([this](const auto& body) { on(body); }, record);
}

std::optional<KnownFigures::Known> KnownFigures::of(AssetId id) const {
  const auto found = components_.find(id);
  if (found == components_.end()) return std::nullopt;
  const Component& component = found->second;
  std::set<AssetId> assets;
  for (const auto& [series, newest] : component.series) {
    if (now_ - newest <= kOld) assets.insert(assetOf_.at(series));
  }
  if (assets.empty()) return std::nullopt;
  assets.erase(id);
  return Known{static_cast<std::int32_t>(assets.size()), component.newest - component.since};
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
  const bool isNew = component.series.empty() || begun - component.newest > kOld;
  component.since = isNew ? begun : std::min(component.since, begun);
  component.newest = isNew ? sample.time : std::max(component.newest, sample.time);
  component.series[series] = sample.time;
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
