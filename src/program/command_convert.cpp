// evenkeel convert: descriptions of MLSysOps as native documents, and back.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/yaml.h"
#include "description/convert.h"
#include "description/text_file.h"
#include "program/commands.h"
#include "program/distinct_files.h"
#include "program/output_file.h"
#include "program/value_type.h"
#include "view/text_layout.h"

namespace evenkeel::program {
namespace {

struct ConvertOptions {
  std::string file;
  std::string to = "native";
  std::string output;
  bool strict = false;
};

ExitCode write(const ConvertOptions& options, const std::string& text) {
  if (options.output.empty()) {
    fmt::print("{}", text);
    return ExitCode::Ok;
  }
  auto file = OutputFile::open(options.output);
  if (!file) return report(file.error());
  if (const auto written = file->commit(text); !written) return report(written.error());
  return ExitCode::Ok;
}

std::string counted(std::size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

// A line each; errors are marked as warnings are: there may be many of these before one of those.
void print(const std::vector<Diagnostic>& diagnostics) {
  for (Diagnostic diagnostic : diagnostics) {
    if (diagnostic.severity == Severity::Error) diagnostic.found = "error: " + diagnostic.found;
    fmt::print(stderr, "{}\n", view::printable(diagnostic.text()));
  }
}

ExitCode reportErrors(const std::string& file, const std::vector<Diagnostic>& diagnostics) {
  std::size_t errors = 0;
  std::uint32_t line = 0;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity != Severity::Error) continue;
    if (errors++ == 0) line = diagnostic.line;
  }
  std::string found = "nothing was written: found " + counted(errors, "error");
  if (line > 0)
    found += (errors == 1 ? ", on line " : ", the first on line ") + std::to_string(line);
  return report({ErrorKind::Invalid, file, std::move(found), "mend what is marked 'error' above"});
}

ExitCode convert(const ConvertOptions& options) {
  const std::array files{NamedFile{"FILE", options.file}, NamedFile{"--output", options.output}};
  if (const auto distinct = checkDistinct(files); !distinct) return report(distinct.error());
  const auto text = readTextFile(options.file, YamlLimits{}.bytes);
  if (!text) return report(text.error());
  const Conversion conversion = options.to == "mlsysops" ? convertToMlsysops(*text, options.file)
                                                         : convertFromMlsysops(*text, options.file);
  print(conversion.diagnostics);
  if (hasErrors(conversion.diagnostics)) return reportErrors(options.file, conversion.diagnostics);
  if (options.strict && !conversion.diagnostics.empty())
    return report({ErrorKind::Invalid, options.file,
                   "nothing was written: with --strict, and found " +
                       counted(conversion.diagnostics.size(), "thing") +
                       (options.to == "mlsysops" ? " that MLSysOps would not get as they are here"
                                                 : " that would be read otherwise or left out"),
                   "mend what is told above, or convert without --strict"});
  return write(options, conversion.text);
}

}  // namespace

void addConvert(CLI::App& app, Work& chosen) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App* command = app.add_subcommand("convert", "Turn MLSysOps descriptions native, or back");
  command->add_option("FILE", options->file, "descriptions of any of its generations")
      ->required()
      ->type_name(kFileType);
  command->add_option("-o,--output", options->output, "a file instead of standard output")
      ->check(CLI::Validator(
          [](const std::string& path) { return path.empty() ? "names no file" : std::string(); },
          ""))
      ->type_name(kFileType);
  command->add_option("--to", options->to, "native, or mlsysops for its framework of today")
      ->check(CLI::IsMember({"native", "mlsysops"}));
  command->add_flag("--strict", options->strict, "refuse where there would be a warning");
  command->footer(
      "Example:\n  evenkeel convert app.yaml -o shop.yaml && evenkeel validate shop.yaml");
  command->callback([options, &chosen] { chosen = [options] { return convert(*options); }; });
}

}  // namespace evenkeel::program
