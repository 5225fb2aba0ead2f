// A histogram of durations with a bounded relative error: what percentiles are taken from.
//
// Buckets are 1/64 of a power of two wide (exact below 128 ns), so that a quantile is within 0.8 %
// of a value that was recorded; count, sum, minimum and maximum are exact. Memory: 8 bytes a bucket
// up to the largest value seen, 30 KB at most. Merging is exact and its order does not matter; it
// costs as much as there are buckets with something in them.
// The layout is that of HdrHistogram (G. Tene). A value; not shared between threads.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"

namespace evenkeel {

class Histogram {
 public:
  // Negative durations count as zero.
  void record(Duration value) { record(value, 1); }
  // So many times.
  void record(Duration value, std::uint64_t times) {
    const auto v = static_cast<std::uint64_t>(std::max(value, Duration::zero()).count());
    const std::size_t index = indexOf(v);
    if (index >= counts_.size()) [[unlikely]] {
      grow(index);
    }
    counts_[index] += times;
    filled_[index >> kSubBits] |= std::uint64_t{1} << (index & (kBlock - 1));
    count_ += times;
    sum_ += Wide{v} * times;
    min_ = std::min(min_, v);
    max_ = std::max(max_, v);
  }
  void merge(const Histogram& other);
  // Forgets the values and keeps the memory.
  void clear();

  std::uint64_t count() const { return count_; }
  // The rest is absent where nothing was recorded.
  std::optional<Duration> min() const;
  std::optional<Duration> max() const;
  std::optional<Duration> mean() const;
  // The smallest value that at least a share q of the values do not exceed; q in [0, 1].
  std::optional<Duration> quantile(double q) const;

  friend bool operator==(const Histogram& a, const Histogram& b);

 private:
  __extension__ using Wide = unsigned __int128;
  static constexpr int kSubBits = 6;  // 2^6 buckets to a power of two
  static constexpr std::size_t kBlock = std::size_t{1} << kSubBits;

  static std::size_t indexOf(std::uint64_t v) {
    const auto shift = static_cast<unsigned>(std::bit_width(v | (1u << kSubBits)) - kSubBits - 1);
    return (std::size_t{shift} << kSubBits) + static_cast<std::size_t>(v >> shift);
  }
  static std::uint64_t middleOf(std::size_t index);
  void grow(std::size_t index);

  std::vector<std::uint64_t> counts_;  // whole blocks
  std::vector<std::uint64_t> filled_;  // a word for each block: its buckets that may not be zero
  std::uint64_t count_ = 0;
  Wide sum_ = 0;
  std::uint64_t min_ = UINT64_MAX;
  std::uint64_t max_ = 0;
};

}  // namespace evenkeel
