#include "evaluation/conformance.h"

#include <fmt/format.h>

#include <algorithm>

#include "evaluation/conformance_section.h"

namespace evenkeel {
namespace conformance {

void Comparison::differs(std::string_view what, const std::string& expected,
                         const std::string& got) {
  const std::string_view separator = expected_.empty() ? "" : ", ";
  expected_ += fmt::format("{}{} {}", separator, what, expected);
  got_ += fmt::format("{}{} {}", separator, what, got);
}

void Comparison::integer(std::string_view what, const JsonReader& expected,
                         std::optional<std::int64_t> got) {
  if (expected.isNull()) return;
  const std::int64_t wanted = expected.integer();
  if (got != wanted) differs(what, std::to_string(wanted), got ? std::to_string(*got) : "none");
}

void Comparison::text(std::string_view what, const JsonReader& expected, std::string_view got) {
  if (expected.isNull()) return;
  const std::string wanted = expected.text();
  if (got != wanted) differs(what, wanted, std::string(got));
}

void Comparison::condition(std::string_view type, const JsonReader& expected,
                           const std::optional<std::pair<bool, std::string_view>>& got) {
  if (expected.isNull()) return;
  const auto parts = expected.list();
  if (parts.size() != 2) return expected.fault("is no pair", "[true or false, reason]");
  const bool status = parts[0].flag();
  const std::string reason = parts[1].text();
  if (got && got->first == status && got->second == reason) return;
  differs(type, fmt::format("{}/{}", status, reason),
          got ? fmt::format("{}/{}", got->first, got->second) : "none");
}

void Comparison::unknown(const std::string& key) {
  differs(key, "to be judged", "no rule for it");
}

}  // namespace conformance

namespace {

using conformance::Comparison;
using conformance::Defaults;
using conformance::Section;

const Section* findSection(std::string_view name) {
  for (const auto* table : {&conformance::hpaSections(), &conformance::hpaBehaviorSections()}) {
    const auto found = std::ranges::find(*table, name, &Section::name);
    if (found != table->end()) return &*found;
  }
  return nullptr;
}

std::string knownSections() {
  std::string names;
  for (const auto* table : {&conformance::hpaSections(), &conformance::hpaBehaviorSections()}) {
    for (const auto& section : *table) names += fmt::format("{}, ", section.name);
  }
  return names + "meta";
}

Defaults readDefaults(const JsonReader& file) {
  Defaults defaults;
  const auto meta = file.find("meta");
  const auto given = meta ? meta->find("defaults") : std::nullopt;
  if (!given) return defaults;
  const auto take = [&given](std::string_view key, double& value, double high) {
    if (const auto number = given->find(key)) value = number->number(0, high);
  };
  take("tolerance", defaults.tolerance, 1e6);
  take("cpu_initialization_period_s", defaults.cpuInitializationPeriod, 1e6);
  take("delay_of_initial_readiness_s", defaults.initialReadinessDelay, 1e6);
  take("downscale_stabilization_s", defaults.downscaleStabilization, 1e6);
  return defaults;
}

void runVector(const Section& section, const JsonReader& vector, const Defaults& defaults,
               ConformanceReport& report) {
  Comparison comparison;
  section.run(vector, defaults, comparison);
  if (comparison.equal()) {
    ++report.passed;
    return;
  }
  ++report.failed;
  report.failures.push_back({std::string(section.name), vector.at("name").text(),
                             comparison.expected(), comparison.got()});
}

Result<ConformanceReport> run(const JsonValue& document, const std::string& name) {
  std::optional<Error> fault;
  const JsonReader file(document, fault);
  const Defaults defaults = readDefaults(file);
  ConformanceReport report;
  for (const auto& [key, section] : file.record()) {
    if (key == "meta") continue;
    const Section* known = findSection(key);
    if (known == nullptr)
      section.fault("is a section that this program does not know", knownSections());
    if (fault) break;
    for (const auto& vector : section.list()) {
      runVector(*known, vector, defaults, report);
      if (fault) break;
    }
  }
  if (!fault && report.passed + report.failed == 0) file.fault("has no vectors", knownSections());
  if (!fault) return report;
  fault->where = fault->where.empty() ? name : fmt::format("{}: {}", name, fault->where);
  return tl::unexpected<Error>(*fault);
}

}  // namespace

std::string ConformanceFailure::text() const {
  return fmt::format("{}: {}: expected {}; got {}", section, name, expected, got);
}

std::string ConformanceReport::totals() const {
  return fmt::format("{} passed, {} failed", passed, failed);
}

Result<ConformanceReport> runConformanceText(std::string_view text, const std::string& name) {
  const auto document = parseJson(text, name);
  if (!document) return tl::unexpected<Error>(document.error());
  return run(*document, name);
}

Result<ConformanceReport> runConformance(const std::string& path) {
  const auto document = readJsonFile(path);
  if (!document) return tl::unexpected<Error>(document.error());
  return run(*document, path);
}

}  // namespace evenkeel
