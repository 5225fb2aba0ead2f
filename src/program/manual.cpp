#include "program/manual.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include "program/exit_code.h"
#include "program/mechanism_list.h"
#include "program/policy_list.h"
#include "program/value_type.h"
#include "program/version.h"
#include "view/man_page.h"
#include "view/parameters.h"

namespace evenkeel::program {
namespace {

std::vector<const CLI::Option*> shownOptions(const CLI::App& command) {
  return command.get_options([&](const CLI::Option* one) {
    return one != command.get_help_ptr() && !one->get_group().empty();
  });
}

// "-o, --output"
std::string namesOf(const CLI::Option& option) {
  if (option.get_positional()) return option.get_name(true);
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back('-' + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  return fmt::format("{}", fmt::join(names, ", "));
}

// " table|wide|json"; those that have no other name go by their own.
std::string valueOf(const CLI::Option& option) {
  const std::string type = valueType(option);
  if (type.empty() || option.get_positional()) return {};
  const std::vector<std::string> words = wordsOf(type);
  return ' ' + (words.empty() ? type : fmt::format("{}", fmt::join(words, "|")));
}

std::string factsOf(const CLI::Option& option) {
  std::string facts = option.get_description();
  if (option.get_required()) facts += " (required)";
  if (!option.get_default_str().empty()) facts += fmt::format(" ({})", option.get_default_str());
  return facts;
}

void addOption(view::ManPage& page, const CLI::Option& option) {
  page.entry(namesOf(option), valueOf(option), factsOf(option));
}

void addFooter(view::ManPage& page, std::string_view footer) {
  std::string text, example;
  const auto end = [&] {
    if (!text.empty()) page.paragraph(text);
    if (!example.empty()) page.example(example);
    text.clear();
    example.clear();
  };
  for (const std::string& line : CLI::detail::split(std::string(footer), '\n')) {
    if (line.starts_with("  ")) {
      example += (example.empty() ? "" : "\n") + line.substr(2);
    } else if (line != "Example:" && line != "Examples:") {
      if (!example.empty()) end();
      text += (text.empty() ? "" : "\n") + line;
    }
  }
  end();
}

void addCommand(view::ManPage& page, const CLI::App& command) {
  const auto options = shownOptions(command);
  std::string usage = "evenkeel " + command.get_name();
  if (std::any_of(options.begin(), options.end(),
                  [](const auto* one) { return !one->get_positional(); }))
    usage += " [OPTION...]";
  for (const CLI::Option* option : options) {
    if (!option->get_positional()) continue;
    usage += ' ' + option->get_name(true);
    if (option->get_items_expected_max() > 1) usage += "...";
  }
  page.subsection(usage);
  page.paragraph(command.get_description() + '.');
  for (const CLI::Option* option : options)
    if (option->get_positional()) addOption(page, *option);
  for (const CLI::Option* option : options)
    if (!option->get_positional()) addOption(page, *option);
  addFooter(page, command.get_footer());
}

void addPolicies(view::ManPage& page) {
  page.section("POLICIES");
  page.paragraph(
      "Named with their parameters, 'hpa(cpu=60, loop=3m)', several separated by commas. The keys\n"
      "of maps and of what is in lists: evenkeel policies NAME.");
  for (const PolicyKind& kind : policyList()) {
    page.subsection(kind.name);
    page.paragraph(kind.title);
    for (const FieldInfo& field : kind.parameters().fields)
      page.entry(field.key, "", fmt::format("{} ({})", field.text, view::parameterFacts(field)));
  }
}

void addMechanisms(view::ManPage& page) {
  page.section("MECHANISMS");
  page.paragraph("What an application's permitted actions name, and what is set by each.");
  for (const MechanismInfo& mechanism : mechanismList()) {
    std::vector<std::string_view> knobs;
    for (const KnobInfo& knob : mechanism.knobs) knobs.push_back(knob.name);
    page.entry(mechanism.name, fmt::format(" {}", fmt::join(knobs, ", ")), mechanism.title);
  }
}

}  // namespace

std::string manualPage(const CLI::App& app) {
  view::ManPage page("EVENKEEL", '1', kVersion, "User Commands");
  std::string purpose = app.get_description();
  purpose.front() = static_cast<char>(std::tolower(purpose.front()));
  purpose.pop_back();  // its full stop
  page.section("NAME");
  page.paragraph("evenkeel - " + purpose);
  page.section("SYNOPSIS");
  page.example("evenkeel COMMAND [ARGUMENT...]\nevenkeel --help | --version");
  page.section("OPTIONS");
  page.entry("-h, --help", "", "says what there is; after a command, what it takes");
  for (const CLI::Option* option : shownOptions(app)) addOption(page, *option);
  page.section("COMMANDS");
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    addCommand(page, *command);
  addPolicies(page);
  addMechanisms(page);
  page.section("EXIT STATUS");
  for (const ExitStatus& status : exitStatuses())
    page.entry(std::to_string(static_cast<int>(status.code)), "", status.meaning);
  page.section("ENVIRONMENT");
  page.entry("KUBECONFIG", "", "kubeconfig files, separated by colons, as kubectl reads them");
  page.entry("EVENKEEL_DATA", "", "the folder of real data sets that scenarios name");
  page.section("EXAMPLES");
  const std::string& footer = app.get_footer();
  addFooter(page, footer.substr(0, footer.find("\n\n")));
  return page.text();
}

}  // namespace evenkeel::program
