#include "description/mlsysops_vocabulary.h"

#include <array>

#include "description/mlsysops_terms.h"

namespace evenkeel::mlsysops {
namespace {

struct KindNames {
  std::string_view native;
  std::string_view root;
};
constexpr std::array<KindNames, 5> kKinds{{{"Application", "MLSysOpsApp"},
                                           {"Node", "MLSysOpsNode"},
                                           {"Cluster", "MLSysOpsCluster"},
                                           {"Datacenter", "MLSysOpsDatacenter"},
                                           {"Continuum", "MLSysOpsContinuum"}}};

std::string camelCase(std::string_view snake) {
  std::string out;
  bool upper = false;
  for (const char c : snake) {
    if (c == '_') {
      upper = true;
      continue;
    }
    out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return out;
}

template <class Predicate>
bool anyOfWords(std::string_view words, Predicate&& holds) {
  while (!words.empty()) {
    const auto space = words.find(' ');
    if (holds(words.substr(0, space))) return true;
    if (space == std::string_view::npos) return false;
    words.remove_prefix(space + 1);
  }
  return false;
}

}  // namespace

std::string_view kindName(Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)].native;
}

std::string_view rootKey(Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)].root;
}

std::string folded(std::string_view word) {
  std::string out;
  for (const char c : word) {
    if (c == '_' || c == '-' || c == ' ') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

bool isSpeltAs(const Term& term, std::string_view key, Spelling spelling) {
  if (spelling == Spelling::Snake) return key == term.key;
  if (term.camel.empty()) return key == camelCase(term.key);
  return anyOfWords(term.camel, [&](std::string_view word) { return word == key; });
}

bool isKnownAs(const Term& term, std::string_view key) {
  constexpr std::size_t kLongestKey = 64;
  if (key.size() > kLongestKey) return false;
  const std::string wanted = folded(key);
  const auto same = [&](std::string_view word) { return folded(word) == wanted; };
  return same(term.key) || same(term.misspelt) || anyOfWords(term.camel, same);
}

const std::vector<Term>& termsOf(Kind kind) {
  switch (kind) {
    case Kind::Application:
      return applicationTerms();
    case Kind::Node:
      return nodeTerms();
    case Kind::Cluster:
      return clusterTerms();
    case Kind::Datacenter:
      return datacenterTerms();
    case Kind::Continuum:
      break;
  }
  return continuumTerms();
}

}  // namespace evenkeel::mlsysops
