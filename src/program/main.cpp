// evenkeel: the program. Each command is in command_<name>.cpp, and wires what it needs itself;
// the policies are listed in policy/catalogue.cpp.

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <functional>
#include <new>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "base/text.h"
#include "program/commands.h"
#include "program/exit_code.h"
#include "program/terminal.h"
#include "program/version.h"

namespace evenkeel::program {
namespace {

constexpr const char* kFooter =
    "Examples:\n"
    "  evenkeel run examples/demo.yaml --report report.html\n"
    "  evenkeel compare examples/demo.yaml --policies 'static,hpa(cpu=60)' --seeds 6\n"
    "  evenkeel explain evenkeel-demo-1.evk --at 12m30s\n"
    "\n"
    "Exit status: 0 done, 1 the answer is no, 2 wrong input, 3 the environment failed\n"
    "(a full disk, say), 130 interrupted, 141 nobody reads the output any more.\n"
    "`evenkeel COMMAND --help` says more about a command.";

// CLI11 would only say that some command is required.
std::optional<Error> unknownCommand(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return std::nullopt;
  std::vector<std::string> names;
  for (const CLI::App* known : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (known->get_name() == argv[1]) return std::nullopt;
    names.push_back(known->get_name());
  }
  const auto near = nearestName(argv[1], names);
  return Error{ErrorKind::Invalid, "", "there is no command " + quotedForPeople(argv[1]),
               near ? "did you mean " + *near : joinedByOr(names)};
}

ExitCode command(int argc, char** argv) {
  CLI::App app("Keeps applications on an even keel from cloud to edge, and can say why.",
               "evenkeel");
  app.set_version_flag("--version", kVersion);
  app.footer(kFooter);
  app.require_subcommand(1);
  Work chosen;
  addRun(app, chosen);
  addCompare(app, chosen);
  addTune(app, chosen);
  addExplain(app, chosen);
  addReplay(app, chosen);
  addValidate(app, chosen);
  addConvert(app, chosen);
  addFit(app, chosen);
  addConformance(app, chosen);
  addPolicies(app, chosen);
  addMechanisms(app, chosen);
  addRecommend(app, chosen);
  addAgent(app, chosen);
  if (const auto unknown = unknownCommand(app, argc, argv)) return report(*unknown);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help, --version
    app.exit(asked);
    return ExitCode::Ok;
  } catch (const CLI::ParseError& error) {
    return report({ErrorKind::Invalid, "", error.what(), "evenkeel --help lists what is"});
  }
  return chosen();
}

// fmt throws where standard output cannot be written; what is wrong then is said once, here.
ExitCode flushed(const std::function<ExitCode()>& work) {
  ExitCode code = ExitCode::Environment;
  std::string why;
  try {
    code = work();
  } catch (const std::system_error& error) {
    if (std::ferror(stdout) == 0) throw;
    why = error.code().message();
  }
  if (std::fflush(stdout) != 0) why = std::strerror(errno);
  if (why.empty() && std::ferror(stdout) == 0) return code;
  if (outputGone()) return ExitCode::OutputGone;
  return report({ErrorKind::Unavailable, "standard output",
                 "cannot be written" + (why.empty() ? "" : ": " + why), ""});
}

}  // namespace
}  // namespace evenkeel::program

int main(int argc, char** argv) {
  using namespace evenkeel::program;
  catchFailingWrites();
  try {
    return static_cast<int>(flushed([&] { return command(argc, argv); }));
  } catch (const std::bad_alloc&) {
    std::fputs("evenkeel: out of memory\n", stderr);
  } catch (const std::exception& error) {
    fmt::print(stderr, "evenkeel: a fault of the program itself: {}\n", error.what());
  }
  return static_cast<int>(ExitCode::Environment);
}
