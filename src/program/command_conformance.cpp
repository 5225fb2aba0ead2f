// evenkeel conformance: published rules as vectors, run against the policies.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "evaluation/conformance.h"
#include "program/commands.h"
#include "view/text_layout.h"

namespace evenkeel::program {
namespace {

ExitCode conform(const std::vector<std::string>& files) {
  ConformanceReport all;
  for (const std::string& file : files) {
    const auto result = runConformance(file);
    if (!result) return report(result.error());
    for (const ConformanceFailure& failure : result->failures) {
      fmt::print("{}: {}\n", view::printable(file), view::printable(failure.text()));
    }
    all.passed += result->passed;
    all.failed += result->failed;
  }
  fmt::print("{}\n", all.totals());
  return all.failed == 0 ? ExitCode::Ok : ExitCode::No;
}

}  // namespace

void addConformance(CLI::App& app, Work& chosen) {
  auto files = std::make_shared<std::vector<std::string>>();
  CLI::App* command =
      app.add_subcommand("conformance", "Run test vectors of published autoscaling rules");
  command->add_option("FILE", *files, "vector files (docs/policies/hpa.md)")->required();
  command->footer("Example:\n  evenkeel conformance hpa.json hpa-behavior.json");
  command->callback([files, &chosen] { chosen = [files] { return conform(*files); }; });
}

}  // namespace evenkeel::program
