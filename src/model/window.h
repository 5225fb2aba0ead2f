// The recent samples of one series: a bounded ring, oldest first.
//
// Samples are kept in order of their time. A late sample takes its place if it is newer than the
// oldest kept; a second sample of the same time (delivered twice) replaces the first. One thread.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/time.h"
#include "model/metric.h"

namespace evenkeel {

class Window {
 public:
  // Keeps samples not older than `span` before the newest, and at least the newest; at most
  // `capacity` of them. capacity >= 1.
  explicit Window(Duration span = Duration::zero(), std::size_t capacity = 1024)
      : span_(span), capacity_(capacity) {}

  void add(const Sample& sample);
  void widen(Duration span);

  bool empty() const { return !newest_; }
  std::size_t size() const { return older_.size() + (newest_ ? 1 : 0); }
  const Sample& operator[](std::size_t i) const { return i < older_.size() ? older_[i] : *newest_; }
  // Null where there is none.
  const Sample* latest() const { return newest_ ? &*newest_ : nullptr; }
  // Null where the newest is older than `maxAge` at `now`.
  const Sample* fresh(Instant now, Duration maxAge) const;
  // Mean of the samples measured after `since`; absent where there are none.
  std::optional<double> mean(Instant since) const;
  std::optional<double> max(Instant since) const;

 private:
  void addLate(const Sample& sample);  // older than the newest
  void dropOld();

  Duration span_;
  std::size_t capacity_;
  std::optional<Sample>
      newest_;                 // here, since most windows hold no other and many are read at once
  std::vector<Sample> older_;  // sorted; small, so that erasing at the front is cheap
};

}  // namespace evenkeel
