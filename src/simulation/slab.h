// Objects by index, reused after release, at addresses that do not change: no allocation once the
// largest number in use at one time has been seen.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace evenkeel::simulation {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

template <class T>
class Slab {
 public:
  // What is taken holds what it held when it was released.
  std::uint32_t take() {
    if (unused_.empty()) addBlock();
    const std::uint32_t index = unused_.back();
    unused_.pop_back();
    return index;
  }
  void release(std::uint32_t index) { unused_.push_back(index); }

  T& operator[](std::uint32_t index) { return (*blocks_[index >> kBits])[index & kMask]; }
  const T& operator[](std::uint32_t index) const {
    return (*blocks_[index >> kBits])[index & kMask];
  }
  // Indices run below this; some are unused.
  std::uint32_t limit() const { return static_cast<std::uint32_t>(blocks_.size()) << kBits; }
  std::vector<bool> used() const {
    std::vector<bool> used(limit(), true);
    for (const std::uint32_t index : unused_) used[index] = false;
    return used;
  }
  std::uint32_t inUse() const { return limit() - static_cast<std::uint32_t>(unused_.size()); }

 private:
  static constexpr unsigned kBits = 10;
  static constexpr std::uint32_t kMask = (1u << kBits) - 1;

  void addBlock() {
    const std::uint32_t first = limit();
    blocks_.push_back(std::make_unique<std::array<T, kMask + 1>>());
    for (std::uint32_t i = kMask + 1; i-- > 0;) unused_.push_back(first + i);
  }

  std::vector<std::unique_ptr<std::array<T, kMask + 1>>> blocks_;
  std::vector<std::uint32_t> unused_;
};

}  // namespace evenkeel::simulation
