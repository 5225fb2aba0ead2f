// Sections of vpa.json: histograms, bucketing, estimators, oom, update_priority, update_decision,
// update_order, capping.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "evaluation/conformance/section.h"
#include "policy/scaling/vpa_recommender.h"
#include "policy/scaling/vpa_updater.h"

namespace evenkeel::conformance {
namespace {

constexpr Instant kStart{std::chrono::seconds(2'000'000'000)};
constexpr double kMost = 1e15;
constexpr double kMostSeconds = 1e9;

double readNumber(const JsonReader& place, std::string_view key, double low = -kMost) {
  return place.at(key).number(low, kMost);
}

std::optional<double> findNumber(const JsonReader& place, std::string_view key) {
  const auto given = place.find(key);
  if (!given) return std::nullopt;
  return given->number(-kMost, kMost);
}

Duration readSeconds(const JsonReader& value) {
  return fromSeconds(value.number(0, kMostSeconds));
}

// Equal where they are closer than `error` of what is expected.
void judgeNear(std::string_view what, double expected, double got, double error,
               Comparison& comparison) {
  const bool near = std::abs(got - expected) <= error * std::abs(expected);
  comparison.judge(what, fmt::format("{}", expected), fmt::format("{}", near ? expected : got));
}

// The source of the vectors counts in thousandths of a core and in bytes, and cuts off the rest;
// expectations are written either way.
void judgeAmount(std::string_view what, double expected, double got, double unit, double error,
                 Comparison& comparison) {
  const double cut = std::trunc(got / unit) * unit;
  const bool near = std::abs(cut - expected) <= error * std::abs(expected);
  judgeNear(what, expected, near ? expected : got, error, comparison);
}

void judgeFlag(std::string_view what, const JsonReader& expected, bool got,
               Comparison& comparison) {
  comparison.judge(what, fmt::format("{}", expected.flag()), fmt::format("{}", got));
}

vpa::Buckets readBuckets(const JsonReader& options) {
  const std::string kind = options.at("kind").text();
  const double max = readNumber(options, "max", 1e-12);
  const double epsilon = readNumber(options, "epsilon", 0);
  if (kind == "exponential") {
    const double ratio = options.at("ratio").number(1.0001, 1e3);
    return vpa::Buckets::exponential(max, readNumber(options, "first", 1e-12), ratio, epsilon);
  }
  if (kind != "linear")
    options.at("kind").fault(fmt::format("is '{}'", kind), "linear or exponential");
  const double width = readNumber(options, "bucket", 1e-12);
  if (max / std::max(width, 1e-12) > 1e6) {
    options.at("bucket").fault("gives too many buckets", "a millionth of max at least");
    return vpa::Buckets::linear(1, 1, epsilon);
  }
  return vpa::Buckets::linear(max, std::max(width, 1e-12), epsilon);
}

// Null: nothing decays; left out: the file's default.
std::optional<Duration> readHalfLife(const JsonReader& vector, const Defaults& defaults) {
  for (const auto& [key, value] : vector.record()) {
    if (key != "half_life_s") continue;
    if (value.isNull()) return std::nullopt;
    return std::max(Duration{1s}, readSeconds(value));
  }
  return defaults.vpaHalfLife;
}

void runHistogram(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  const vpa::Buckets buckets = readBuckets(vector.at("options"));
  const std::optional<Duration> halfLife = readHalfLife(vector, defaults);
  vpa::Histogram histogram(buckets, halfLife);
  for (const JsonReader& sample : vector.at("samples").list())
    histogram.add(readNumber(sample, "value", 0), readNumber(sample, "weight", 0),
                  kStart + readSeconds(sample.at("t_s")));
  const double error = findNumber(vector, "max_relative_error").value_or(1e-12);
  for (const JsonReader& wanted : vector.at("percentiles").list()) {
    const double share = wanted.at("p").number(-10, 10);
    judgeNear(fmt::format("p {}", share), readNumber(wanted, "value"), histogram.percentile(share),
              std::max(error, 1e-12), comparison);
  }
}

void runBucketing(const JsonReader& vector, const Defaults&, Comparison& comparison) {
  const vpa::Buckets buckets = readBuckets(vector.at("options"));
  comparison.integer("num_buckets", vector.at("num_buckets"),
                     static_cast<std::int64_t>(buckets.count()));
  for (const auto& [bucket, start] : vector.at("bucket_start").record()) {
    const bool isNumber = !bucket.empty() && bucket.size() < 9 &&
                          bucket.find_first_not_of("0123456789") == std::string::npos;
    if (!isNumber) {
      start.fault("is of no bucket", "its number as the key");
      return;
    }
    judgeNear(fmt::format("start of {}", bucket), start.number(-kMost, kMost),
              buckets.start(std::stoul(bucket)), 1e-9, comparison);
  }
  for (const JsonReader& pair : vector.at("find").list()) {
    const auto parts = pair.list();
    if (parts.size() != 2) return pair.fault("is no pair", "[value, bucket]");
    const double value = parts[0].number(-kMost, kMost);
    comparison.integer(fmt::format("bucket of {}", value), parts[1],
                       static_cast<std::int64_t>(buckets.find(value)));
  }
}

double readConfidence(const JsonReader& vector, const Defaults& defaults) {
  const auto gap = vector.find("first_last_gap_s");
  const auto interval = vector.find("confidence_interval_s");
  return vpa::confidence(
      gap ? readSeconds(*gap) : Duration{},
      static_cast<std::uint64_t>(vector.at("samples").integer(0, 1'000'000'000)),
      std::max(Duration{1s},
               interval ? readSeconds(*interval) : defaults.vpaRecommender.confidenceInterval));
}

// One amount through the steps that the vector names.
double estimate(const JsonReader& vector, const Defaults& defaults, double amount,
                std::string_view minimum, double podMinimum) {
  amount *= 1 + findNumber(vector, "margin_fraction").value_or(0);
  if (const auto multiplier = findNumber(vector, "multiplier")) {
    amount = vpa::scaledByConfidence(amount, readConfidence(vector, defaults), *multiplier,
                                     vector.at("exponent").number(-10, 10));
  }
  amount = std::max(amount, findNumber(vector, minimum).value_or(amount));
  if (const auto containers = vector.find("containers"))
    amount = vpa::atLeastShare(amount, podMinimum,
                               static_cast<std::size_t>(containers->integer(1, 1000)));
  return amount;
}

void runEstimator(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  constexpr double kError = 1e-6;
  const vpa::Amounts& podMinimum = defaults.vpaRecommender.podMinimum;
  if (const auto confidence = findNumber(vector, "confidence")) {
    judgeNear("confidence", *confidence, readConfidence(vector, defaults), kError, comparison);
  }
  if (const auto cores = findNumber(vector, "base_cores")) {
    const auto milli = findNumber(vector, "pod_min_milli");
    const double got =
        estimate(vector, defaults, *cores, "min_cores", milli ? *milli / 1000 : podMinimum.cpu);
    if (const auto wanted = findNumber(vector, "expected_cores"))
      judgeAmount("cores", *wanted, got, 0.001, kError, comparison);
    if (const auto wanted = findNumber(vector, "expected_milli"))
      judgeNear("milli", *wanted, std::trunc(got * 1000), kError, comparison);
  }
  if (const auto bytes = findNumber(vector, "base_bytes")) {
    const auto megabytes = findNumber(vector, "pod_min_mb");
    const double got = estimate(vector, defaults, *bytes, "min_bytes",
                                megabytes ? *megabytes * (1 << 20) : podMinimum.memory);
    if (const auto wanted = findNumber(vector, "expected_bytes"))
      judgeAmount("bytes", *wanted, got, 1, kError, comparison);
  }
}

std::string textOf(std::string_view what, double bytes, double seconds) {
  return fmt::format("{} {:.0f} at {:.0f} s; ", what, std::trunc(bytes), seconds);
}

void runMemoryPeaks(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  vpa::UsageRules rules = defaults.vpaUsage;
  if (const auto interval = vector.find("aggregation_interval_s"))
    rules.memoryInterval = std::max(Duration{1s}, readSeconds(*interval));
  rules.oomBumpRatio = findNumber(vector, "bump_ratio").value_or(rules.oomBumpRatio);
  rules.oomMinBump = findNumber(vector, "min_bump_bytes").value_or(rules.oomMinBump);
  vpa::MemoryPeak peak;
  std::string got;
  for (const JsonReader& event : vector.at("events").list()) {
    const Instant time = kStart + readSeconds(event.at("t_s"));
    const std::string type = event.at("type").text();
    vpa::PeakChange change;
    if (type == "usage") {
      change = vpa::addMemorySample(peak, readNumber(event, "bytes", 0), time, rules);
    } else if (type == "oom") {
      change = vpa::addOutOfMemory(peak, readNumber(event, "request_bytes", 0), time, rules);
    } else {
      event.at("type").fault(fmt::format("is '{}'", type), "usage or oom");
    }
    const double at = toSeconds(change.at - kStart);
    if (change.removed) got += textOf("subtract", *change.removed, at);
    if (change.added) got += textOf("add", *change.added, at);
  }
  std::string wanted;
  for (const JsonReader& operation : vector.at("expected_histogram_ops").list()) {
    const auto parts = operation.list();
    if (parts.size() != 3) return operation.fault("is no triple", "[add or subtract, bytes, s]");
    wanted += textOf(parts[0].text(), parts[1].number(0, kMost), parts[2].number(0, kMostSeconds));
  }
  comparison.judge("histogram", wanted, got);
}

vpa::ResourceState readResource(const JsonReader& container, std::string_view key, double scale) {
  const auto amount = [&](std::string_view of) -> std::optional<double> {
    const auto given = container.find(of);
    const auto value = given ? findNumber(*given, key) : std::nullopt;
    if (!value) return std::nullopt;
    return *value * scale;
  };
  return {amount("request"), amount("target").value_or(0), amount("lower"), amount("upper")};
}

void runUpdatePriority(const JsonReader& vector, const Defaults&, Comparison& comparison) {
  std::vector<std::vector<vpa::ResourceState>> resources(2);
  for (const JsonReader& container : vector.at("containers").list()) {
    const auto target = container.at("target");
    if (target.find("cpu_m")) resources[0].push_back(readResource(container, "cpu_m", 1));
    if (target.find("mem")) resources[1].push_back(readResource(container, "mem", 1000));
  }
  const vpa::UpdatePriority got = vpa::updatePriority(resources);
  for (const auto& [key, value] : vector.at("expected").record()) {
    if (key == "outside_range") {
      judgeFlag(key, value, got.outsideRange, comparison);
    } else if (key == "scale_up") {
      judgeFlag(key, value, got.scaleUp, comparison);
    } else if (key == "resource_diff") {
      judgeNear(key, value.number(0, kMost), got.difference, 1e-9, comparison);
    } else {
      comparison.unknown(key);
    }
  }
}

void runUpdateDecision(const JsonReader& vector, const Defaults& defaults, Comparison& comparison) {
  vpa::UpdateRules rules = defaults.vpaUpdate;
  rules.minDifference = findNumber(vector, "min_change_priority").value_or(rules.minDifference);
  const vpa::UpdatePriority priority{vector.at("outside_range").flag(), false,
                                     readNumber(vector, "resource_diff", 0)};
  const auto age = vector.find("pod_age_s");
  const auto ran = vector.find("oom_run_s");
  const auto seconds = [](const std::optional<JsonReader>& given) -> std::optional<Duration> {
    if (!given) return std::nullopt;
    return readSeconds(*given);
  };
  judgeFlag("update", vector.at("expected_update"),
            vpa::isUpdateDue(priority, seconds(age), seconds(ran), rules), comparison);
}

void runUpdateOrder(const JsonReader& vector, const Defaults&, Comparison& comparison) {
  std::vector<std::pair<std::string, vpa::UpdatePriority>> pods;
  for (const JsonReader& pod : vector.at("pods").list()) {
    const auto parts = pod.list();
    if (parts.size() < 2) return pod.fault("is too short", "[name, difference, whether it grows]");
    const bool grows = parts.size() > 2 && !parts[2].isNull() && parts[2].flag();
    pods.push_back({parts[0].text(), {false, grows, parts[1].number(0, kMost)}});
  }
  std::stable_sort(pods.begin(), pods.end(), [](const auto& a, const auto& b) {
    return vpa::comesFirst(a.second, b.second);
  });
  std::string got;
  for (const auto& pod : pods) got += pod.first + " ";
  std::string wanted;
  for (const JsonReader& name : vector.at("expected").list()) wanted += name.text() + " ";
  comparison.judge("order", wanted, got);
}

vpa::Amounts readAmounts(const JsonReader& vector, std::string_view key) {
  const auto given = vector.find(key);
  if (!given) return {};
  return {findNumber(*given, "cpu").value_or(0), findNumber(*given, "mem").value_or(0)};
}

vpa::Allowed readAllowed(const JsonReader& vector) {
  vpa::Allowed allowed;
  if (const auto minimum = vector.find("min_allowed")) {
    allowed.minimumCpu = findNumber(*minimum, "cpu");
    allowed.minimumMemory = findNumber(*minimum, "mem");
  }
  if (const auto maximum = vector.find("max_allowed")) {
    allowed.maximumCpu = findNumber(*maximum, "cpu");
    allowed.maximumMemory = findNumber(*maximum, "mem");
  }
  const auto controlled = vector.find("controlled_values");
  const auto limit = vector.find("limit");
  if (!controlled) return allowed;
  const std::string values = controlled->text();
  if (values != "RequestsOnly" && values != "RequestsAndLimits")
    controlled->fault(fmt::format("is '{}'", values), "RequestsOnly or RequestsAndLimits");
  if (!limit) return allowed;
  const auto cpu = findNumber(*limit, "cpu");
  const auto memory = findNumber(*limit, "mem");
  if (values != "RequestsOnly") return allowed;  // limits move along with the requests
  const auto lower = [](std::optional<double>& present, const std::optional<double>& other) {
    if (other) present = std::min(present.value_or(*other), *other);
  };
  lower(allowed.maximumCpu, cpu);
  lower(allowed.maximumMemory, memory);
  return allowed;
}

void runCapping(const JsonReader& vector, const Defaults&, Comparison& comparison) {
  const vpa::Allowed allowed = readAllowed(vector);
  for (const std::string_view which : {"target", "lower", "upper"}) {
    const auto wanted = vector.find(fmt::format("expected_{}", which));
    if (!wanted) continue;
    const vpa::Amounts got = vpa::capped(readAmounts(vector, which), allowed);
    if (const auto cpu = findNumber(*wanted, "cpu"))
      judgeNear(fmt::format("{} cpu", which), *cpu, got.cpu, 1e-9, comparison);
    if (const auto memory = findNumber(*wanted, "mem"))
      judgeNear(fmt::format("{} mem", which), *memory, got.memory, 1e-9, comparison);
  }
}

}  // namespace

const std::vector<Section>& vpaSections() {
  static const std::vector<Section> sections{
      {"histograms", runHistogram},           {"bucketing", runBucketing},
      {"estimators", runEstimator},           {"oom", runMemoryPeaks},
      {"update_priority", runUpdatePriority}, {"update_decision", runUpdateDecision},
      {"update_order", runUpdateOrder},       {"capping", runCapping}};
  return sections;
}

}  // namespace evenkeel::conformance
