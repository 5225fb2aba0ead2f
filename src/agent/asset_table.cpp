#include "agent/asset_table.h"

#include <algorithm>

namespace evenkeel {

AssetTable::Change AssetTable::observe(const Asset& asset) {
  const auto [place, fresh] = assets_.try_emplace(asset.id, asset);
  if (fresh) {
    if (asset.owner) owned_[asset.owner].push_back(asset.id);
    return Change::New;
  }
  if (asset.observed < place->second.observed || asset.kind != place->second.kind ||
      asset.owner != place->second.owner) {
    return Change::Ignored;
  }
  place->second = asset;
  return Change::Updated;
}

bool AssetTable::remove(AssetId id) {
  const auto found = assets_.find(id);
  if (found == assets_.end()) return false;
  if (const auto siblings = owned_.find(found->second.owner); siblings != owned_.end()) {
    std::erase(siblings->second, id);
    if (siblings->second.empty()) owned_.erase(siblings);
  }
  assets_.erase(found);
  return true;
}

const Asset* AssetTable::find(AssetId id) const {
  const auto found = assets_.find(id);
  return found == assets_.end() ? nullptr : &found->second;
}

std::span<const AssetId> AssetTable::ownedBy(AssetId owner) const {
  const auto found = owned_.find(owner);
  if (found == owned_.end()) return {};
  return found->second;
}

std::vector<const Asset*> AssetTable::all() const {
  std::vector<const Asset*> assets;
  assets.reserve(assets_.size());
  for (const auto& entry : assets_) assets.push_back(&entry.second);
  std::sort(assets.begin(), assets.end(),
            [](const Asset* a, const Asset* b) { return a->id < b->id; });
  return assets;
}

}  // namespace evenkeel
