// The series that the loop listens to, with the window of each.
//
// A series is opened once for all policies that need it and closed when its asset goes. Windows
// keep their address while they are open. One thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "knowledge/record.h"
#include "model/metric.h"
#include "model/window.h"
#include "world/metric_source.h"

namespace evenkeel {

class SeriesTable {
 public:
  explicit SeriesTable(std::vector<MetricSource*> sources) : sources_(std::move(sources)) {}

  struct Opened {
    const Window* window = nullptr;        // null: no source has that metric for that asset
    const Series* fresh = nullptr;         // set where it was opened just now, for the log
    const MetricSource* source = nullptr;  // that serves it
  };
  struct Begun {
    AssetId asset;
    const Window* window;
    Duration interval;  // of its source
  };
  Opened open(AssetId asset, const std::string& metric, const std::string& container,
              Duration span);
  void closeAll(AssetId asset);
  // NaN: the series has no value any more, and its window is emptied. Samples of series that are
  // not open, and infinite values, are dropped. Returns the series whose windows were empty before.
  std::vector<Begun> add(std::span<const Sample> samples);

  // The slowest interval of the sources that serve at least one series; zero where none does.
  Duration interval() const;
  std::size_t size() const { return byId_.size(); }
  // For keyframes, and back from them: first the series, then, once all who need them have opened
  // them again (windows are as wide as is asked for), their samples.
  void save(record::Keyframe& keyframe) const;
  void restore(const record::Keyframe& keyframe);
  // Numbering goes on after this id: for an agent that continues a log.
  void continueAfter(SeriesId last) { last_ = last; }

 private:
  using Name = std::tuple<AssetId, std::string, std::string>;
  struct Entry {
    Window window;  // first: what most reads and writes are about
    Duration span;  // of it
    Series series;
    MetricSource* source;
  };

  Entry& add(const Series& series, MetricSource& source, Duration span);

  std::vector<MetricSource*> sources_;
  SeriesId last_;
  std::map<Name, SeriesId> byName_;
  std::unordered_map<std::uint32_t, Entry> byId_;
  std::map<MetricSource*, std::size_t> used_;
};

}  // namespace evenkeel
