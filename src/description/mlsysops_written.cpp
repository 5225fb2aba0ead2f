#include "description/mlsysops_written.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace evenkeel::mlsysops {
namespace {

using NodeKind = DocumentNode::Kind;

const Term* termFor(const std::vector<Term>& terms, std::string_view key) {
  for (const Term& term : terms)
    if (term.misplaced.empty() && (key == term.key || key == term.misspelt)) return &term;
  return nullptr;
}

std::string_view keyOf(const Term& term) {
  return term.misspelt.empty() ? term.key : term.misspelt;
}

bool isListed(const Term& term, const std::string& text) {
  return std::any_of(term.words.begin(), term.words.end(), [&](const Word& word) {
    return !word.foreign && (text == word.snake || (!text.empty() && text == word.misspelt));
  });
}

void respellWord(const Term& term, DocumentNode& node) {
  if (isListed(term, node.scalar)) return;
  const std::string wanted = folded(node.scalar);
  for (const Word& word : term.words)
    if (wanted == folded(word.snake) || (!word.camel.empty() && wanted == folded(word.camel))) {
      node.scalar = word.snake;
      return;
    }
}

// Two spellings of one word are one word.
void dropRepeats(std::vector<DocumentNode>& items) {
  std::set<std::string> seen;
  std::erase_if(items, [&](const DocumentNode& item) { return !seen.insert(item.scalar).second; });
}

void conform(DocumentNode& record, const std::vector<Term>& terms) {
  std::erase_if(record.members, [&](const DocumentMember& member) {
    return termFor(terms, member.key) == nullptr;
  });
  for (DocumentMember& member : record.members) {
    const Term* term = termFor(terms, member.key);
    const auto one = [&](DocumentNode& node) {
      if (node.kind == NodeKind::Map) conform(node, term->terms);
      if (node.kind == NodeKind::Scalar && !term->words.empty()) respellWord(*term, node);
    };
    one(member.value);
    for (DocumentNode& item : member.value.items) one(item);
    if (term->list && !term->words.empty()) dropRepeats(member.value.items);
  }
}

// A map or a list without anything in it is as good as none.
bool isEmpty(const DocumentNode* node) {
  return node == nullptr ||
         (node->kind != NodeKind::Scalar && node->items.empty() && node->members.empty());
}

}  // namespace

// One of them, walked along with its terms.
class UserFile {
 public:
  UserFile(Refusals& refusals, const DocumentNode& given, Place otherwise, Notes& notes)
      : refusals_(refusals), given_(given), otherwise_(otherwise), notes_(notes) {}

  // `key` is where the record stands, without numbers of items; `spec` in the native document.
  void walk(const DocumentNode& record, const std::vector<Term>& terms, const std::string& key,
            const std::string& spec) {
    for (const Term& term : terms)
      if (!term.needed.empty() && isEmpty(record.find(keyOf(term))))
        addMissing(pathBelow(key, keyOf(term)), term, spec);
    for (const DocumentMember& member : record.members) {
      const Term* term = termFor(terms, member.key);
      if (term == nullptr) continue;
      const std::string below = pathBelow(key, member.key);
      if (member.value.kind != NodeKind::List) {
        walkValue(member.value, *term, below, spec);
        continue;
      }
      const bool component = below == "MLSysOpsApp.components";
      for (std::size_t i = 0; i < member.value.items.size(); ++i)
        walkValue(member.value.items[i], *term, below + "[]",
                  component ? pathBelow("spec.components", i) : spec);
    }
  }

 private:
  void walkValue(const DocumentNode& node, const Term& term, const std::string& key,
                 const std::string& spec) {
    if (node.kind == NodeKind::Map) return walk(node, term.terms, key, spec);
    const bool judged = !term.words.empty() && term.unlisted != Unlisted::Any;
    if (node.kind != NodeKind::Scalar || !judged || isListed(term, node.scalar)) return;
    std::vector<std::string> listed;
    for (const Word& word : term.words)
      if (!word.foreign && std::find(listed.begin(), listed.end(), word.snake) == listed.end())
        listed.emplace_back(word.snake);
    notes_.warn(placeAt(spec), spec,
                "for " + key + " found " + quotedForPeople(node.scalar) + ", which is none of " +
                    joinedByOr(listed),
                "written as it is; MLSysOps refuses it");
  }

  void addMissing(const std::string& key, const Term& term, const std::string& spec) {
    Refusals::Missing& missing = refusals_.missing_[key];
    if (missing.times++ > 0) return;
    const bool native = given_.place.line > 0;
    missing.place = placeAt(spec);
    missing.path = spec;
    missing.add =
        native ? "add " + std::string(term.needed) + ", or the key to what is written" : "add it";
  }

  Place placeAt(const std::string& spec) const {
    const Place place = placeOf(given_, spec);
    return place.line > 0 ? place : otherwise_;
  }

  Refusals& refusals_;
  const DocumentNode& given_;
  Place otherwise_;
  Notes& notes_;
};

void conform(DocumentNode& userFile, Kind kind) {
  for (DocumentMember& root : userFile.members) conform(root.value, termsOf(kind));
}

void Refusals::check(const DocumentNode& userFile, Kind kind, const DocumentNode& given,
                     Place otherwise, Notes& notes) {
  for (const DocumentMember& root : userFile.members)
    UserFile(*this, given, otherwise, notes).walk(root.value, termsOf(kind), root.key, "spec");
}

void Refusals::tellMissing(Notes& notes) const {
  for (const auto& [key, missing] : missing_)
    notes.warn(missing.place, missing.path,
               "MLSysOps requires " + key + ", which is not given here" +
                   (missing.times == 1 ? ""
                                       : " and in " + std::to_string(missing.times - 1) +
                                             (missing.times == 2 ? " more place" : " more places")),
               missing.add);
}

}  // namespace evenkeel::mlsysops
