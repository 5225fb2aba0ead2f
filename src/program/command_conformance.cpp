// evenkeel conformance: published rules as vectors, run against the policies.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "evaluation/conformance/conformance.h"
#include "program/commands.h"
#include "program/value_type.h"
#include "view/text_layout.h"

namespace evenkeel::program {
namespace {

ExitCode conform(const std::vector<std::string>& files) {
  ConformanceReport all;
  ExitCode worst = ExitCode::Ok;
  bool examined = false;
  for (const std::string& file : files) {
    const auto result = runConformance(file);
    if (!result) {
      worst = std::max(worst, report(result.error()));
      continue;
    }
    examined = true;
    for (const auto* findings : {&result->ignored, &result->failures}) {
      for (const ConformanceFinding& finding : *findings)
        fmt::print("{}: {}\n", view::printable(file), view::printable(finding.text()));
    }
    all.passed += result->passed;
    all.failed += result->failed;
    if (result->failed > 0) worst = std::max(worst, ExitCode::No);
    if (!result->understood) worst = std::max(worst, ExitCode::BadInput);
  }
  if (examined) fmt::print("{}\n", all.totals());
  return worst;
}

}  // namespace

void addConformance(CLI::App& app, Work& chosen) {
  auto files = std::make_shared<std::vector<std::string>>();
  CLI::App* command =
      app.add_subcommand("conformance", "Run test vectors of published autoscaling rules");
  command->add_option("FILE", *files, "vector files (docs/policies/hpa.md)")
      ->required()
      ->type_name(kFileType);
  command->footer("Example:\n  evenkeel conformance hpa.json hpa-behavior.json");
  command->callback([files, &chosen] { chosen = [files] { return conform(*files); }; });
}

}  // namespace evenkeel::program
