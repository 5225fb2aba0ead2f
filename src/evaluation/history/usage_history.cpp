#include "evaluation/history/usage_history.h"

#include <algorithm>
#include <limits>

namespace evenkeel::evaluation {
namespace {

const vpa::UsageRules kRules;

}  // namespace

void UsageHistory::addCpu(const std::string& container, double request,
                          std::span<const Used> used) {
  if (used.empty()) return;
  vpa::Usage& usage = usageOf(container);
  const std::optional<Instant> first = usage.first;
  std::vector<std::uint16_t>& counts = counts_[container];
  counts.resize(cores_.size());
  for (const Used& one : used) {
    usage.addCpu(one.amount, request, Instant(step_ * static_cast<std::int64_t>(one.moment)));
    cores_[one.moment] += static_cast<float>(one.amount);
    std::uint16_t& count = counts[one.moment];
    if (count < std::numeric_limits<std::uint16_t>::max()) ++count;
    pods_[one.moment] = std::max(pods_[one.moment], count);
  }
  // Pods come in any order.
  const Instant begin(step_ * static_cast<std::int64_t>(used.front().moment));
  usage.first = std::min(first.value_or(begin), begin);
}

void UsageHistory::addMemory(const std::string& container, std::span<const Peak> peaks) {
  vpa::Usage& usage = usageOf(container);
  vpa::MemoryPeak peak;
  for (const Peak& one : peaks)
    usage.apply(vpa::addMemorySample(peak, one.bytes, one.begin, kRules));
}

vpa::Usage& UsageHistory::usageOf(const std::string& container) {
  return containers_.try_emplace(container, kRules).first->second;
}

std::optional<double> UsageHistory::demand(std::size_t moment) const {
  if (pods_[moment] == 0) return std::nullopt;
  return cores_[moment];
}

std::size_t UsageHistory::pods(std::size_t moment) const {
  return pods_[moment];
}

std::optional<std::size_t> UsageHistory::firstMoment() const {
  const auto first = std::find_if(pods_.begin(), pods_.end(), [](auto pods) { return pods > 0; });
  if (first == pods_.end()) return std::nullopt;
  return static_cast<std::size_t>(first - pods_.begin());
}

double UsageHistory::completeness() const {
  const auto first = firstMoment();
  if (!first) return 0;
  const auto begin = pods_.begin() + static_cast<std::ptrdiff_t>(*first);
  const auto known = std::count_if(begin, pods_.end(), [](auto pods) { return pods > 0; });
  return static_cast<double>(known) / static_cast<double>(pods_.end() - begin);
}

}  // namespace evenkeel::evaluation
