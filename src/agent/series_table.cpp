#include "agent/series_table.h"

#include <algorithm>
#include <cmath>

namespace evenkeel {

SeriesTable::Opened SeriesTable::open(AssetId asset, const std::string& metric,
                                      const std::string& container, Duration span) {
  const Name name{asset, metric, container};
  if (const auto known = byName_.find(name); known != byName_.end()) {
    Entry& entry = byId_.at(known->second.value);
    entry.span = std::max(entry.span, span);
    entry.window.widen(span);
    return {&entry.window, nullptr, entry.source};
  }
  const Series series{SeriesId{last_.value + 1}, asset, metric, container};
  for (MetricSource* source : sources_) {
    if (!source->subscribe(series)) continue;
    last_ = series.id;
    const Entry& entry = add(series, *source, span);
    return {&entry.window, &entry.series, source};
  }
  return {};
}

SeriesTable::Entry& SeriesTable::add(const Series& series, MetricSource& source, Duration span) {
  byName_.emplace(Name{series.asset, series.metric, series.container}, series.id);
  ++used_[&source];
  return byId_.emplace(series.id.value, Entry{Window(span), span, series, &source}).first->second;
}

void SeriesTable::closeAll(AssetId asset) {
  auto next = byName_.lower_bound(Name{asset, {}, {}});
  while (next != byName_.end() && std::get<AssetId>(next->first) == asset) {
    const auto entry = byId_.find(next->second.value);
    MetricSource* source = entry->second.source;
    source->unsubscribe(next->second);
    if (--used_[source] == 0) used_.erase(source);
    byId_.erase(entry);
    next = byName_.erase(next);
  }
}

std::vector<SeriesTable::Begun> SeriesTable::add(std::span<const Sample> samples) {
  std::vector<Begun> begun;
  for (const Sample& sample : samples) {
    const auto found = byId_.find(sample.series.value);
    if (found == byId_.end() || std::isinf(sample.value)) continue;
    Entry& entry = found->second;
    if (std::isnan(sample.value)) {
      entry.window = Window(entry.span);
    } else {
      if (entry.window.empty())
        begun.push_back({entry.series.asset, &entry.window, entry.source->interval()});
      entry.window.add(sample);
    }
  }
  return begun;
}

void SeriesTable::save(record::Keyframe& keyframe) const {
  std::vector<const Entry*> entries;
  entries.reserve(byId_.size());
  for (const auto& entry : byId_) entries.push_back(&entry.second);
  std::sort(entries.begin(), entries.end(),
            [](const Entry* a, const Entry* b) { return a->series.id < b->series.id; });
  for (const Entry* entry : entries) {
    keyframe.series.push_back({entry->series, std::string(entry->source->name())});
    for (std::size_t i = 0; i < entry->window.size(); ++i)
      keyframe.samples.push_back(entry->window[i]);
  }
  keyframe.lastSeries = last_;
}

void SeriesTable::restore(const record::Keyframe& keyframe) {
  for (const record::SeriesDeclared& declared : keyframe.series) {
    for (MetricSource* source : sources_) {
      if (source->name() != declared.source || !source->subscribe(declared.series)) continue;
      add(declared.series, *source, Duration::zero());
      break;
    }
  }
  last_ = keyframe.lastSeries;
}

Duration SeriesTable::interval() const {
  Duration slowest{};
  for (const auto& [source, count] : used_) slowest = std::max(slowest, source->interval());
  return slowest;
}

}  // namespace evenkeel
