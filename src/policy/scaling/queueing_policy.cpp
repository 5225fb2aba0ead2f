#include "policy/scaling/queueing_policy.h"

#include <algorithm>
#include <cmath>

#include "base/codec.h"
#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "policy/scaling/highest_lately.h"
#include "policy/scaling/scale_action.h"

namespace evenkeel {
namespace {

using performance::Queueing;

// What the formula is asked for; a quantile of zero: the mean.
struct Wanted {
  double target = 0;
  double quantile = 0;
};

double quantileOf(Statistic statistic) {
  switch (statistic) {
    case Statistic::P50:
      return 0.5;
    case Statistic::P90:
      return 0.9;
    case Statistic::P95:
      return 0.95;
    case Statistic::P99:
      return 0.99;
    case Statistic::P999:
    case Statistic::Max:
      return 0.999;
    case Statistic::Mean:
      break;
  }
  return 0;
}

class QueueingPolicy final : public Policy {
 public:
  explicit QueueingPolicy(const QueueingParameters& parameters) : parameters_(parameters) {
    needs_.metrics = {
        {std::string(metric::kRequestRate), MetricOf::Component, {}, parameters.window, true},
        {std::string(metric::kCpuUsage),
         MetricOf::Pod,
         {},
         parameters.window,
         !parameters.serviceTime}};
    needs_.mechanisms = {"scale"};
    needs_.period = parameters.loop;
  }

  std::string_view name() const override { return "queueing"; }
  const PolicyNeeds& needs() const override { return needs_; }

  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream&) const override {
    if (snapshot.components.empty() || snapshot.application == nullptr)
      return PolicyAnswer{{}, state};
    const ComponentView& component = snapshot.components.front();
    const auto wanted = wantedOf(*snapshot.application);
    if (!wanted)
      return fail(ErrorKind::Invalid, "queueing", "the application has no target of responseTime",
                  "one, or the parameter target");
    const Instant since = snapshot.now - parameters_.window;
    const Window* rates = component.metrics[0];
    const auto rate = rates == nullptr ? std::nullopt : rates->mean(since);
    if (!rate) return fail(ErrorKind::Unavailable, "queueing", "no request rate to decide on");
    const auto service = serviceTimeOf(component, since, snapshot.now);
    if (!service)
      return fail(ErrorKind::Unavailable, "queueing",
                  "no CPU use of most pods to tell the service time from");

    // A pod of less than a core is one server, and a slow one.
    const double cores = coresOfPod(component);
    const auto servers = serversFor(*rate, *service / std::min(cores, 1.0), *wanted);
    if (!servers) return tl::unexpected(servers.error());
    PolicyAnswer answer;
    const auto replicas = static_cast<std::int32_t>(std::ceil(*servers / std::max(cores, 1.0)));
    const std::int32_t held = heldUp(replicas, snapshot.now, state, answer);
    answer.decision.reasons.push_back({"queueing", std::string(metric::kRequestRate), *rate,
                                       std::nullopt, static_cast<double>(replicas)});
    answer.decision.reasons.push_back(
        {"service-time", std::string(kServiceTime), *service, std::nullopt, std::nullopt});
    if (held > replicas)
      answer.decision.reasons.push_back({"held-up", {}, {}, {}, static_cast<double>(held)});
    const ScalingBounds& bounds = component.description->scaling;
    // Without pods there is no CPU use that would tell the service time once requests come.
    const std::int32_t fewest = std::max(bounds.minReplicas, parameters_.serviceTime ? 0 : 1);
    const std::int32_t count = std::max(fewest, std::min(held, bounds.maxReplicas));
    answer.decision.actions.push_back(scaleTo(component, count));
    return answer;
  }

 private:
  static constexpr std::string_view kServiceTime = "service_time_seconds";
  static constexpr std::uint32_t kVersion = 1;
  static constexpr Duration kTick = 1s;
  static constexpr Duration kStartUp = 5min;  // as long as the autoscaler distrusts a pod's CPU

  std::optional<Wanted> wantedOf(const Application& application) const {
    Wanted wanted;
    if (const Target* target = responseTarget(application.targets)) {
      wanted = {target->value, quantileOf(target->statistic)};
    } else if (!parameters_.target) {
      return std::nullopt;
    }
    if (parameters_.target) wanted.target = toSeconds(*parameters_.target);
    if (parameters_.percentile) wanted.quantile = *parameters_.percentile / 100;
    return wanted;
  }

  // CPU used by a request, in core-seconds; where nothing came, nothing is known and none needed.
  // Both since the youngest of the pods whose readings count has been serving: what pods that are
  // gone have served, and what a pod used to start, is in neither. Pods that cannot be read are
  // taken to be like those that are, for as long as they have served; where they are more than
  // half, nothing is known.
  std::optional<double> serviceTimeOf(const ComponentView& component, Instant since,
                                      Instant now) const {
    if (parameters_.serviceTime) return toSeconds(*parameters_.serviceTime);
    Instant from = since;
    for (const PodView& pod : component.pods) {
      const auto began = serving(*pod.state, since, now);
      if (began && meanAfter(pod.metrics[1], *began, since)) from = std::max(from, *began);
    }
    double used = 0;
    int read = 0;
    double unread = 0;
    for (const PodView& pod : component.pods) {
      const auto began = serving(*pod.state, since, now);
      if (!began) continue;
      if (const auto mean = meanAfter(pod.metrics[1], std::max(from, *began), since)) {
        used += *mean;
        ++read;
      } else {
        unread += std::min(1.0, toSeconds(now - *began) / toSeconds(now - from));
      }
    }
    if (read == 0 || unread > read) return std::nullopt;
    const Window* rates = component.metrics[0];
    const double rate = meanAfter(rates, from, since).value_or(rates->latest()->value);
    return rate > 0 ? used * (read + unread) / read / rate : 0;
  }

  // Since when a pod has been serving, `since` at the earliest; absent: it does not. Whoever
  // becomes ready late after its start was ready before.
  static std::optional<Instant> serving(const PodState& pod, Instant since, Instant now) {
    if (!pod.ready.value_or(false)) return pod.deleting ? std::optional(since) : std::nullopt;
    const Instant ready = std::min(now, pod.readyTransition.value_or(since));
    const bool isFirst = !pod.started || ready - *pod.started <= kStartUp;
    return isFirst ? std::max(since, ready) : since;
  }

  // Of the samples that began after `from`, where that is not the whole window from `since`.
  static std::optional<double> meanAfter(const Window* window, Instant from, Instant since) {
    const Sample* latest = window == nullptr ? nullptr : window->latest();
    if (latest == nullptr) return std::nullopt;
    return window->mean(from == since ? since : from + latest->window - Duration(1));
  }

  // A target that no number of servers meets (service alone takes longer) asks for what keeps them
  // from waiting: twice the service time.
  Result<std::int32_t> serversFor(double rate, double service, const Wanted& wanted) const {
    const double load = rate * (1 + parameters_.margin / 100);
    if (!(load > 0 && service > 0)) return 0;
    const auto servers = [&](double target, double quantile) {
      return quantile > 0
                 ? performance::serversForQuantile(load, service, quantile, target,
                                                   parameters_.queueing)
                 : performance::serversForMean(load, service, target, parameters_.queueing);
    };
    auto count = servers(wanted.target, wanted.quantile);
    if (!count && count.error().kind == ErrorKind::Refused) count = servers(2 * service, 0);
    return count;
  }

  // By its limit, or where it has none its request; one where nothing says.
  static double coresOfPod(const ComponentView& component) {
    const auto& limits = component.state->podLimits;
    const double cores = limits && limits->cpu > Quantity{}
                             ? limits->cpu.asDouble()
                             : component.state->podRequests.cpu.asDouble();
    return cores > 0 ? cores : 1;
  }

  // Version 1: the counts wanted lately.
  std::int32_t heldUp(std::int32_t replicas, Instant now, const PolicyState& state,
                      PolicyAnswer& answer) const {
    std::vector<WantedCount> kept;
    ByteReader in(state.bytes);
    if (!state.bytes.empty()) {
      const std::uint64_t count = in.varint();
      if (count > in.left() / 2) in.fail();
      for (std::uint64_t i = 0; !in.failed() && i < count; ++i) {
        const std::int64_t tick = in.signedVarint();
        const std::uint64_t pods = in.varint();
        if (pods > 1'000'000'000) in.fail();
        kept.push_back({tick, static_cast<std::int32_t>(pods)});
      }
      if (state.version != kVersion || in.failed() || in.left() != 0) {
        kept.clear();
        answer.decision.reasons.push_back({"state-reset", {}, {}, {}, {}});
      }
    }
    const std::int64_t tick = now.time_since_epoch() / kTick;
    std::erase_if(kept, [tick](const WantedCount& count) { return count.tick > tick; });
    const std::int32_t highest =
        highestLately(kept, tick, parameters_.downscaleStabilization / kTick, replicas);
    ByteWriter out;
    out.varint(kept.size());
    for (const WantedCount& count : kept) {
      out.signedVarint(count.tick);
      out.varint(static_cast<std::uint64_t>(count.pods));
    }
    answer.state = {kVersion, out.take()};
    return highest;
  }

  QueueingParameters parameters_;
  PolicyNeeds needs_;
};

}  // namespace

const Schema<QueueingParameters>& queueingSchema() {
  using namespace schema;
  const DurationRules span{.minimum = 1s, .maximum = std::chrono::hours(24)};
  static const Schema<QueueingParameters> schema =
      Record<QueueingParameters>("A queueing formula at the load of the last minute.")
          .field("target", &QueueingParameters::target,
                 optional(duration({.minimum = 1ms, .maximum = 1h})),
                 "Response time to keep; without it the application's target.",
                 {.example = "250ms"})
          .field(
              "percentile", &QueueingParameters::percentile,
              optional(number({.minimum = 0, .maximum = 99.99})),
              "Of the response time; 0 is the mean. Without it that of the application's target.",
              {.unit = "%", .example = "95"})
          .field("serviceTime", &QueueingParameters::serviceTime,
                 optional(duration({.minimum = 1us, .maximum = 1h})),
                 "Of a request on one core; without it CPU used by requests served.",
                 {.example = "50ms"})
          .field("queueing", &QueueingParameters::queueing,
                 enumeration<Queueing>({{"split", Queueing::Split}, {"pooled", Queueing::Pooled}}),
                 "A queue before each server, as with random routing, or one before all.")
          .field("margin", &QueueingParameters::margin, number({.minimum = 0, .maximum = 1000}),
                 "On top of the load.", {.unit = "%"})
          .field("window", &QueueingParameters::window, duration(span),
                 "The load is averaged over it.")
          .field("downscaleStabilization", &QueueingParameters::downscaleStabilization,
                 duration({.maximum = std::chrono::hours(1)}),
                 "No lower than what was wanted within this time.")
          .field("loop", &QueueingParameters::loop, duration(span),
                 "Decisions come at multiples of it.");
  return schema;
}

Result<std::unique_ptr<Policy>> makeQueueingPolicy(const QueueingParameters& parameters) {
  return std::make_unique<QueueingPolicy>(parameters);
}

}  // namespace evenkeel
