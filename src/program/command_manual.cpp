// evenkeel manual: the program's manual page.
#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "program/commands.h"
#include "program/manual.h"

namespace evenkeel::program {

void addManual(CLI::App& app, Work& chosen) {
  CLI::App* command = app.add_subcommand("manual", "Print the manual page, for man");
  command->footer("Example:\n  evenkeel manual | man -l -");
  command->callback([&app, &chosen] {
    chosen = [&app] {
      fmt::print("{}", manualPage(app));
      return ExitCode::Ok;
    };
  });
}

}  // namespace evenkeel::program
