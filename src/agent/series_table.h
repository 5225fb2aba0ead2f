// The series that the loop listens to, with the window of each.
//
// A series is opened once for all policies that need it and closed when its asset goes. Windows
// keep their address while they are open. One thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

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
  Opened open(AssetId asset, const std::string& metric, const std::string& container,
              Duration span);
  void closeAll(AssetId asset);
  // Samples of series that are not open, and values that are not finite, are dropped.
  void add(std::span<const Sample> samples);

  // The slowest interval of the sources that serve at least one series; zero where none does.
  Duration interval() const;
  std::size_t size() const { return byId_.size(); }
  // Every open series with its window, by rising id.
  void each(const std::function<void(const Series&, const Window&)>& visit) const;
  // Numbering goes on after this id: for an agent that continues a log.
  void continueAfter(SeriesId last) { last_ = last; }

 private:
  using Name = std::tuple<AssetId, std::string, std::string>;
  struct Entry {
    Series series;
    MetricSource* source;
    Window window;
  };

  std::vector<MetricSource*> sources_;
  SeriesId last_;
  std::map<Name, SeriesId> byName_;
  std::unordered_map<std::uint32_t, std::unique_ptr<Entry>> byId_;
  std::map<MetricSource*, std::size_t> used_;
};

}  // namespace evenkeel
