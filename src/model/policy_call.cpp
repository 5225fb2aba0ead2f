#include "model/policy_call.h"

#include <algorithm>

#include "base/text.h"

namespace evenkeel {
namespace {

constexpr std::size_t kLongest = 1 << 16;
constexpr std::size_t kDeepest = 64;
constexpr std::string_view kValid = "write a name with parameters, such as hpa(cpu=60, loop=3m)";

tl::unexpected<Error> refuse(std::string what) {
  return fail(ErrorKind::Invalid, "", std::move(what), std::string(kValid));
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

bool isName(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !text.empty() && letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

// What may stand first without a name: a path, a quoted word, a list.
bool isCommand(std::string_view part) {
  return !part.empty() && (std::string_view("'\"[").find(part.front()) != std::string_view::npos ||
                           part.substr(0, part.find('=')).find('/') != std::string_view::npos);
}

// A program that was named as a shell does not find it either: exec(mine.py).
bool isProgram(const PolicyCall& call, std::string_view part) {
  return call.parameters.empty() && !part.empty() && part.find('=') == std::string_view::npos &&
         (call.name == "exec" || part.ends_with(".py") || part.ends_with(".sh"));
}

// Cuts at separators outside brackets and quotes.
Result<std::vector<std::string_view>> splitAt(char separator, std::string_view text) {
  std::vector<std::string_view> parts;
  std::string open;  // the closing brackets that are awaited
  char quote = '\0';
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == '\\' && quote == '"') ++i;
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      if (open.size() >= kDeepest) return refuse("found brackets nested too deeply");
      open += c == '(' ? ')' : c == '[' ? ']' : '}';
    } else if (c == ')' || c == ']' || c == '}') {
      if (open.empty() || open.back() != c)
        return refuse("found a '" + std::string(1, c) + "' without its opening bracket in " +
                      quotedForPeople(text));
      open.pop_back();
    } else if (c == separator && open.empty()) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  if (quote != '\0' || !open.empty())
    return refuse("found no closing '" + std::string(1, quote != '\0' ? quote : open.back()) +
                  "' in " + quotedForPeople(text));
  parts.push_back(text.substr(begin));
  return parts;
}

}  // namespace

Result<PolicyCall> parsePolicyCall(std::string_view text) {
  if (text.size() > kLongest)
    return refuse("found a policy of " + std::to_string(text.size()) + " bytes");
  text = trimmed(text);
  PolicyCall call;
  call.text = text;
  const auto open = text.find('(');
  const std::string_view name = trimmed(text.substr(0, open));
  if (!isName(name)) return refuse("found " + quotedForPeople(text));
  call.name = name;
  if (open == std::string_view::npos) return call;
  if (text.back() != ')') return refuse("found no closing ')' in " + quotedForPeople(text));
  const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
  if (trimmed(inside).empty()) return call;
  const auto parts = splitAt(',', inside);
  if (!parts) return tl::unexpected(parts.error());
  for (const std::string_view part : *parts) {
    if (call.parameters.empty() && isCommand(trimmed(part))) {
      call.parameters.emplace_back("command", trimmed(part));
      continue;
    }
    const auto equals = part.find('=');
    const std::string_view key = trimmed(part.substr(0, equals));
    if (isProgram(call, trimmed(part)))
      return fail(ErrorKind::Invalid, "", "found the parameter " + quotedForPeople(trimmed(part)),
                  "for a file here write ./" + std::string(trimmed(part)));
    if (equals == std::string_view::npos || !isName(key))
      return refuse("found the parameter " + quotedForPeople(trimmed(part)));
    call.parameters.emplace_back(key, trimmed(part.substr(equals + 1)));
  }
  return call;
}

namespace {

Result<std::vector<std::string_view>> splitList(std::string_view text) {
  if (text.size() > kLongest)
    return refuse("found a list of " + std::to_string(text.size()) + " bytes");
  return splitAt(',', text);
}

Result<std::vector<PolicyCall>> parseParts(const std::vector<std::string_view>& parts) {
  std::vector<PolicyCall> calls;
  for (const std::string_view part : parts) {
    auto call = parsePolicyCall(part);
    if (!call) return tl::unexpected(call.error());
    calls.push_back(std::move(*call));
  }
  return calls;
}

}  // namespace

Result<std::vector<PolicyCall>> parsePolicyCalls(std::string_view text) {
  const auto parts = splitList(text);
  if (!parts) return tl::unexpected(parts.error());
  return parseParts(*parts);
}

Result<std::vector<PolicyTeam>> parsePolicyTeams(std::string_view text) {
  const auto parts = splitList(text);
  if (!parts) return tl::unexpected(parts.error());
  std::vector<PolicyTeam> teams;
  for (const std::string_view part : *parts) {
    const auto members = splitAt('+', part);
    if (!members) return tl::unexpected(members.error());
    auto calls = parseParts(*members);
    if (!calls) return tl::unexpected(calls.error());
    teams.push_back({std::string(trimmed(part)), std::move(*calls)});
  }
  return teams;
}

}  // namespace evenkeel
