#include "policy/scaling/hpa_replicas.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "policy/scaling/hpa_arithmetic.h"
#include "policy/scaling/hpa_conditions.h"

namespace evenkeel::hpa {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

// Sums over the pods of one group.
struct Total {
  std::int64_t usage = 0;
  std::int64_t request = 0;
  std::int64_t pods = 0;

  void add(std::int64_t podUsage, std::int64_t podRequest) {
    usage = saturatingAdd(usage, podUsage);
    request = saturatingAdd(request, podRequest);
    ++pods;
  }
  friend Total operator+(const Total& a, const Total& b) {
    return {saturatingAdd(a.usage, b.usage), saturatingAdd(a.request, b.request), a.pods + b.pods};
  }
};

struct Groups {
  Total counted;
  Total missing;  // usage: what they would be filled in with on the way down
  Total unready;  // usage: zero
};

tl::unexpected<Unusable> unusable(std::string_view code, std::string what) {
  return tl::unexpected(Unusable{code, {}, std::move(what)});
}

tl::unexpected<Unusable> noSamples() {
  return unusable(reason::kFailedNoPodCounts,
                  "did not receive metrics for targeted pods (pods might be unready)");
}

tl::unexpected<Unusable> noPods() {
  return unusable(reason::kFailedNoPods,
                  "no pods returned by selector while calculating replica count");
}

// The shared second half: fill in who did not speak, and never let that turn the direction.
// `ratioOf(total)` is usage against target; `strangers` samples count as pods in the product.
template <class RatioOf>
std::int32_t replicasOf(std::int32_t current, double ratio, const Groups& groups,
                        std::int64_t strangers, const Tolerance& tolerance, RatioOf ratioOf) {
  const bool fillUnready = groups.unready.pods > 0 && ratio > 1.0;
  if (!fillUnready && groups.missing.pods == 0) {
    if (tolerance.covers(ratio)) return current;
    return ceilToInt32(ratio * static_cast<double>(groups.counted.pods));
  }
  Total filled = groups.counted;
  if (ratio < 1.0) filled = filled + groups.missing;
  if (ratio > 1.0) filled = filled + Total{0, groups.missing.request, groups.missing.pods};
  if (fillUnready) filled = filled + groups.unready;

  const double refilled = ratioOf(filled);
  const bool turned = (ratio < 1.0 && refilled > 1.0) || (ratio > 1.0 && refilled < 1.0);
  if (tolerance.covers(refilled) || turned) return current;
  const std::int32_t replicas =
      ceilToInt32(refilled * static_cast<double>(filled.pods + strangers));
  const bool against =
      (refilled < 1.0 && replicas > current) || (refilled > 1.0 && replicas < current);
  return against ? current : replicas;
}

std::int32_t percentOf(const Total& total) {
  return saturateToInt32(saturatingMultiply(total.usage, 100) / total.request);
}

}  // namespace

Usable<Proposal> utilizationReplicas(std::int32_t current, const PodReadings& readings,
                                     Resource resource, std::string_view container,
                                     std::int32_t targetPercent, const PodRules& rules) {
  if (readings.pods.empty()) return noPods();
  Groups groups;
  std::optional<Unusable> missingRequest;
  for (const auto& pod : readings.pods) {
    const auto request =
        requestOf(*pod.state, pod.name, resource, container, rules.podLevelResources);
    if (!request && !missingRequest) missingRequest = request.error();
    const std::int64_t asked = request.value_or(0);
    switch (groupOf(pod, resource == Resource::Cpu, rules.readiness, rules.now)) {
      case PodGroup::Counted:
        groups.counted.add(pod.sample->milli, asked);
        break;
      case PodGroup::Missing:
        groups.missing.add(saturatingMultiply(asked, std::max(100, targetPercent)) / 100, asked);
        break;
      case PodGroup::Unready:
        groups.unready.add(0, asked);
        break;
      case PodGroup::Ignored:
        break;
    }
  }
  const auto strangers = static_cast<std::int64_t>(readings.strangers.size());
  if (groups.counted.pods + strangers == 0) return noSamples();
  if (missingRequest) return tl::unexpected(std::move(*missingRequest));
  if (groups.counted.request == 0)
    return unusable(reason::kFailedZeroRequest, "no metrics returned matched known pods");

  const auto ratioOf = [targetPercent](const Total& total) {
    return static_cast<double>(percentOf(total)) / static_cast<double>(targetPercent);
  };
  return Proposal{.replicas = replicasOf(current, ratioOf(groups.counted), groups, strangers,
                                         rules.tolerance, ratioOf),
                  .usage = groups.counted.usage / groups.counted.pods,
                  .utilization = percentOf(groups.counted)};
}

Usable<Proposal> averageReplicas(std::int32_t current, const PodReadings& readings, bool startUpCpu,
                                 std::int64_t target, const PodRules& rules) {
  if (readings.pods.empty()) return noPods();
  Groups groups;
  for (const auto& pod : readings.pods) {
    switch (groupOf(pod, startUpCpu, rules.readiness, rules.now)) {
      case PodGroup::Counted:
        groups.counted.add(pod.sample->milli, 0);
        break;
      case PodGroup::Missing:
        groups.missing.add(target, 0);
        break;
      case PodGroup::Unready:
        groups.unready.add(0, 0);
        break;
      case PodGroup::Ignored:
        break;
    }
  }
  Total strangers;
  for (const std::int64_t value : readings.strangers) strangers.add(value, 0);
  if (groups.counted.pods + strangers.pods == 0) return noSamples();

  // Here a stranger's sample weighs in the average, but is no pod when nothing has to be filled in.
  const auto averageOf = [&strangers](const Total& total) {
    const Total all = total + strangers;
    return all.usage / all.pods;
  };
  const auto ratioOf = [&averageOf, target](const Total& total) {
    return static_cast<double>(averageOf(total)) / static_cast<double>(target);
  };
  return Proposal{.replicas = replicasOf(current, ratioOf(groups.counted), groups, strangers.pods,
                                         rules.tolerance, ratioOf),
                  .usage = averageOf(groups.counted),
                  .utilization = std::nullopt};
}

Usable<Proposal> valueReplicas(std::int32_t current, std::int64_t usage, std::int64_t target,
                               std::span<const MeasuredPod> pods, const Tolerance& tolerance) {
  const double ratio = static_cast<double>(usage) / static_cast<double>(target);
  Proposal proposal{.replicas = current, .usage = usage, .utilization = std::nullopt};
  if (current == 0) {
    proposal.replicas = ceilToInt32(ratio);
    return proposal;
  }
  if (tolerance.covers(ratio)) return proposal;
  if (pods.empty()) return noPods();
  const auto ready = std::ranges::count_if(pods, [](const MeasuredPod& pod) {
    return pod.state->phase == PodPhase::Running && pod.state->ready.value_or(false);
  });
  proposal.replicas = ceilToInt32(ratio * static_cast<double>(ready));
  return proposal;
}

Proposal perPodReplicas(std::int32_t existing, std::int64_t usage, std::int64_t target,
                        const Tolerance& tolerance) {
  const auto total = static_cast<double>(usage);
  const double ratio = total / (static_cast<double>(target) * static_cast<double>(existing));
  Proposal proposal{.replicas = existing, .usage = 0, .utilization = std::nullopt};
  if (!tolerance.covers(ratio))
    proposal.replicas = ceilToInt32(total / static_cast<double>(target));
  if (total >= static_cast<double>(kMax)) {
    proposal.usage = kMax;
  } else if (existing != 0) {
    proposal.usage = static_cast<std::int64_t>(std::ceil(total / static_cast<double>(existing)));
  }
  return proposal;
}

std::int64_t sumForValue(std::span<const std::int64_t> series) {
  std::int64_t sum = 0;
  for (const std::int64_t value : series) {
    sum = saturatingAdd(sum, value);
    if (sum == kMax) break;
  }
  return sum;
}

std::int64_t sumForAverage(std::span<const std::int64_t> series) {
  std::int64_t sum = 0;
  for (const std::int64_t value : series) {
    sum = saturatingAdd(sum, value);
    if (sum < 0 || sum == kMax) return kMax;
  }
  return sum;
}

}  // namespace evenkeel::hpa
