#include "description/read_scenario.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/text.h"
#include "description/assemble.h"
#include "description/checks.h"
#include "description/trace_path.h"

namespace evenkeel {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostIncludes = 100;
constexpr std::int64_t kMostNodes = 10'000;

// The documents that belong together, and whatever is wrong with them.
struct Gathered {
  std::vector<LoadedDocument> documents;
  std::vector<Diagnostic> diagnostics;
};

const LoadedDocument* scenarioOf(const std::vector<LoadedDocument>& documents) {
  for (const auto& document : documents)
    if (std::holds_alternative<ScenarioSpec>(document.spec)) return &document;
  return nullptr;
}

void append(LoadedDocuments&& more, Gathered& to) {
  std::move(more.documents.begin(), more.documents.end(), std::back_inserter(to.documents));
  std::move(more.diagnostics.begin(), more.diagnostics.end(), std::back_inserter(to.diagnostics));
}

std::string canonical(const fs::path& path) {
  std::error_code error;
  const auto out = fs::weakly_canonical(path, error);
  return error ? path.lexically_normal().string() : out.string();
}

void include(const LoadedDocument& scenario, Gathered& gathered) {
  const auto includes = std::get<ScenarioSpec>(scenario.spec).include;
  std::set<std::string> seen{canonical(scenario.file)};
  for (std::size_t i = 0; i < includes.size(); ++i) {
    const std::string at = "spec.include[" + std::to_string(i) + "]";
    if (includes[i].empty()) continue;
    if (i >= kMostIncludes) {
      addFault(scenario, at, "found more than " + std::to_string(kMostIncludes) + " files",
               "include fewer", gathered.diagnostics);
      return;
    }
    const fs::path directory = fs::path(scenario.file).parent_path();
    const std::string path = directory.empty() ? includes[i] : (directory / includes[i]).string();
    if (!seen.insert(canonical(path)).second) {
      addFault(scenario, at, "found a file that is read already: " + quotedForPeople(includes[i]),
               "include other files, each once", gathered.diagnostics);
      continue;
    }
    LoadedDocuments loaded = readDocuments(path);
    if (const auto* other = scenarioOf(loaded.documents))
      addFault(*other, "kind", "found a Scenario in an included file",
               "write it in a file that includes, not in one that is included",
               gathered.diagnostics);
    std::erase_if(loaded.documents, [](const LoadedDocument& d) {
      return std::holds_alternative<ScenarioSpec>(d.spec);
    });
    append(std::move(loaded), gathered);
  }
}

// False where there are too many to look at.
bool checkCounts(const std::vector<LoadedDocument>& documents,
                 std::vector<Diagnostic>& diagnostics) {
  std::int64_t nodes = 0;
  const LoadedDocument* scenario = nullptr;
  const LoadedDocument* continuum = nullptr;
  for (const auto& document : documents) {
    if (const auto* node = std::get_if<NodeSpec>(&document.spec)) nodes += node->count;
    if (nodes > kMostNodes) {
      addFault(document, "spec.count", "found more than " + std::to_string(kMostNodes) + " nodes",
               "describe fewer", diagnostics);
      return false;
    }
    const auto onlyOne = [&](const LoadedDocument*& first, const char* valid) {
      if (first != nullptr)
        addFault(document, "kind", "found a second " + document.kind, valid, diagnostics);
      else
        first = &document;
    };
    if (document.kind == "Scenario") onlyOne(scenario, "write each in a file of its own");
    if (document.kind == "Continuum") onlyOne(continuum, "keep one");
  }
  return true;
}

void checkAll(const LoadedDocument* scenario, const ReadOptions& options, Gathered& gathered) {
  auto& diagnostics = gathered.diagnostics;
  if (!checkCounts(gathered.documents, diagnostics)) return;
  for (const auto& document : gathered.documents)
    if (std::holds_alternative<Application>(document.spec)) checkApplication(document, diagnostics);
  checkReferences(gathered.documents, scenario != nullptr, diagnostics);
  if (scenario != nullptr)
    checkScenario(*scenario, gathered.documents, options.checkPolicy, diagnostics);
}

ReadResult finish(Gathered gathered, const std::string& file, const ReadOptions& options,
                  Severity unsetData = Severity::Error) {
  ReadResult result;
  const LoadedDocument* scenario = scenarioOf(gathered.documents);
  if (scenario == nullptr) {
    if (gathered.diagnostics.empty())
      gathered.diagnostics.push_back({file, 0, 0, "", "found no Scenario",
                                      "write a document of kind Scenario with loads and policies"});
  } else {
    checkAll(scenario, options, gathered);
    result.scenario = assemble(*scenario, gathered.documents);
    if (!result.scenario.nodes.empty() && !hasErrors(gathered.diagnostics))
      checkCapacity(gathered.documents, result.scenario.nodes, gathered.diagnostics);
    resolveTraces(*scenario, options, unsetData, result.scenario.duration, result.scenario.loads,
                  gathered.diagnostics);
  }
  sortByPlace(gathered.diagnostics);
  result.diagnostics = std::move(gathered.diagnostics);
  return result;
}

Gathered gather(LoadedDocuments loaded) {
  Gathered gathered;
  append(std::move(loaded), gathered);
  if (const auto* scenario = scenarioOf(gathered.documents)) {
    const LoadedDocument copy = *scenario;
    include(copy, gathered);
  }
  return gathered;
}

}  // namespace

ReadResult readScenario(const std::string& path, const ReadOptions& options) {
  return finish(gather(readDocuments(path)), path, options);
}

ReadResult readScenarioText(std::string_view text, const std::string& file,
                            const ReadOptions& options) {
  Gathered gathered;
  append(readDocumentsText(text, file), gathered);
  return finish(std::move(gathered), file, options);
}

std::vector<Diagnostic> validateFile(const std::string& path, const ReadOptions& options) {
  Gathered gathered = gather(readDocuments(path));
  if (scenarioOf(gathered.documents) == nullptr) {
    checkAll(nullptr, options, gathered);
    sortByPlace(gathered.diagnostics);
    return std::move(gathered.diagnostics);
  }
  return finish(std::move(gathered), path, options, Severity::Warning).diagnostics;
}

}  // namespace evenkeel
