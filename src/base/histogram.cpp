#include "base/histogram.h"

#include <bit>
#include <cmath>

namespace evenkeel {
namespace {

Duration nanoseconds(std::uint64_t n) {
  return Duration(static_cast<std::int64_t>(n));
}

template <class Action>
void forEachBit(std::uint64_t word, const Action& action) {
  for (; word != 0; word &= word - 1) action(static_cast<unsigned>(std::countr_zero(word)));
}

}  // namespace

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  if (counts_.size() < other.counts_.size()) grow(other.counts_.size() - 1);
  const std::size_t last = indexOf(other.max_) >> kSubBits;
  for (std::size_t block = indexOf(other.min_) >> kSubBits; block <= last; ++block) {
    filled_[block] |= other.filled_[block];
    forEachBit(other.filled_[block], [&](unsigned bit) {
      const std::size_t i = (block << kSubBits) + bit;
      counts_[i] += other.counts_[i];
    });
  }
  count_ += other.count_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
}

void Histogram::clear() {
  if (count_ == 0) return;
  const std::size_t last = indexOf(max_) >> kSubBits;
  for (std::size_t block = indexOf(min_) >> kSubBits; block <= last; ++block) {
    forEachBit(filled_[block], [&](unsigned bit) { counts_[(block << kSubBits) + bit] = 0; });
    filled_[block] = 0;
  }
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
  // From above: there are fewer beyond the quantiles that one asks for.
  std::uint64_t below = count_;
  for (std::size_t block = (indexOf(max_) >> kSubBits) + 1; block-- > 0;) {
    std::uint64_t filled = filled_[block];
    while (filled != 0) {
      const auto bit = static_cast<std::size_t>(std::bit_width(filled)) - 1;
      const std::size_t i = (block << kSubBits) + bit;
      below -= counts_[i];
      if (static_cast<double>(below) < rank)
        return nanoseconds(std::clamp(middleOf(i), min_, max_));
      filled ^= std::uint64_t{1} << bit;
    }
  }
  return min();
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
  if (index < 2 * kBlock) return index;
  const std::size_t shift = index / kBlock - 1;
  const std::uint64_t low = (index - shift * kBlock) << shift;
  return low + ((std::uint64_t{1} << shift) - 1) / 2;
}

void Histogram::grow(std::size_t index) {
  const std::size_t blocks = index / kBlock + 1;
  counts_.resize(blocks * kBlock);
  filled_.resize(blocks);
}

}  // namespace evenkeel
