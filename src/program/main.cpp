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
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/text.h"
#include "program/commands.h"
#include "program/completion.h"
#include "program/exit_code.h"
#include "program/terminal.h"
#include "program/version.h"
#include "view/text_layout.h"

namespace evenkeel::program {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  evenkeel run examples/demo.yaml --report report.html\n"
    "  evenkeel compare examples/demo.yaml --policies 'static,hpa(cpu=60)' --seeds 6\n"
    "  evenkeel explain evenkeel-demo-1.evk --at 12m30s\n";
constexpr const char* kMore = "`evenkeel COMMAND --help` says more about a command.";

// What shells and kubectl call, with the words of a command line after it.
constexpr std::string_view kComplete = "__complete";

constexpr std::size_t kWidth = 80;

std::string footer() {
  std::string statuses;
  for (const ExitStatus& status : exitStatuses())
    statuses += fmt::format("{}{} {}", statuses.empty() ? "Exit status: " : ", ",
                            static_cast<int>(status.code), status.meaning);
  return fmt::format("{}\n{}\n{}", kExamples, view::wrap(statuses + '.', kWidth), kMore);
}

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

ExitCode complete(const CLI::App& app, std::span<char*> words) {
  const std::vector<std::string> typed(words.begin(), words.end());
  fmt::print("{}", completionText(completionOf(app, typed)));
  return ExitCode::Ok;
}

ExitCode command(int argc, char** argv) {
  CLI::App app("Keeps applications on an even keel from cloud to edge, and can say why.",
               "evenkeel");
  app.set_version_flag("--version", kVersion);
  app.footer(footer());
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
  addCompletion(app, chosen);
  addManual(app, chosen);
  if (argc > 1 && argv[1] == kComplete)
    return complete(app, std::span(argv, static_cast<std::size_t>(argc)).subspan(2));
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
