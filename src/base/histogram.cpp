#include "base/histogram.h"

#include <cmath>

namespace evenkeel {
namespace {

Duration nanoseconds(std::uint64_t n) {
  return Duration(static_cast<std::int64_t>(n));
}

}  // namespace

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  if (counts_.size() < other.counts_.size()) counts_.resize(other.counts_.size());
  const std::size_t last = indexOf(other.max_);
  for (std::size_t i = indexOf(other.min_); i <= last; ++i) counts_[i] += other.counts_[i];
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

void Histogram::clear() {
  if (count_ == 0) return;
  const auto at = [this](std::uint64_t value) {
    return counts_.begin() + static_cast<std::ptrdiff_t>(indexOf(value));
  };
  std::fill(at(min_), at(max_) + 1, 0);
  count_ = 0;
  sum_ = 0;
  min_ = UINT64_MAX;
  max_ = 0;
}

std::optional<Duration> Histogram::min() const {
  if (count_ == 0) return std::nullopt;
  return nanoseconds(min_);
}

std::optional<Duration> Histogram::max() const {
  if (count_ == 0) return std::nullopt;
  return nanoseconds(max_);
}

std::optional<Duration> Histogram::mean() const {
  if (count_ == 0) return std::nullopt;
  return nanoseconds(static_cast<std::uint64_t>((sum_ + count_ / 2) / count_));
}

std::optional<Duration> Histogram::quantile(double q) const {
  if (count_ == 0) return std::nullopt;
  const double share = std::isnan(q) ? 0 : std::clamp(q, 0.0, 1.0);
  // A share such as 0.95 has no exact double: a rank that is whole but for that stays whole.
  const double exact = share * static_cast<double>(count_);
  const double rank = std::max(1.0, std::ceil(exact - 1e-12 * exact));
  const std::size_t first = indexOf(min_);
  const std::size_t last = indexOf(max_);
  std::size_t i = first;
  if (share < 0.5) {
    std::uint64_t upTo = counts_[i];
    while (i < last && static_cast<double>(upTo) < rank) upTo += counts_[++i];
  } else {  // from above: there are fewer
    i = last;
    std::uint64_t below = count_ - counts_[i];
    while (i > first && static_cast<double>(below) >= rank) below -= counts_[--i];
  }
  return nanoseconds(std::clamp(middleOf(i), min_, max_));
}

bool operator==(const Histogram& a, const Histogram& b) {
  if (a.count_ != b.count_ || a.sum_ != b.sum_ || a.min_ != b.min_ || a.max_ != b.max_) {
    return false;
  }
  const auto& shorter = a.counts_.size() < b.counts_.size() ? a.counts_ : b.counts_;
  const auto& longer = a.counts_.size() < b.counts_.size() ? b.counts_ : a.counts_;
  const auto tail = longer.begin() + static_cast<std::ptrdiff_t>(shorter.size());
  return std::equal(shorter.begin(), shorter.end(), longer.begin()) &&
         std::all_of(tail, longer.end(), [](std::uint64_t n) { return n == 0; });
}

std::uint64_t Histogram::middleOf(std::size_t index) {
  constexpr std::size_t kSub = std::size_t{1} << kSubBits;
  if (index < 2 * kSub) return index;
  const std::size_t shift = index / kSub - 1;
  const std::uint64_t low = (index - shift * kSub) << shift;
  return low + ((std::uint64_t{1} << shift) - 1) / 2;
}

void Histogram::grow(std::size_t index) {
  constexpr std::size_t kSub = std::size_t{1} << kSubBits;
  counts_.resize((index / kSub + 1) * kSub);
}

}  // namespace evenkeel
