#include "kubernetes/app_metrics.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "io/percent.h"
#include "kubernetes/api_path.h"
#include "kubernetes/instant_of.h"
#include "kubernetes/json.h"
#include "kubernetes/rights.h"

namespace evenkeel::kubernetes {
namespace {

constexpr const char* kCustom = "custom.metrics.k8s.io";
constexpr const char* kExternal = "external.metrics.k8s.io";
constexpr const char* kOfNamespace = "metrics";  // in a path, instead of a resource
constexpr Duration kPatience = 15s;
constexpr Duration kSpread = 2s;  // of questions that are asked for one decision
constexpr std::size_t kMostBytes = std::size_t{16} << 20;  // of an answer

// That which an autoscaler means by the name of a series.
const AppMetric* metricOf(const Autoscaler& scaler, const std::string& series, bool ofPods) {
  const auto named = std::find_if(scaler.appMetrics.begin(), scaler.appMetrics.end(),
                                  [&](const AppMetric& metric) {
                                    return (metric.source == MetricSourceType::Pods) == ofPods &&
                                           seriesName(metric.name, metric.selector) == series;
                                  });
  return named == scaler.appMetrics.end() ? nullptr : &*named;
}

std::string queryOf(const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    if (value.empty()) continue;
    query += (query.empty() ? '?' : '&') + name + '=' + io::percentEncoded(value);
  }
  return query;
}

// What one needs to be allowed, as roles have it. `resource`: of pods or of an object.
std::string rightText(MetricSourceType source, const std::string& metric,
                      const std::string& resource, const std::string& space) {
  if (source == MetricSourceType::External) return Right{"list", kExternal, metric, space}.text();
  const bool ofSpace = resource == kOfNamespace;
  return Right{"get", kCustom, ofSpace ? resource : resource + '/' + metric, space}.text();
}

// Which version of the API, of its APIGroup; empty: none that is understood.
std::string versionIn(std::string_view group) {
  const Json object = parsedJson(group);
  for (const char* version : {"v1beta2", "v1beta1"}) {
    for (const Json& served : memberOf(object, "versions")) {
      if (textAt(served, "version") == version) return std::string(kCustom) + '/' + version;
    }
  }
  return {};
}

bool isOneSegment(const std::string& name) {
  return !name.empty() && name != "." && name != "..";
}

// An answer that is taken whole, once.
struct Body {
  std::string text;
  bool tooLong = false;
};

}  // namespace

AppMetrics::AppMetrics(Timeline& timeline, ApiClient& client, ResourceNames& names,
                       const ClusterInventory& inventory, Duration interval)
    : timeline_(timeline),
      client_(client),
      inventory_(inventory),
      interval_(interval),
      names_(names) {}

AppMetrics::~AppMetrics() {
  if (findingCustom_) client_.cancel(*findingCustom_);
  for (auto& [question, asked] : asked_) {
    timeline_.cancel(asked.asking);
    if (asked.finding) names_.drop(*asked.finding);
    if (asked.call) client_.cancel(*asked.call);
  }
}

std::optional<AppMetrics::Question> AppMetrics::questionOf(
    const Series& series, const ClusterInventory::KnownComponent& component) const {
  const Autoscaler* scaler = inventory_.autoscaler(component);
  if (scaler == nullptr) return std::nullopt;
  const bool ofPods = series.asset != component.id;
  const AppMetric* metric = metricOf(*scaler, series.metric, ofPods);
  if (metric == nullptr) return std::nullopt;
  return Question{metric->source,
                  component.workload.meta.space,
                  metric->name,
                  selectorText(metric->selector),
                  ofPods ? component.workload.selector : std::string(),
                  metric->objectApiVersion,
                  metric->objectKind,
                  metric->objectName};
}

bool AppMetrics::subscribe(const Series& series) {
  const auto* pod = inventory_.pod(series.asset);
  const auto* component =
      pod == nullptr ? inventory_.component(series.asset) : inventory_.ownerOf(series.asset);
  if (component == nullptr) return false;
  const auto question = questionOf(series, *component);
  if (!question) return false;
  const auto [entry, isNew] = asked_.try_emplace(*question, AskingRhythm(interval_, nextEarly()));
  entry->second.series.push_back(
      {series.id, component->id, series.metric, pod == nullptr ? std::string() : pod->name, {}});
  questions_[series.id.value] = *question;
  if (isNew)
    entry->second.asking = timeline_.at(timeline_.now(), [this, asked = *question] { ask(asked); });
  return true;
}

// Spread evenly, however many there come to be: multiples of the golden ratio, modulo one.
Duration AppMetrics::nextEarly() {
  constexpr std::int64_t kGolden = 618'034;  // millionths
  return kSpread * (++questionsBegun_ * kGolden % 1'000'000) / 1'000'000;
}

void AppMetrics::unsubscribe(SeriesId series) {
  const auto question = questions_.extract(series.value);
  if (question.empty()) return;
  const auto entry = asked_.find(question.mapped());
  std::erase_if(entry->second.series, [&](const Subscription& one) { return one.id == series; });
  if (!entry->second.series.empty()) return;
  const Asked& asked = entry->second;
  timeline_.cancel(asked.asking);
  if (asked.finding) names_.drop(*asked.finding);
  if (asked.call) client_.cancel(*asked.call);
  std::erase(waiting_, entry->first);
  asked_.erase(entry);
}

bool AppMetrics::isSettled() const {
  return std::all_of(asked_.begin(), asked_.end(),
                     [](const auto& one) { return one.second.answered; });
}

std::map<AssetId, std::string> AppMetrics::failures() const {
  std::map<AssetId, std::string> failures;
  for (const auto& [question, asked] : asked_) {
    if (asked.failure.empty()) continue;
    for (const Subscription& one : asked.series) failures.emplace(one.component, asked.failure);
  }
  return failures;
}

// Autoscalers change, and the loop's series stay until their asset goes.
bool AppMetrics::isWanted(const Asked& asked) const {
  return std::any_of(asked.series.begin(), asked.series.end(), [this](const Subscription& one) {
    const auto* component = inventory_.component(one.component);
    const Autoscaler* scaler = component == nullptr ? nullptr : inventory_.autoscaler(*component);
    return scaler != nullptr && metricOf(*scaler, one.series, !one.pod.empty()) != nullptr;
  });
}

void AppMetrics::ask(const Question& question) {
  Asked& asked = asked_.at(question);
  asked.asking = {};
  asked.rhythm.asked(timeline_.now());
  if (!isWanted(asked)) {
    asked.failure.clear();
    return askLater(question, asked);
  }
  if (!isOneSegment(question.metric))
    return fail(question, '"' + question.metric + "\" is no name of a metric");
  if (question.source == MetricSourceType::External)
    return request(question, pathOf("external.metrics.k8s.io/v1beta1", question.space,
                                    io::percentEncoded(question.metric)) +
                                 queryOf({{"labelSelector", question.selector}}));
  if (custom_.empty()) {
    waiting_.push_back(question);
    return findCustom();
  }
  if (question.source == MetricSourceType::Pods && question.pods.empty())
    return fail(question, "which pods are meant is not known");
  if (question.source == MetricSourceType::Object && !isObject(question))
    return fail(question, "the object that is named is none: " + question.objectApiVersion + ' ' +
                              question.objectKind + ' ' + question.objectName);
  if (const auto resource = resourceOf(question))
    return request(question, customPath(question, *resource));
  asked.finding = names_.find(question.objectApiVersion, question.objectKind,
                              [this, question](const ResourceNames::Answer& found) {
                                asked_.at(question).finding.reset();
                                if (!found) return fail(question, found.error().error.text());
                                if (*found) return ask(question);
                                fail(question, "the cluster serves no " + question.objectKind +
                                                   " in " + question.objectApiVersion);
                              });
}

bool AppMetrics::isObject(const Question& question) {
  return question.objectKind == "Namespace" ||
         (isApiVersion(question.objectApiVersion) && isOneSegment(question.objectName));
}

// Of a custom metric; absent: it is to be found out.
std::optional<std::string> AppMetrics::resourceOf(const Question& question) const {
  if (question.source == MetricSourceType::Pods) return "pods";
  // A namespace answers for itself, whichever is named.
  if (question.objectKind == "Namespace") return kOfNamespace;
  const auto* resource = names_.known(question.objectApiVersion, question.objectKind);
  if (resource == nullptr) return std::nullopt;
  const auto group = groupOf(question.objectApiVersion);
  return group.empty() ? resource->name : resource->name + '.' + std::string(group);
}

std::string AppMetrics::customPath(const Question& question, const std::string& resource) const {
  std::string path = pathOf(custom_, question.space, resource) + '/';
  if (question.source == MetricSourceType::Pods) {
    path += "*/";
  } else if (resource != kOfNamespace) {
    path += io::percentEncoded(question.objectName) + '/';
  }
  return path + io::percentEncoded(question.metric) +
         queryOf({{"labelSelector", question.pods}, {"metricLabelSelector", question.selector}});
}

void AppMetrics::findCustom() {
  if (findingCustom_) return;
  findingCustom_ =
      client_.call({.path = std::string("/apis/") + kCustom, .timeout = kPatience},
                   [this](const ApiResult<std::string>& answer) { takeGroup(answer); });
}

void AppMetrics::takeGroup(const ApiResult<std::string>& answer) {
  findingCustom_.reset();
  if (answer) custom_ = versionIn(*answer);
  std::string failure;
  if (!answer && !answer.error().isNotFound()) {
    failure = answer.error().error.text();
  } else if (custom_.empty()) {
    failure = std::string("the cluster serves no ") + kCustom;
  }
  for (const Question& question : std::exchange(waiting_, {})) {
    if (failure.empty()) {
      ask(question);
    } else {
      fail(question, failure);
    }
  }
}

// Tried once: it is asked again anyway.
void AppMetrics::request(const Question& question, const std::string& path) {
  const auto body = std::make_shared<Body>();
  ApiReceiver receiver;
  receiver.data = [body](std::string_view data) {
    body->tooLong = body->tooLong || body->text.size() + data.size() > kMostBytes;
    if (!body->tooLong) body->text += data;
  };
  receiver.end = [this, question, body](const ApiResult<void>& result) {
    asked_.at(question).call.reset();
    if (result && body->tooLong) return fail(question, "the answer is too long");
    if (result) return take(question, body->text);
    const ApiFailure& failure = result.error();
    if (failure.isForbidden())
      return fail(question,
                  "no right to " + rightText(question.source, question.metric,
                                             resourceOf(question).value_or(""), question.space));
    fail(question, failure.error.text());
    if (failure.isNotFound() && question.source != MetricSourceType::External) custom_.clear();
  };
  asked_.at(question).call =
      client_.stream({.path = path, .timeout = kPatience}, std::move(receiver));
}

void AppMetrics::take(const Question& question, const std::string& body) {
  const auto values = readMetricValues(body);
  if (!values) return fail(question, question.metric + ": " + values.error().text());
  if (values->empty()) return fail(question, question.metric + ": no values came");
  if (question.source == MetricSourceType::Object && values->size() != 1)
    return fail(question, question.metric + ": more than one value came for one object");
  Asked& asked = asked_.at(question);
  asked.failure.clear();
  asked.rhythm.answered(timeline_.now());
  askLater(question, asked);
  std::vector<Sample> samples = samplesOf(asked, question, *values);
  if (sink_ != nullptr && !samples.empty())
    sink_->post(SamplesArrived{std::string(name()), std::move(samples)});
}

std::vector<Sample> AppMetrics::samplesOf(Asked& asked, const Question& question,
                                          const std::vector<MetricValue>& values) const {
  std::vector<Sample> samples;
  const auto deliver = [&](Subscription& series, const MetricValue& value) {
    if (series.last == value.time) return;
    series.last = value.time;
    if (!inventory_.isCurrent(series.component)) {
      samples.push_back({series.id, timeline_.now(), {}, std::numeric_limits<double>::quiet_NaN()});
      return;
    }
    samples.push_back({series.id, instantOf(std::min(value.time, timeline_.wall()), timeline_),
                       value.window, value.value.asDouble()});
  };
  if (question.source == MetricSourceType::Pods) {
    std::map<std::string_view, const MetricValue*> byPod;
    for (const MetricValue& value : values) byPod[value.object] = &value;
    for (Subscription& series : asked.series) {
      if (const auto own = byPod.find(series.pod); own != byPod.end())
        deliver(series, *own->second);
    }
    return samples;
  }
  MetricValue sum = values.front();  // as old as the oldest of them
  for (auto value = values.begin() + 1; value != values.end(); ++value) {
    sum.value = sum.value + value->value;
    sum.time = std::min(sum.time, value->time);
  }
  for (Subscription& series : asked.series) deliver(series, sum);
  return samples;
}

void AppMetrics::fail(const Question& question, std::string why) {
  Asked& asked = asked_.at(question);
  const bool isNews = asked.failure != why;
  asked.failure = std::move(why);
  askLater(question, asked);
  if (isNews && sink_ != nullptr) sink_->post(SourceFailed{std::string(name()), asked.failure});
}

void AppMetrics::askLater(const Question& question, Asked& asked) {
  asked.answered = true;
  asked.asking = timeline_.at(asked.rhythm.next(), [this, question] { ask(question); });
}

}  // namespace evenkeel::kubernetes
