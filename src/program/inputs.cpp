#include "program/inputs.h"

#include <fmt/core.h>

#include <charconv>
#include <cstdlib>

#include "base/diagnostic.h"
#include "base/text.h"
#include "base/time_text.h"
#include "description/read_scenario.h"
#include "description/spec.h"
#include "model/policy_call.h"
#include "program/data_directory.h"
#include "program/policy_list.h"
#include "program/policy_set.h"
#include "view/text_layout.h"
#include "workload/load.h"

namespace evenkeel::program {
namespace {

// Takes a whole number off the front; absent where there is none.
std::optional<std::int64_t> takeNumber(std::string_view& text) {
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end == text.data() || value < 0 || text.front() == '-') {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// [Nd ]HH:MM:SS
std::optional<Instant> clockTime(std::string_view text) {
  constexpr std::int64_t kMostDays = 100'000;
  std::int64_t days = 0;
  std::optional<std::int64_t> first = takeNumber(text);
  if (first && take(text, 'd')) {
    days = *first;
    if (!take(text, ' ')) return std::nullopt;
    first = takeNumber(text);
  }
  if (!first || !take(text, ':')) return std::nullopt;
  const auto minutes = takeNumber(text);
  if (!minutes || !take(text, ':')) return std::nullopt;
  const auto seconds = takeNumber(text);
  if (!seconds || !text.empty() || *minutes > 59 || *seconds > 59) return std::nullopt;
  if (days > kMostDays || *first > kMostDays) return std::nullopt;
  return Instant(std::chrono::hours(days * 24 + *first) + std::chrono::minutes(*minutes) +
                 std::chrono::seconds(*seconds));
}

std::string numberFault(const std::string& text, double low, double high) {
  double value = 0;
  const char* last = text.data() + text.size();
  const auto [end, code] = std::from_chars(text.data(), last, value);
  if (code == std::errc() && end == last && value >= low && value <= high) return "";
  return fmt::format("{} is no number from {:.10g} to {:.10g}", quotedForPeople(text), low, high);
}

}  // namespace

ReadOptions readOptions() {
  return {.dataDirectory = dataDirectory(),
          .checkTrace = [](const TraceLoad& trace, Duration length) -> Result<void> {
            const auto played = intensityOf(trace, length);
            if (!played) return tl::unexpected(played.error());
            return {};
          },
          .checkPolicy = [](const PolicyCall& call,
                            PolicyRole role) -> Result<std::vector<std::string>> {
            const auto policy =
                role == PolicyRole::Fallback ? makeFallback(call) : makePolicy(call, policyList());
            if (!policy) return tl::unexpected(policy.error());
            return (*policy)->needs().mechanisms;
          }};
}

std::optional<Scenario> readScenarioOrReport(const std::string& path) {
  ReadResult read = readScenario(path, readOptions());
  for (const Diagnostic& diagnostic : read.diagnostics) {
    fmt::print(stderr, "{}\n", view::printable(diagnostic.text()));
  }
  if (!read.ok()) return std::nullopt;
  return std::move(read.scenario);
}

Result<Instant> parseRunTime(std::string_view text) {
  if (const auto clock = clockTime(text)) return *clock;
  const auto since = parseDuration(text);
  if (!since || *since < Duration::zero()) {
    return fail(ErrorKind::Invalid, "",
                fmt::format("{} is no time of a run", quotedForPeople(text)),
                "write the time since its start: 12m30s or 00:12:30");
  }
  return Instant(*since);
}

std::string seedFault(const std::string& text) {
  std::int64_t value = 0;
  const char* last = text.data() + text.size();
  const auto [end, code] = std::from_chars(text.data(), last, value);
  if (code == std::errc() && end == last && value >= 0) return "";
  return quotedForPeople(text) + " is no whole number from 0 to 9223372036854775807";
}

std::string speedFault(const std::string& text) {
  return numberFault(text, 0.001, 1e9);
}

std::string percentFault(const std::string& text) {
  return numberFault(text, 0, 100);
}

std::string policyCallsFault(const std::string& text) {
  const auto calls = parsePolicyCalls(text);
  if (!calls) return calls.error().text();
  return calls->empty() ? "names no policy" : "";
}

std::string runLengthFault(const std::string& text) {
  const auto duration = parseDuration(text);
  if (!duration) return duration.error().text();
  if (*duration > Duration::zero() && *duration <= kLongestRun) return "";
  return fmt::format("{} is out of range; write more than zero and at most {}",
                     quotedForPeople(text), durationText(kLongestRun));
}

std::string runTimeFault(const std::string& text) {
  const auto time = parseRunTime(text);
  return time ? "" : time.error().text();
}

}  // namespace evenkeel::program
