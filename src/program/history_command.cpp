#include "program/history_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <utility>

#include "base/thread_pool.h"
#include "base/time_text.h"
#include "kubernetes/small_file.h"
#include "program/history_advice.h"
#include "program/history_log.h"
#include "program/history_reading.h"
#include "program/inputs.h"
#include "program/terminal.h"
#include "program/value_type.h"
#include "view/yaml_text.h"

namespace evenkeel::program {
namespace {

constexpr std::size_t kMost = 100'000;  // moments of a history

Result<std::string> fileOrNothing(const std::string& path) {
  return path.empty() ? Result<std::string>() : kubernetes::readSmallFile(path);
}

Result<HistoryQuery> queryOf(const HistoryOptions& options, const ClusterOptions& cluster) {
  auto token = fileOrNothing(options.tokenFile);
  if (!token) return tl::unexpected(std::move(token.error()));
  auto authorities = fileOrNothing(options.authoritiesFile);
  if (!authorities) return tl::unexpected(std::move(authorities.error()));
  auto prometheus = telemetry::prometheusAccess(options.url, *token, *authorities);
  if (!prometheus) return tl::unexpected(std::move(prometheus.error()));
  const bool named = !cluster.kubeconfig.empty() || !cluster.context.empty();
  HistoryQuery query{
      std::move(*prometheus),         accessOf(cluster),           named, cluster.space,
      *parseDuration(options.length), *parseDuration(options.step)};
  if (named && !query.cluster) return tl::unexpected(query.cluster.error());
  if (query.step < 1s || query.length < query.step ||
      query.length / query.step > static_cast<std::int64_t>(kMost))
    return fail(ErrorKind::Invalid, "--step", "does not go with a history of " + options.length,
                "a second at least, and at most " + std::to_string(kMost) + " steps");
  return query;
}

Result<AdvicePlan> planOf(const HistoryOptions& options, const std::string& policy) {
  AdvicePlan plan;
  for (const auto& [text, calls] :
       {std::pair{&policy, &plan.policies}, std::pair{&options.whatIf, &plan.whatIf}}) {
    if (text->empty()) continue;
    auto parsed = parsePolicyCalls(*text);
    if (!parsed) return tl::unexpected(std::move(parsed.error()));
    *calls = std::move(*parsed);
  }
  if (plan.policies.size() > 1)
    return fail(ErrorKind::Invalid, "--policy", "names several, and a history is played under one",
                "one policy");
  plan.threads = ThreadPool::available();
  return plan;
}

}  // namespace

CLI::Option* addHistoryOptions(CLI::App& command, HistoryOptions& options) {
  CLI::Option* url =
      command.add_option("--prometheus", options.url, "advise from its history, not from a look")
          ->check(CLI::Validator(
              [](const std::string& text) {
                return text.empty() ? std::string("names no URL") : std::string();
              },
              "URL"))
          ->option_text("URL");  // what it excludes would not fit beside it
  const auto add = [&](const char* name, std::string& value, const char* text) {
    return command.add_option(name, value, text)->needs(url);
  };
  add("--prometheus-token", options.tokenFile, "file with a bearer token for it")
      ->type_name(kFileType);
  add("--prometheus-ca", options.authoritiesFile, "PEM file of who may sign its certificate")
      ->type_name(kFileType);
  add("--history", options.length, "how far it goes back (7d)")
      ->check(CLI::Validator(runLengthFault, "DURATION"));
  add("--step", options.step, "of the history (5m)")
      ->check(CLI::Validator(runLengthFault, "DURATION"));
  add("--what-if", options.whatIf, "play it under this policy too: 'hpa(cpu=70)'")
      ->check(CLI::Validator(policyCallsFault, kPoliciesType));
  return url;
}

ExitCode recommendFromHistory(const HistoryOptions& options, const ClusterOptions& cluster,
                              const AdviceOptions& wanted) {
  const auto query = queryOf(options, cluster);
  if (!query) return report(query.error());
  auto plan = planOf(options, wanted.policy);
  if (!plan) return report(plan.error());
  plan->changes = !wanted.log.empty();
  catchInterrupts();
  const auto history = readHistory(*query);
  if (!history) return interrupted() ? ExitCode::Interrupted : report(history.error());
  auto advised = adviceOn(*history, *plan);
  if (!advised) return interrupted() ? ExitCode::Interrupted : report(advised.error());
  const auto kept = wanted.log.empty()
                        ? Result<void>()
                        : keepHistoryLog(wanted.log, query->prometheus.url, *history, *advised);

  const telemetry::TimeGrid& grid = history->grid;
  view::HistoryFrame frame{grid.first,      grid.at(grid.count - 1), grid.step,
                           history->source, wanted.prices,           history->notes};
  std::vector<view::HistoryAdvice>& advice = advised->advice;
  view::sortByWeight(advice, frame);
  if (wanted.output == "json" || wanted.output == "yaml") {
    const std::string json = view::historyJson(advice, frame);
    fmt::print("{}", wanted.output == "yaml" ? view::yamlText(json) : json);
    return kept ? ExitCode::Ok : report(kept.error());
  }
  const std::size_t width = tableWidth();
  if (!advice.empty())
    fmt::print("{}\n", view::historyTable(advice, frame, wanted.output == "wide", width));
  fmt::print("{}", view::historySummary(advice, frame, width));
  if (!kept) return report(kept.error());
  if (!wanted.log.empty()) fmt::print("Why, at length: evenkeel explain {}\n", wanted.log);
  return ExitCode::Ok;
}

}  // namespace evenkeel::program
