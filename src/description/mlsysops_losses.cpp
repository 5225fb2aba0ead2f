#include "description/mlsysops_losses.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include "base/document_text.h"
#include "base/text.h"
#include "description/mlsysops_terms.h"

namespace evenkeel::mlsysops {
namespace {

using NodeKind = DocumentNode::Kind;

std::optional<double> numberIn(const std::string& text) {
  double value = 0;
  const char* last = text.data() + text.size();
  const auto [end, code] = std::from_chars(text.data(), last, value);
  return code == std::errc() && end == last ? std::optional(value) : std::nullopt;
}

// What generations call by two names: GR and el, x86_64 and amd64.
std::string meaningOf(const std::string& text) {
  static const auto aliases = [] {
    std::map<std::string, std::string> out;
    for (const auto& words : {countryWords(), architectureWords()})
      for (const Word& word : words) out.emplace(folded(word.camel), word.snake);
    return out;
  }();
  const std::string word = folded(text);
  const auto alias = aliases.find(word);
  return alias == aliases.end() ? word : alias->second;
}

// Another spelling of a word, or a number that changed its unit there and back.
bool sameScalar(const std::string& a, const std::string& b) {
  constexpr double kRounding = 1e-9;
  if (a == b || meaningOf(a) == meaningOf(b)) return true;
  const auto x = numberIn(a);
  const auto y = numberIn(b);
  return x && y && std::abs(*x - *y) <= kRounding * std::max(std::abs(*x), std::abs(*y));
}

// What an item of a list is known by; empty: its position.
std::string identityOf(const DocumentNode& item) {
  static constexpr std::array<std::string_view, 8> kKeys{
      "name", "component", "kind", "metric", "id", "quantity", "technology", "containerPort"};
  for (const std::string_view key : kKeys)
    if (const DocumentNode* value = item.find(key)) return std::string(key) + "=" + value->scalar;
  return {};
}

class Losses {
 public:
  Losses(const Origins& origins, Notes& notes) : origins_(origins), notes_(notes) {}

  void compare(const DocumentNode& wanted, const DocumentNode& got, const std::string& path) {
    if (sameContent(wanted, got)) return;
    if (wanted.kind == NodeKind::Map && got.kind == NodeKind::Map) return maps(wanted, got, path);
    if (wanted.kind == NodeKind::List && got.kind == NodeKind::List)
      return lists(wanted, got, path);
    if (wanted.kind == NodeKind::Scalar && got.kind == NodeKind::Scalar &&
        sameScalar(wanted.scalar, got.scalar))
      return;
    tellChanged(got, path);
  }

 private:
  void tell(const std::string& path, std::string found, std::string done) {
    Origin origin = origins_.of(path);
    notes_.warn(origin.place, std::move(origin.path), std::move(found), std::move(done));
  }

  void tellLost(const std::string& path) {
    const bool cores = path.ends_with(".allocatable.cpu");
    const bool gigabytes = path.ends_with(".allocatable.memory") || path.ends_with(".gpu.memory") ||
                           path.ends_with(".fpga.memory");
    tell(path,
         cores       ? "MLSysOps takes whole cores only"
         : gigabytes ? "MLSysOps takes whole GB only"
                     : "MLSysOps has no words for it",
         "left out");
  }

  void tellChanged(const DocumentNode& got, const std::string& path) {
    constexpr std::size_t kLongest = 80;
    const std::string text = flowText(got);
    tell(path, "MLSysOps cannot say just this",
         "it gets " + (text.size() > kLongest ? "what comes near" : text));
  }

  void maps(const DocumentNode& wanted, const DocumentNode& got, const std::string& path) {
    static const DocumentNode kNothing = DocumentNode::map();
    // Told of each key in them, not of the whole.
    const auto isOpen = [](const std::string& at) {
      return at == "spec" || at == "spec.allocatable";
    };
    for (const DocumentMember& member : wanted.members) {
      const std::string below = pathBelow(path, member.key);
      const DocumentNode* same = got.find(member.key);
      if (same == nullptr && isOpen(below)) same = &kNothing;
      if (same == nullptr)
        tellLost(below);
      else
        compare(member.value, *same, below);
    }
    for (const DocumentMember& member : got.members) {
      if (wanted.find(member.key) != nullptr) continue;
      const std::string below = pathBelow(path, member.key);
      if (isOpen(below))
        compare(kNothing, member.value, below);
      else
        tellChanged(member.value, below);
    }
  }

  static bool sameItem(const DocumentNode& a, const DocumentNode& b) {
    if (a.kind == NodeKind::Scalar && b.kind == NodeKind::Scalar)
      return sameScalar(a.scalar, b.scalar);
    return sameContent(a, b);
  }

  // A word that stands before it in another spelling.
  static bool isRepeated(const DocumentNode& list, std::size_t index) {
    const DocumentNode& item = list.items[index];
    return item.kind == NodeKind::Scalar && !numberIn(item.scalar) &&
           std::any_of(list.items.begin(), list.items.begin() + static_cast<std::ptrdiff_t>(index),
                       [&](const DocumentNode& one) { return sameItem(one, item); });
  }

  // Items that are the same first, then those known by the same, then those known by position.
  void lists(const DocumentNode& wanted, const DocumentNode& got, const std::string& path) {
    std::vector<bool> used(got.items.size());
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < wanted.items.size(); ++i)
      if (!take(got, used, i,
                [&](const DocumentNode& item) { return sameItem(wanted.items[i], item); }))
        open.push_back(i);
    std::map<std::size_t, const DocumentNode*> pairs;
    for (const bool byPosition : {false, true})
      for (const std::size_t i : open) {
        if (pairs.contains(i) || wanted.items[i].kind == NodeKind::Scalar) continue;
        const std::string identity = identityOf(wanted.items[i]);
        if (identity.empty() != byPosition) continue;
        if (const auto* item = take(got, used, i, [&](const DocumentNode& one) {
              return sameScalar(identityOf(one), identity);
            }))
          pairs.emplace(i, item);
      }
    for (const std::size_t i : open) {
      const auto pair = pairs.find(i);
      if (pair == pairs.end() && isRepeated(wanted, i)) continue;
      if (pair == pairs.end())
        tellLost(pathBelow(path, i));
      else
        compare(wanted.items[i], *pair->second, pathBelow(path, i));
    }
    for (std::size_t i = 0; i < used.size(); ++i)
      if (!used[i]) tellChanged(got.items[i], path);
  }

  // The first unused item that `fits`, the one at `near` before the others; null: none.
  template <class Predicate>
  static const DocumentNode* take(const DocumentNode& list, std::vector<bool>& used,
                                  std::size_t near, Predicate&& fits) {
    const auto taken = [&](std::size_t i) {
      if (used[i] || !fits(list.items[i])) return false;
      used[i] = true;
      return true;
    };
    if (near < used.size() && taken(near)) return &list.items[near];
    for (std::size_t i = 0; i < used.size(); ++i)
      if (taken(i)) return &list.items[i];
    return nullptr;
  }

  const Origins& origins_;
  Notes& notes_;
};

}  // namespace

void tellLosses(const DocumentNode& wanted, const DocumentNode& got, const Origins& origins,
                Notes& notes) {
  Losses(origins, notes).compare(wanted, got, "");
}

}  // namespace evenkeel::mlsysops
