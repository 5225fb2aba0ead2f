#include "agent/change_history.h"

namespace evenkeel {

void ChangeHistory::changed(AssetId application, AssetId asset, const std::string& knob,
                            Instant when) {
  last_[{asset, knob}] = when;
  std::deque<Instant>& recent = recent_[application];
  recent.push_back(when);
  if (recent.size() > kKept) recent.pop_front();
}

void ChangeHistory::forget(AssetId asset) {
  auto next = last_.lower_bound({asset, {}});
  while (next != last_.end() && next->first.first == asset) next = last_.erase(next);
  recent_.erase(asset);
}

std::optional<Instant> ChangeHistory::lastChange(AssetId asset, const std::string& knob) const {
  const auto found = last_.find({asset, knob});
  if (found == last_.end()) return assumed_;
  return found->second;
}

std::int32_t ChangeHistory::changesSince(AssetId application, Instant since) const {
  const auto found = recent_.find(application);
  if (found == recent_.end()) return 0;
  std::int32_t count = 0;
  for (auto change = found->second.rbegin(); change != found->second.rend() && *change > since;
       ++change) {
    ++count;
  }
  return count;
}

void ChangeHistory::save(record::Keyframe& keyframe) const {
  for (const auto& [knob, when] : last_)
    keyframe.changes.push_back({knob.first, knob.second, when});
  for (const auto& [application, recent] : recent_)
    keyframe.recentChanges.push_back({application, {recent.begin(), recent.end()}});
  keyframe.assumedChange = assumed_;
}

void ChangeHistory::restore(const record::Keyframe& keyframe) {
  for (const auto& change : keyframe.changes) last_[{change.asset, change.knob}] = change.when;
  for (const auto& recent : keyframe.recentChanges)
    recent_[recent.application].assign(recent.when.begin(), recent.when.end());
  assumed_ = keyframe.assumedChange;
}

}  // namespace evenkeel
