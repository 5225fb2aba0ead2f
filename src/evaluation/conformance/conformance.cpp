#include "evaluation/conformance/conformance.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "evaluation/conformance/section.h"

namespace evenkeel {
namespace conformance {

void Comparison::differs(std::string_view what, const std::string& expected,
                         const std::string& got) {
  const std::string_view separator = expected_.empty() ? "" : ", ";
  expected_ += fmt::format("{}{} {}", separator, what, expected);
  got_ += fmt::format("{}{} {}", separator, what, got);
}

void Comparison::judge(std::string_view what, const std::string& expected, const std::string& got) {
  judged_ = true;
  if (got != expected) differs(what, expected, got);
}

void Comparison::integer(std::string_view what, const JsonReader& expected,
                         std::optional<std::int64_t> got) {
  if (expected.isNull()) return;
  judge(what, std::to_string(expected.integer()), got ? std::to_string(*got) : "none");
}

void Comparison::text(std::string_view what, const JsonReader& expected, std::string_view got) {
  if (expected.isNull()) return;
  judge(what, expected.text(), std::string(got));
}

void Comparison::condition(std::string_view type, const JsonReader& expected,
                           const std::optional<std::pair<bool, std::string_view>>& got) {
  if (expected.isNull()) return;
  const auto parts = expected.list();
  if (parts.size() != 2) return expected.fault("is no pair", "[true or false, reason]");
  judge(type, fmt::format("{}/{}", parts[0].flag(), parts[1].text()),
        got ? fmt::format("{}/{}", got->first, got->second) : "none");
}

void Comparison::unknown(const std::string& key) {
  differs(key, "to be judged", "no rule for it");
}

void checkKind(const JsonReader& vector, std::string_view kind) {
  const auto given = vector.find("kind");
  if (!given) return;
  if (const std::string text = given->text(); text != kind)
    given->fault(fmt::format("is '{}'", text), std::string(kind));
}

}  // namespace conformance

namespace {

using conformance::Comparison;
using conformance::Defaults;
using conformance::Section;

auto allSections() {
  return std::array{&conformance::hpaSections(), &conformance::hpaBehaviorSections(),
                    &conformance::kpaSections(), &conformance::vpaSections()};
}

const Section* findSection(std::string_view name, const std::vector<JsonReader>& vectors) {
  const Section* first = nullptr;
  for (const auto* table : allSections()) {
    const auto found = std::ranges::find(*table, name, &Section::name);
    if (found == table->end()) continue;
    if (first == nullptr) first = &*found;
    const bool fits = !vectors.empty() && vectors.front().isRecord() && !found->field.empty() &&
                      vectors.front().find(found->field);
    if (fits) return &*found;
  }
  return first;
}

std::string knownSections() {
  std::string names;
  for (const auto* table : allSections()) {
    for (const auto& section : *table) names += fmt::format("{}, ", section.name);
  }
  return names + "meta";
}

// A list, or a record that holds it as its rows.
std::vector<JsonReader> vectorsOf(const JsonReader& section) {
  const auto rows = section.isRecord() ? section.find("rows") : std::nullopt;
  return rows ? rows->list() : section.list();
}

// One file against the rules.
class Examination {
 public:
  explicit Examination(const JsonValue& document) : file_(document, reading_) {}

  ConformanceReport run() && {
    const Defaults defaults = conformance::readDefaults(file_);
    takeFault("meta", "defaults");
    for (const std::string& one : defaults.notLookedAt) {
      report_.ignored.push_back({"meta", "defaults", one});
    }
    const auto sections = file_.record();
    takeFault("file", "content");
    for (const auto& [key, section] : sections) {
      if (key != "meta") runSection(key, section, defaults);
    }
    if (const auto meta = file_.find("meta"))
      if (const auto given = meta->find("defaults")) noteIgnored("meta", "defaults", *given);
    if (report_.passed + report_.failed == 0) {
      file_.fault("has no vectors", knownSections());
      takeFault("file", "content");
    }
    return std::move(report_);
  }

 private:
  void runSection(const std::string& key, const JsonReader& section, const Defaults& defaults) {
    const auto vectors = vectorsOf(section);
    const Section* known = findSection(key, vectors);
    if (known == nullptr && !reading_.fault) {
      section.fault("is a section that this program does not know", knownSections());
      if (vectors.size() > 1) report_.failed += vectors.size() - 1;
    }
    if (takeFault(key, fmt::format("{} vectors", vectors.size()))) return;
    for (const auto& vector : vectors) {
      Comparison comparison;
      known->run(vector, defaults, comparison);
      judge(key, vector, comparison);
    }
  }

  void judge(const std::string& section, const JsonReader& vector, const Comparison& comparison) {
    if (comparison.equal() && !comparison.judged() && !reading_.fault)
      vector.fault("expects nothing", "at least one value to compare with");
    auto fault = std::exchange(reading_.fault, std::nullopt);
    const auto given = vector.find("name");
    const std::string name = given && given->isText() ? given->text() : vector.path();
    reading_.fault = std::move(fault);
    if (takeFault(section, name)) return;
    noteIgnored(section, name, vector);
    if (comparison.equal()) {
      ++report_.passed;
      return;
    }
    ++report_.failed;
    report_.failures.push_back(
        {section, name,
         fmt::format("expected {}; got {}", comparison.expected(), comparison.got())});
  }

  // What could not be understood so far is a failure; false where all could.
  bool takeFault(const std::string& section, const std::string& name) {
    if (!reading_.fault) return false;
    ++report_.failed;
    report_.understood = false;
    report_.failures.push_back({section, name, reading_.fault->text()});
    reading_.fault.reset();
    return true;
  }

  void noteIgnored(const std::string& section, const std::string& name, const JsonReader& place) {
    std::vector<std::string> fresh;
    for (const std::string& field : place.ignored(kRemarks)) {
      if (noted_.emplace(section, field).second) fresh.push_back(fmt::format("'{}'", field));
    }
    if (fresh.empty()) return;
    const bool one = fresh.size() == 1;
    report_.ignored.push_back(
        {section, name,
         fmt::format("field{} {} {} not known here and not looked at", one ? "" : "s",
                     fmt::join(fresh, ", "), one ? "is" : "are")});
  }

  // For the reader of the file, not for the rules.
  static constexpr std::string_view kRemarks[] = {"name", "note", "source", "scale_up_limit"};

  JsonReading reading_;
  JsonReader file_;
  ConformanceReport report_;
  std::set<std::pair<std::string, std::string>> noted_;
};

}  // namespace

std::string ConformanceFinding::text() const {
  return fmt::format("{}: {}: {}", section, name, what);
}

std::string ConformanceReport::totals() const {
  return fmt::format("{} passed, {} failed", passed, failed);
}

Result<ConformanceReport> runConformanceText(std::string_view text, const std::string& name) {
  const auto document = parseJson(text, name);
  if (!document) return tl::unexpected<Error>(document.error());
  return Examination(*document).run();
}

Result<ConformanceReport> runConformance(const std::string& path) {
  const auto document = readJsonFile(path);
  if (!document) return tl::unexpected<Error>(document.error());
  return Examination(*document).run();
}

}  // namespace evenkeel
