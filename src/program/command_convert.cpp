// evenkeel convert: descriptions of MLSysOps as native documents, and back.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "base/yaml.h"
#include "description/convert.h"
#include "description/text_file.h"
#include "program/commands.h"
#include "program/output_file.h"
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

ExitCode convert(const ConvertOptions& options) {
  const auto text = readTextFile(options.file, YamlLimits{}.bytes);
  if (!text) return report(text.error());
  const Conversion conversion = options.to == "mlsysops" ? convertToMlsysops(*text, options.file)
                                                         : convertFromMlsysops(*text, options.file);
  for (const Diagnostic& diagnostic : conversion.diagnostics)
    fmt::print(stderr, "{}\n", view::printable(diagnostic.text()));
  if (hasErrors(conversion.diagnostics)) return ExitCode::BadInput;
  if (options.strict && !conversion.diagnostics.empty())
    return report({ErrorKind::Invalid, options.file,
                   "found " + std::to_string(conversion.diagnostics.size()) +
                       " things that would be read otherwise or left out",
                   "mend them, or convert without --strict"});
  return write(options, conversion.text);
}

}  // namespace

void addConvert(CLI::App& app, Work& chosen) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App* command = app.add_subcommand("convert", "Turn MLSysOps descriptions native, or back");
  command->add_option("FILE", options->file, "descriptions of any of its generations")->required();
  command->add_option("-o,--output", options->output, "a file instead of standard output");
  command->add_option("--to", options->to, "native, or mlsysops for its framework of today")
      ->check(CLI::IsMember({"native", "mlsysops"}));
  command->add_flag("--strict", options->strict, "refuse where there would be a warning");
  command->footer(
      "Example:\n  evenkeel convert app.yaml -o shop.yaml && evenkeel validate shop.yaml");
  command->callback([options, &chosen] { chosen = [options] { return convert(*options); }; });
}

}  // namespace evenkeel::program
