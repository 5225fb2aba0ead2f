#include "program/completion.h"

#include <CLI/CLI.hpp>
#include <cstddef>
#include <string_view>

#include "program/policy_completion.h"
#include "program/policy_list.h"
#include "program/value_type.h"

namespace evenkeel::program {
namespace {

constexpr int kNoSpace = 2;
constexpr int kNoFiles = 4;

bool isOption(std::string_view word) {
  return word.size() > 1 && word.front() == '-';
}

bool takesSeveral(const CLI::Option& option) {
  return option.get_items_expected_max() > 1;
}

// Null: there is none of that name.
const CLI::App* commandOf(const CLI::App& app, const std::string& name) {
  const auto found =
      app.get_subcommands([&](const CLI::App* one) { return one->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

// How far the words before the last one lead.
struct Place {
  const CLI::App* command = nullptr;
  const CLI::Option* awaited = nullptr;  // its value comes next,
  bool optional = false;                 // or another one, or something else
  std::size_t positionals = 0;           // of the command, given already
};

Place after(const CLI::App& app, std::span<const std::string> words) {
  Place at{&app};
  for (const std::string& word : words) {
    if (at.awaited != nullptr && !(at.optional && isOption(word))) {
      if (takesSeveral(*at.awaited))
        at.optional = true;
      else
        at.awaited = nullptr;
    } else if (isOption(word)) {
      const CLI::Option* option = at.command->get_option_no_throw(word);
      at.awaited = option != nullptr && !valueType(*option).empty() ? option : nullptr;
      at.optional = false;
    } else if (const CLI::App* command = commandOf(*at.command, word)) {
      at = {command};
    } else {
      ++at.positionals;
    }
  }
  return at;
}

// Where the last one takes several, all that follow are its own; null: there is none.
const CLI::Option* positionalAt(const CLI::App& command, std::size_t place) {
  const auto all =
      command.get_options([](const CLI::Option* one) { return one->get_positional(); });
  if (place < all.size()) return all[place];
  return !all.empty() && takesSeveral(*all.back()) ? all.back() : nullptr;
}

void offer(Completion& completion, const std::string& typed, Candidate candidate) {
  if (candidate.text.starts_with(typed)) completion.candidates.push_back(std::move(candidate));
}

Completion valuesOf(const CLI::Option& option, const std::string& typed) {
  const std::string type = valueType(option);
  if (type == kPoliciesType) return policyCallCompletion(typed, policyList());
  Completion values;
  values.files = type == kFileType;
  if (type == kPolicyType) {
    for (const PolicyKind& kind : policyList())
      offer(values, typed, {std::string(kind.name), std::string(kind.title)});
  }
  for (const std::string& word : wordsOf(type)) offer(values, typed, {word, ""});
  return values;
}

Completion optionsOf(const CLI::App& command, const std::string& typed) {
  Completion names;
  for (const CLI::Option* option :
       command.get_options([](const CLI::Option* one) { return one->nonpositional(); })) {
    for (const std::string& name : option->get_lnames())
      offer(names, typed, {"--" + name, option->get_description()});
    if (typed.starts_with("--")) continue;
    for (const std::string& name : option->get_snames())
      if (typed == "-" + name) offer(names, typed, {typed, option->get_description()});
  }
  return names;
}

}  // namespace

Completion completionOf(const CLI::App& app, std::span<const std::string> words) {
  const std::string typed = words.empty() ? "" : words.back();
  const Place at = after(app, words.empty() ? words : words.first(words.size() - 1));
  if (at.awaited != nullptr && !(at.optional && isOption(typed)))
    return valuesOf(*at.awaited, typed);
  if (const auto equals = typed.find('='); isOption(typed) && equals != std::string::npos) {
    const CLI::Option* option = at.command->get_option_no_throw(typed.substr(0, equals));
    return option != nullptr ? valuesOf(*option, typed.substr(equals + 1)) : Completion{};
  }
  if (typed.starts_with('-')) return optionsOf(*at.command, typed);
  if (const CLI::Option* positional = positionalAt(*at.command, at.positionals))
    return valuesOf(*positional, typed);
  Completion names;
  for (const CLI::App* command : at.command->get_subcommands([](const CLI::App*) { return true; }))
    offer(names, typed, {command->get_name(), command->get_description()});
  return names.candidates.empty() ? optionsOf(*at.command, typed) : names;
}

std::string completionText(const Completion& completion) {
  std::string text;
  for (const Candidate& candidate : completion.candidates) {
    text += candidate.text;
    if (!candidate.description.empty()) text += '\t' + candidate.description;
    text += '\n';
  }
  const int directive = (completion.goesOn ? kNoSpace : 0) + (completion.files ? 0 : kNoFiles);
  return text + ':' + std::to_string(directive) + '\n';
}

}  // namespace evenkeel::program
