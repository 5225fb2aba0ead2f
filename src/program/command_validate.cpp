// evenkeel validate: every fault of every file at once.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "description/read_scenario.h"
#include "program/commands.h"
#include "program/inputs.h"
#include "program/policy_set.h"
#include "program/value_type.h"
#include "view/text_layout.h"

namespace evenkeel::program {
namespace {

ExitCode validate(const std::vector<std::string>& files) {
  std::size_t faults = 0;
  for (const std::string& file : files) {
    const auto diagnostics = validateFile(file, readOptions());
    for (const Diagnostic& diagnostic : diagnostics) {
      fmt::print("{}\n", view::printable(diagnostic.text()));
      if (diagnostic.severity == Severity::Error) ++faults;
    }
    if (!hasErrors(diagnostics)) fmt::print("{}: valid\n", view::printable(file));
  }
  return faults == 0 ? ExitCode::Ok : ExitCode::BadInput;
}

}  // namespace

void addValidate(CLI::App& app, Work& chosen) {
  auto files = std::make_shared<std::vector<std::string>>();
  CLI::App* command = app.add_subcommand("validate", "Tell all faults of descriptions at once");
  command->add_option("FILE", *files, "applications, nodes, clusters, scenarios")
      ->required()
      ->type_name(kFileType);
  command->footer("Example:\n  evenkeel validate examples/*.yaml");
  command->callback([files, &chosen] { chosen = [files] { return validate(*files); }; });
}

}  // namespace evenkeel::program
