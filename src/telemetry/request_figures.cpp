#include "telemetry/request_figures.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/text.h"

namespace evenkeel::telemetry {
namespace {

struct Names {
  std::string_view counter;  // of requests; empty: the histogram's count
  std::string_view histogram;
  double unit;  // seconds
};
constexpr std::array kFamilies{
    Names{"", "http_server_request_duration_seconds", 1},
    Names{"http_requests_total", "http_request_duration_seconds", 1},
    Names{"", "http_server_requests_seconds", 1},
    Names{"istio_requests_total", "istio_request_duration_milliseconds", 1e-3}};
constexpr std::array<std::string_view, 3> kActive{
    "http_server_active_requests", "http_requests_in_flight", "http_requests_inprogress"};
constexpr std::array<std::string_view, 5> kStatus{"http_response_status_code", "status_code",
                                                  "response_code", "code", "status"};
constexpr std::array<std::string_view, 7> kPath{"http_route", "route", "path",    "handler",
                                                "uri",        "url",   "endpoint"};

enum class Part { Requests, Timed, Seconds, Bucket };

struct Place {
  std::size_t family = 0;
  Part part = Part::Requests;
};

std::optional<Place> placeOf(std::string_view name) {
  for (std::size_t i = 0; i < kFamilies.size(); ++i) {
    if (name == kFamilies[i].counter) return Place{i, Part::Requests};
    if (!name.starts_with(kFamilies[i].histogram)) continue;
    const std::string_view suffix = name.substr(kFamilies[i].histogram.size());
    if (suffix == "_count") return Place{i, Part::Timed};
    if (suffix == "_sum") return Place{i, Part::Seconds};
    if (suffix == "_bucket") return Place{i, Part::Bucket};
  }
  return std::nullopt;
}

template <std::size_t N>
bool any(const std::array<std::string_view, N>& names, const ExposedSample& sample,
         std::string_view value) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return sample.label(name) == value; });
}

// Empty: nothing tells.
std::string_view statusOf(const ExposedSample& sample) {
  for (const std::string_view name : kStatus) {
    const std::string_view value = sample.label(name);
    if (!value.empty() && value.front() >= '1' && value.front() <= '5') return value;
  }
  return {};
}

void add(std::optional<double>& sum, double value) {
  sum = sum.value_or(0) + value;
}

std::optional<double> finite(std::optional<double> value) {
  return value && std::isfinite(*value) ? value : std::nullopt;
}

}  // namespace

bool RequestFiguresReader::wants(std::string_view name) {
  return placeOf(name) || std::find(kActive.begin(), kActive.end(), name) != kActive.end();
}

void RequestFiguresReader::Counted::add(const ExposedSample& sample) {
  telemetry::add(all, sample.value);
  const std::string_view status = statusOf(sample);
  hasStatus = hasStatus || !status.empty();
  if (status.starts_with('5')) failed += sample.value;
}

void RequestFiguresReader::Counted::writeTo(RequestFigures& figures) const {
  figures.requests = finite(all);
  if (hasStatus) figures.errors = finite(failed);
}

void RequestFiguresReader::take(const ExposedSample& sample) {
  for (std::size_t i = 0; i < kActive.size(); ++i) {
    if (sample.name == kActive[i]) return add(active_[i], sample.value);
  }
  const auto place = placeOf(sample.name);
  const std::string_view reporter = sample.label("reporter");
  if (!place || any(kPath, sample, path_) || (!reporter.empty() && reporter != "destination"))
    return;
  Dialect& dialect = dialects_[place->family];
  const double unit = kFamilies[place->family].unit;
  switch (place->part) {
    case Part::Requests:
      return dialect.requests.add(sample);
    case Part::Timed:
      return dialect.timed.add(sample);
    case Part::Seconds:
      return add(dialect.seconds, sample.value * unit);
    case Part::Bucket:
      break;
  }
  std::string_view bound = sample.label("le");
  if (bound.starts_with('+')) bound.remove_prefix(1);
  double most = 0;
  const auto [end, error] = std::from_chars(bound.data(), bound.data() + bound.size(), most);
  if (error != std::errc() || end != bound.data() + bound.size() || std::isnan(most)) return;
  if (dialect.buckets.size() == kMostBuckets && !dialect.buckets.contains(most * unit)) {
    dialect.tooMany = true;
  } else {
    dialect.buckets[most * unit] += sample.value;
  }
}

RequestFigures RequestFiguresReader::result() const {
  RequestFigures figures;
  for (const std::optional<double>& active : active_) {
    if (!figures.active) figures.active = finite(active);
  }
  for (const Dialect& dialect : dialects_) {
    if (!dialect.requests.all && !dialect.timed.all) continue;
    (dialect.requests.all ? dialect.requests : dialect.timed).writeTo(figures);
    figures.timed = finite(dialect.timed.all);
    figures.seconds = finite(dialect.seconds);
    const bool isWhole =
        !dialect.tooMany && std::all_of(dialect.buckets.begin(), dialect.buckets.end(),
                                        [](const auto& one) { return std::isfinite(one.second); });
    if (isWhole) figures.buckets = dialect.buckets;
    break;
  }
  return figures;
}

std::string RequestFiguresReader::namesOfFamilies() {
  std::vector<std::string> all;
  for (const Names& names : kFamilies) {
    for (const std::string_view name : {names.counter, names.histogram}) {
      if (!name.empty()) all.emplace_back(name);
    }
  }
  return joinedByOr(all);
}

std::string RequestFiguresReader::namesOfGauges() {
  return joinedByOr(std::vector<std::string>(kActive.begin(), kActive.end()));
}

}  // namespace evenkeel::telemetry
