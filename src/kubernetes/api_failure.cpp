#include "kubernetes/api_failure.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/text.h"
#include "kubernetes/json.h"

namespace evenkeel::kubernetes {
namespace {

struct Status {
  std::string message;
  std::string reason;
  int code = 0;
  std::optional<Duration> retryAfter;
  std::vector<ApiFailure::Cause> causes;
};

std::vector<ApiFailure::Cause> causesOf(const Json& details) {
  constexpr std::size_t kMost = 100;
  std::vector<ApiFailure::Cause> causes;
  for (const Json& cause : memberOf(details, "causes")) {
    if (causes.size() == kMost) break;
    causes.push_back({textAt(cause, "reason"), textAt(cause, "message"), textAt(cause, "field")});
  }
  return causes;
}

std::optional<Duration> secondsOf(std::int64_t seconds) {
  constexpr std::int64_t kMost = 3600;
  if (seconds <= 0) return std::nullopt;
  return std::chrono::seconds(std::min(seconds, kMost));
}

std::optional<Status> statusOf(std::string_view text) {
  const Json json = parsedJson(text);
  if (!json.is_object() || textAt(json, "kind") != "Status") return std::nullopt;
  Status status{textAt(json, "message"),
                textAt(json, "reason"),
                static_cast<int>(numberAt(json, "code")),
                std::nullopt,
                {}};
  const Json& details = memberOf(json, "details");
  status.retryAfter = secondsOf(numberAt(details, "retryAfterSeconds"));
  status.causes = causesOf(details);
  return status;
}

ErrorKind kindOf(int status) {
  switch (status) {
    case 401:
    case 403:
      return ErrorKind::Refused;
    case 404:
      return ErrorKind::NotFound;
    case 408:
    case 409:
    case 410:
    case 429:
      return ErrorKind::Unavailable;
    default:
      return status >= 500 ? ErrorKind::Unavailable : ErrorKind::Invalid;
  }
}

std::string adviceFor(int status) {
  if (status == 401) return "credentials that are still good: log in again, or another context";
  return {};
}

}  // namespace

bool ApiFailure::hasCause(std::string_view cause) const {
  return std::any_of(causes.begin(), causes.end(),
                     [&](const Cause& one) { return one.reason == cause; });
}

ApiFailure failureOf(const std::string& where, const io::HttpHead& head, std::string_view body) {
  ApiFailure failure;
  failure.status = head.status;
  failure.error.where = where;
  failure.error.kind = kindOf(head.status);
  failure.error.valid = adviceFor(head.status);
  failure.error.what = "answered " + std::to_string(head.status);
  if (auto status = statusOf(body)) {
    failure.error.what += ": " + (status->message.empty() ? status->reason : status->message);
    failure.reason = std::move(status->reason);
    failure.retryAfter = status->retryAfter;
    failure.causes = std::move(status->causes);
  } else if (!body.empty()) {
    failure.error.what += " without a Status: " + quotedForPeople(body);
  }
  if (const std::string* after = head.find("retry-after")) {
    std::int64_t seconds = 0;
    std::from_chars(after->data(), after->data() + after->size(), seconds);
    if (const auto told = secondsOf(seconds)) failure.retryAfter = told;
  }
  return failure;
}

ApiFailure failureOfStatus(const std::string& where, std::string_view text) {
  io::HttpHead head;
  const auto status = statusOf(text);
  head.status = status ? status->code : 500;
  return failureOf(where, head, text);
}

}  // namespace evenkeel::kubernetes
