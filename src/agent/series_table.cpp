#include "agent/series_table.h"

#include <algorithm>
#include <cmath>

namespace evenkeel {

SeriesTable::Opened SeriesTable::open(AssetId asset, const std::string& metric,
                                      const std::string& container, Duration span) {
  const Name name{asset, metric, container};
  if (const auto known = byName_.find(name); known != byName_.end()) {
    Entry& entry = *byId_.at(known->second.value);
    entry.window.widen(span);
    return {&entry.window, nullptr, entry.source};
  }
  const Series series{SeriesId{last_.value + 1}, asset, metric, container};
  for (MetricSource* source : sources_) {
    if (!source->subscribe(series)) continue;
    last_ = series.id;
    byName_.emplace(name, series.id);
    ++used_[source];
    auto entry = std::make_unique<Entry>(Entry{series, source, Window(span)});
    const Opened opened{&entry->window, &entry->series, source};
    byId_.emplace(series.id.value, std::move(entry));
    return opened;
  }
  return {};
}

void SeriesTable::closeAll(AssetId asset) {
  auto next = byName_.lower_bound(Name{asset, {}, {}});
  while (next != byName_.end() && std::get<AssetId>(next->first) == asset) {
    const auto entry = byId_.find(next->second.value);
    entry->second->source->unsubscribe(next->second);
    if (--used_[entry->second->source] == 0) used_.erase(entry->second->source);
    byId_.erase(entry);
    next = byName_.erase(next);
  }
}

void SeriesTable::add(std::span<const Sample> samples) {
  for (const Sample& sample : samples) {
    const auto found = byId_.find(sample.series.value);
    if (found != byId_.end() && std::isfinite(sample.value)) found->second->window.add(sample);
  }
}

void SeriesTable::each(const std::function<void(const Series&, const Window&)>& visit) const {
  std::vector<const Entry*> entries;
  entries.reserve(byId_.size());
  for (const auto& entry : byId_) entries.push_back(entry.second.get());
  std::sort(entries.begin(), entries.end(),
            [](const Entry* a, const Entry* b) { return a->series.id < b->series.id; });
  for (const Entry* entry : entries) visit(entry->series, entry->window);
}

Duration SeriesTable::interval() const {
  Duration slowest{};
  for (const auto& [source, count] : used_) slowest = std::max(slowest, source->interval());
  return slowest;
}

}  // namespace evenkeel
