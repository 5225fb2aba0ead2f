// evenkeel policies, evenkeel mechanisms: what there is, with parameters.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/text.h"
#include "program/commands.h"
#include "program/mechanism_list.h"
#include "program/policy_list.h"
#include "program/value_type.h"
#include "view/parameters.h"
#include "view/table.h"

namespace evenkeel::program {
namespace {

ExitCode listPolicies() {
  std::vector<std::vector<std::string>> rows;
  for (const PolicyKind& kind : policyList()) {
    rows.push_back({std::string(kind.name), std::string(kind.title)});
  }
  fmt::print("{}\nWith its parameters: evenkeel policies NAME\n",
             view::table({{"POLICY", view::Align::Left}, {"", view::Align::Left}}, rows));
  return ExitCode::Ok;
}

ExitCode describePolicy(const std::string& name) {
  const auto& all = policyList();
  const auto kind =
      std::find_if(all.begin(), all.end(), [&](const PolicyKind& k) { return k.name == name; });
  if (kind == all.end()) {
    std::vector<std::string> names;
    for (const PolicyKind& k : all) names.emplace_back(k.name);
    return report({ErrorKind::NotFound, "",
                   fmt::format("there is no policy {}", quotedForPeople(name)), joinedByOr(names)});
  }
  fmt::print("{}: {}\n\n{}", kind->name, kind->title, view::parameterList(kind->parameters()));
  return ExitCode::Ok;
}

ExitCode listMechanisms() {
  std::vector<std::vector<std::string>> rows;
  for (const MechanismInfo& mechanism : mechanismList()) {
    for (const KnobInfo& knob : mechanism.knobs) {
      const bool first = &knob == &mechanism.knobs.front();
      rows.push_back({first ? std::string(mechanism.name) : "", std::string(knob.name),
                      std::string(knob.unit), std::string(knob.range),
                      first ? std::string(mechanism.title) : ""});
    }
  }
  fmt::print("{}", view::table({{"MECHANISM", view::Align::Left},
                                {"KNOB", view::Align::Left},
                                {"UNIT", view::Align::Left},
                                {"RANGE", view::Align::Left},
                                {"WHAT IT DOES", view::Align::Left}},
                               rows));
  for (const std::string_view name : mechanismsNotOffered()) {
    fmt::print("{} may be permitted in descriptions; no world offers it yet.\n", name);
  }
  return ExitCode::Ok;
}

}  // namespace

void addPolicies(CLI::App& app, Work& chosen) {
  auto name = std::make_shared<std::string>();
  CLI::App* command =
      app.add_subcommand("policies", "List the policies, or one with its parameters");
  command->add_option("NAME", *name, "of a policy")->type_name(kPolicyType);
  command->footer("Example:\n  evenkeel policies hpa");
  command->callback([name, &chosen] {
    chosen = [name] { return name->empty() ? listPolicies() : describePolicy(*name); };
  });
}

void addMechanisms(CLI::App& app, Work& chosen) {
  app.add_subcommand("mechanisms", "List what can act, with its knobs")->callback([&chosen] {
    chosen = listMechanisms;
  });
}

}  // namespace evenkeel::program
