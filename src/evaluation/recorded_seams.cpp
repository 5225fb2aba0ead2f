#include "evaluation/recorded_seams.h"

#include <utility>

namespace evenkeel::evaluation {

RecordedInventory::RecordedInventory(std::vector<Application> applications, ReadApplication read)
    : applications_(std::move(applications)), read_(std::move(read)) {
  for (const Application& application : applications_)
    byName_.emplace(application.name, &application);
}

void RecordedInventory::learn(const Asset& asset) {
  if (asset.kind != AssetKind::Application) return;
  const auto described = byName_.find(asset.name);
  if (described != byName_.end()) byId_[asset.id] = described->second;
}

void RecordedInventory::learn(const record::ApplicationDescribed& described) {
  if (auto application = read_(described.text)) {
    described_.insert_or_assign(described.application, std::move(*application));
  } else {
    described_.erase(described.application);
    if (!fault_) fault_ = std::move(application.error());
  }
}

const Application* RecordedInventory::description(AssetId application) const {
  if (const auto said = described_.find(application); said != described_.end())
    return &said->second;
  const auto known = byId_.find(application);
  return known == byId_.end() ? nullptr : known->second;
}

void RecordedMetricSource::learn(const Series& series) {
  recorded_[{series.asset, series.metric, series.container}] = series.id.value;
}

bool RecordedMetricSource::subscribe(const Series& series) {
  const auto known = recorded_.find({series.asset, series.metric, series.container});
  if (known == recorded_.end()) return false;
  given_[known->second] = series.id.value;
  return true;
}

void RecordedMetricSource::unsubscribe(SeriesId series) {
  std::erase_if(given_, [series](const auto& entry) { return entry.second == series.value; });
}

std::vector<Sample> RecordedMetricSource::renumbered(const std::vector<Sample>& samples) const {
  std::vector<Sample> kept;
  kept.reserve(samples.size());
  for (Sample sample : samples) {
    const auto given = given_.find(sample.series.value);
    if (given == given_.end()) continue;
    sample.series.value = given->second;
    kept.push_back(sample);
  }
  return kept;
}

std::vector<KnobCapability> RecordedMechanism::capabilities(AssetId asset) const {
  const auto known = answers_.find(asset);
  return known == answers_.end() ? std::vector<KnobCapability>{} : known->second;
}

}  // namespace evenkeel::evaluation
