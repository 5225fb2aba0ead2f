// What the loop knows of the world's objects: the newest state of each, and who owns what.
//
// References stay valid until the asset is removed. Order of children: order of first sight. One
// thread. An observation older than the one kept (a late watch event) is ignored.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "model/asset.h"

namespace evenkeel {

class AssetTable {
 public:
  enum class Change { New, Updated, Ignored };

  Change observe(const Asset& asset);
  // False: it was not known.
  bool remove(AssetId id);

  const Asset* find(AssetId id) const;
  std::span<const AssetId> ownedBy(AssetId owner) const;
  std::size_t size() const { return assets_.size(); }
  // All, by rising id: for keyframes.
  std::vector<const Asset*> all() const;

 private:
  std::unordered_map<AssetId, Asset> assets_;
  std::unordered_map<AssetId, std::vector<AssetId>> owned_;
};

}  // namespace evenkeel
