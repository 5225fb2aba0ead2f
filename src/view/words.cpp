#include "view/words.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "model/metric.h"
#include "view/figures.h"

namespace evenkeel::view {
namespace {

struct Word {
  std::string_view code;
  std::string_view text;
};

template <std::size_t N>
std::string_view lookUp(const std::array<Word, N>& words, std::string_view code) {
  for (const Word& word : words) {
    if (word.code == code) return word.text;
  }
  return {};
}

constexpr auto kMetrics = std::to_array<Word>({
    {"service_time_seconds", "the service time"},
    {"history_seconds", "the history known"},
    {"cpu", "CPU"},
    {"memory", "memory"},
    {metric::kCpuUsage, "CPU"},
    {metric::kMemoryWorkingSet, "memory"},
    {metric::kRequestRate, "request rate"},
    {metric::kErrorRate, "failed requests"},
    {metric::kActiveRequests, "requests under way"},
    {metric::kDurationMean, "mean response time"},
    {metric::kDurationP50, "median response time"},
    {metric::kDurationP95, "response time (p95)"},
    {metric::kDurationP99, "response time (p99)"},
    {metric::kNodeCpuUsage, "CPU of the node"},
    {metric::kNodePower, "power of the node"},
    {knob::kReplicas, "pods"},
    {knob::kNode, "place"},
    {knob::kEnabled, "switch"},
});

constexpr auto kReasons = std::to_array<Word>({
    {"ValidMetricFound", "the metrics could be read"},
    {"DesiredWithinRange", "the number wanted is within the bounds"},
    {"WithinTolerance", "that is within the tolerance, so nothing was asked for"},
    {"ReadyForNewScale", "nothing stood in the way of a change"},
    {"SucceededRescale", "the change was asked for"},
    {"ScaleDownStabilized",
     "a higher number was wanted a short while ago, so scaling down waits for the stabilisation "
     "window to pass"},
    {"ScaleUpStabilized",
     "a lower number was wanted a short while ago, so scaling up waits for the stabilisation "
     "window to pass"},
    {"ScaleUpLimit", "the behavior rules allow no more pods than that at once"},
    {"ScaleDownLimit", "the behavior rules allow no fewer pods than that at once"},
    {"TooFewReplicas", "the number wanted is below the minimum, so the minimum holds"},
    {"TooManyReplicas", "the number wanted is above the maximum, so the maximum holds"},
    {"ScalingDisabled", "scaling is switched off, because the component has no pods"},
    {"AmbiguousSelector", "its pods are claimed by another scaler too"},
    {"InvalidSelector", "its pods could not be told from others"},
    {"InvalidMetricSourceType", "the kind of the metric is not known"},
    {"FailedGetResourceMetric", "no pod has a fresh figure of it"},
    {"FailedGetContainerResourceMetric", "no pod has a fresh figure of the container's"},
    {"FailedGetPodsMetric", "the pods' metric could not be read"},
    {"FailedGetObjectMetric", "the object's metric could not be read"},
    {"FailedGetExternalMetric", "the external metric could not be read"},
    {"FailedZeroRequest", "its pods request 0, and the target is a percentage of the request"},
    {"FailedNoPodCounts",
     "there are figures, but of no pod that counts (they are starting, not ready or going)"},
    {"FailedNoPods", "there are no pods, and what it asks for is a multiple of those"},
    {"FailedGetScale", "the present scale could not be read"},
    {"FailedUpdateScale", "the new scale could not be written"},
    {"state-reset", "what the policy remembered could not be used, so it started anew"},
    {"kpa-stable", "the load of a pod over the long window counts"},
    {"kpa-panic", "a burst, so the load of a pod over the short window counts"},
    {"kpa-rate-limit", "the rates at which pods may come and go allow no more at once"},
    {"kpa-no-way-down-in-panic", "after a burst nothing goes down for a while"},
    {"kpa-scale-down-delay", "a lower number must be wanted for longer first"},
    {"kpa-grace-period", "the last pod stays for a while"},
    {"vpa-recommendation", "what a pod asks for beside what its use suggests"},
    {"vpa-history", "the shorter it is, the further apart are the bounds that are good enough"},
    {"target-met", "the target was met"},
    {"target-missed", "the target was missed"},
    {"learned-state", "the state that what was learned is looked up for"},
    {"queueing", "at that load the formula, with its margin, has its answer"},
    {"service-time", "what a request takes"},
    {"held-up", "more was wanted a moment ago"},
    {"fixed", "the policy keeps the number that it was given"},
    {"inner-policy-failed", "so the schedule alone decided"},
});

// "60 %" of "60 % of the request".
std::string withoutBase(const std::string& value) {
  return value.substr(0, value.find(" of "));
}

std::string figures(const Reason& reason) {
  const std::string_view metric = reason.subject;
  std::string text;
  if (reason.observed && *reason.observed == 0 && metric != knob::kReplicas) {
    // A source that fails may say so too.
    text = fmt::format("every sample of {} was exactly zero, as its source gave it",
                       metricName(metric));
    if (reason.target) {
      text +=
          fmt::format(", against a target of {}", withoutBase(metricValue(metric, *reason.target)));
    }
  } else if (reason.observed && reason.target) {
    text = fmt::format("{} stood at {} against a target of {}", metricName(metric),
                       metricValue(metric, *reason.observed),
                       withoutBase(metricValue(metric, *reason.target)));
  } else if (reason.observed) {
    text = fmt::format("{} stood at {}", metricName(metric), metricValue(metric, *reason.observed));
  } else if (reason.target) {
    text = fmt::format("the target of {} is {}", metricName(metric),
                       metricValue(metric, *reason.target));
  }
  return text;
}

}  // namespace

namespace {

// A rule of a schedule changed what was wanted.
std::string scheduleSentence(const Reason& reason) {
  const bool up = reason.proposal && reason.observed && *reason.proposal > *reason.observed;
  std::string text = fmt::format("the schedule's rule '{}' is in force", reason.subject);
  if (reason.observed && reason.proposal) {
    text += fmt::format(" and made {} of {}, {}", metricValue(knob::kReplicas, *reason.proposal),
                        number(*reason.observed), up ? "its minimum" : "its maximum");
  }
  return text;
}

// "cpu{container=web}": a metric, and the container that a reason speaks of.
struct OfContainer {
  std::string_view metric;
  std::string_view container;  // empty: of none
};

OfContainer partsOf(std::string_view subject) {
  constexpr std::string_view kLabel = "{container=";
  const std::size_t label = subject.find(kLabel);
  if (label == std::string_view::npos || !subject.ends_with('}')) return {subject, {}};
  const std::size_t name = label + kLabel.size();
  return {subject.substr(0, label), subject.substr(name, subject.size() - 1 - name)};
}

// A metric cannot be used because of a container; empty: that is not the reason.
std::string containerSentence(const Reason& reason) {
  const OfContainer of = partsOf(reason.subject);
  if (of.container.empty()) return {};
  if (reason.code == "FailedMissingRequest")
    return fmt::format(
        "{}: container {} requests none, and the target is a percentage of the request",
        metricName(of.metric), of.container);
  if (reason.code == "FailedMissingContainer")
    return fmt::format("{}: its pods have no container {}", metricName(of.metric), of.container);
  return {};
}

// What a learner did, and what it thinks of it.
std::string learnedSentence(const Reason& reason) {
  std::string text = fmt::format("by what was learned so far that costs {}, and holding {}",
                                 number(*reason.observed), number(*reason.target));
  if (reason.code == "learned-explored") text = "a step at random, to learn: " + text;
  return text;
}

}  // namespace

std::string_view metricName(std::string_view metric) {
  const std::string_view known = lookUp(kMetrics, metric);
  return known.empty() ? metric : known;
}

std::string metricValue(std::string_view metric, double value) {
  if (metric == "cpu" || metric == "memory") return number(value, "% of the request");
  if (metric == knob::kReplicas) return number(value, value == 1 ? "pod" : "pods");
  if (metric.ends_with("_seconds")) return seconds(value);
  if (metric.ends_with("_cores")) return cores(value);
  if (metric.ends_with("_bytes")) return bytes(value);
  if (metric.ends_with("_rate")) return number(value, "requests/s");
  if (metric.ends_with("_requests")) return number(value, "requests");
  if (metric.ends_with("_watts")) return number(value, "W");
  return number(value);
}

std::string knobValue(std::string_view knob, Quantity value) {
  if (knob == knob::kReplicas)
    return number(value.asDouble(), value == Quantity{1000} ? "pod" : "pods");
  if (knob == knob::kCpu) return cores(value.asDouble());
  if (knob == knob::kMemory) return bytes(value.asDouble());
  if (knob == knob::kEnabled) return value.milli > 0 ? "on" : "off";
  return value.text();
}

std::string knobChange(std::string_view knob, const Quantity* before, Quantity after) {
  if (before == nullptr) return "to " + knobValue(knob, after);
  if (knob == knob::kReplicas) {
    return fmt::format("from {} to {}", before->text(), knobValue(knob, after));
  }
  return fmt::format("from {} to {}", knobValue(knob, *before), knobValue(knob, after));
}

std::string_view guardrailName(Guardrail guardrail) {
  switch (guardrail) {
    case Guardrail::Bounds:
      return "bounds";
    case Guardrail::MissingData:
      return "missing-data";
    case Guardrail::Step:
      return "step";
    case Guardrail::CoolDown:
      return "cool-down";
    case Guardrail::Churn:
      return "churn";
    case Guardrail::Permission:
      return "permission";
    case Guardrail::Capability:
      return "capability";
    case Guardrail::Authority:
      return "authority";
    case Guardrail::Precedence:
      return "precedence";
  }
  return "";
}

std::string reasonSentence(const Reason& reason) {
  if (reason.code == "kpa-activator-in-path" && reason.observed)
    return fmt::format("the burst to have room for would be {} too many for the pods",
                       metricValue(reason.subject, -*reason.observed));
  if (reason.code == "schedule") return scheduleSentence(reason);
  if (std::string text = containerSentence(reason); !text.empty()) return text;
  const bool learned = reason.code == "learned-cheapest" || reason.code == "learned-explored";
  if (learned && reason.observed && reason.target) return learnedSentence(reason);
  const std::string seen = figures(reason);
  const std::string_view known = lookUp(kReasons, reason.code);
  std::string text;
  if (known.empty()) {
    text = seen.empty() ? reason.code : fmt::format("{} ({})", seen, reason.code);
    if (seen.empty() && !reason.subject.empty()) {
      text += fmt::format(" ({})", metricName(reason.subject));
    }
  } else {
    const bool plain = reason.code == "ValidMetricFound";  // the figures say it
    text = seen.empty() ? std::string(known) : plain ? seen : fmt::format("{}: {}", seen, known);
    if (seen.empty() && !reason.subject.empty()) {
      text = fmt::format("{}: {}", metricName(reason.subject), text);
    }
  }
  if (reason.proposal && reason.code != "WithinTolerance") {
    text += fmt::format(", which asks for {}", metricValue(knob::kReplicas, *reason.proposal));
  }
  return text;
}

std::string reasonBrief(const Reason& reason) {
  if (reason.code == "schedule") return fmt::format("schedule {}", reason.subject);
  if (reason.code == "learned-explored") return "a step at random, to learn";
  if (!reason.observed) return reason.code;
  const bool namesItsUnit = reason.subject.ends_with("_requests");
  const auto value = [&](double v) {
    return namesItsUnit ? number(v) : withoutBase(metricValue(reason.subject, v));
  };
  std::string text = fmt::format("{} {}", metricName(reason.subject), value(*reason.observed));
  return reason.target ? fmt::format("{}, target {}", text, value(*reason.target)) : text;
}

std::string noteSentence(const GuardNote& note) {
  std::string text = fmt::format("the {} guardrail ", guardrailName(note.guardrail));
  if (note.before == note.after) {
    text += fmt::format("let nothing be done about {}", knobValue(note.knob, note.before));
  } else {
    text += fmt::format("allowed {} instead of {}", knobValue(note.knob, note.after),
                        knobValue(note.knob, note.before));
  }
  return note.detail.empty() ? text : fmt::format("{} ({})", text, note.detail);
}

std::string_view outcomeWords(OutcomeKind outcome) {
  switch (outcome) {
    case OutcomeKind::Accepted:
      return "is under way";
    case OutcomeKind::Completed:
      return "was done";
    case OutcomeKind::Partial:
      return "was done in part";
    case OutcomeKind::RetryLater:
      return "did not work, and may work later";
    case OutcomeKind::NeverPossible:
      return "cannot work as asked";
    case OutcomeKind::StoppedByGuardrail:
      return "was stopped by a guardrail";
    case OutcomeKind::Expired:
      return "ran out of time before it was done";
    case OutcomeKind::Cancelled:
      return "was cancelled";
    case OutcomeKind::Unknown:
      return "ended in a way that nobody could tell";
  }
  return "";
}

std::string kindWord(std::string kind) {
  std::transform(kind.begin(), kind.end(), kind.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return kind;
}

}  // namespace evenkeel::view
