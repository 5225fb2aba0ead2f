#include "agent/capability_table.h"

namespace evenkeel {

const std::vector<KnobCapability>& CapabilityTable::ask(const Mechanism& mechanism, AssetId asset) {
  std::vector<KnobCapability> answer = mechanism.capabilities(asset);
  for (KnobCapability& knob : answer) knob.mechanism = mechanism.name();
  const auto [known, isNew] = answers_.try_emplace({asset, std::string(mechanism.name())});
  if (isNew || known->second != answer) {
    known->second = std::move(answer);
    changed_({known->first.second, asset, known->second});
  }
  return known->second;
}

void CapabilityTable::forget(AssetId asset) {
  auto next = answers_.lower_bound({asset, {}});
  while (next != answers_.end() && next->first.first == asset) next = answers_.erase(next);
}

std::vector<record::CapabilitiesRead> CapabilityTable::all() const {
  std::vector<record::CapabilitiesRead> all;
  all.reserve(answers_.size());
  for (const auto& [key, knobs] : answers_) all.push_back({key.second, key.first, knobs});
  return all;
}

void CapabilityTable::restore(const std::vector<record::CapabilitiesRead>& answers) {
  for (const record::CapabilitiesRead& read : answers)
    answers_[{read.asset, read.mechanism}] = read.knobs;
}

}  // namespace evenkeel
