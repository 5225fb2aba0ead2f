#include "agent/description_table.h"

#include <utility>

namespace evenkeel {

void DescriptionTable::observe(AssetId application) {
  const Application* given = inventory_.description(application);
  if (given == nullptr) return;  // it is gone: its removal follows
  const auto [entry, isNew] = known_.try_emplace(application);
  Known& known = entry->second;
  if (!isNew && known.description == *given) return;
  known.description = *given;
  if (!textOf_) return;
  std::string text = textOf_(*given);
  if (text == known.text) return;
  known.text = std::move(text);
  written_({application, known.text});
}

const Application* DescriptionTable::find(AssetId application) const {
  const auto known = known_.find(application);
  return known == known_.end() ? nullptr : &known->second.description;
}

std::vector<record::ApplicationDescribed> DescriptionTable::all() const {
  std::vector<record::ApplicationDescribed> written;
  for (const auto& [application, known] : known_) {
    if (!known.text.empty()) written.push_back({application, known.text});
  }
  return written;
}

void DescriptionTable::restore(const record::Keyframe& keyframe) {
  for (const Asset& asset : keyframe.assets) {
    if (asset.kind != AssetKind::Application) continue;
    if (const Application* given = inventory_.description(asset.id))
      known_[asset.id].description = *given;
  }
  for (const record::ApplicationDescribed& described : keyframe.descriptions)
    known_[described.application].text = described.text;
}

}  // namespace evenkeel
