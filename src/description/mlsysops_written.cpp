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

// Null: there is no such thing, or not any more.
DocumentNode* nodeAt(DocumentNode& root, std::string_view path) {
  DocumentNode* node = &root;
  DocumentNode* record = &root;
  std::string_view key;
  while (node != nullptr && !path.empty()) {
    const PathStep step = takeStep(path);
    record = node;
    key = step.key;
    node = nullptr;
    if (step.index && *step.index < record->items.size()) node = &record->items[*step.index];
    for (DocumentMember& member : record->members)
      if (!step.index && member.key == step.key) node = &member.value;
  }
  return node != nullptr && (key == "target" || key == "value") ? record : node;
}

// Takes out what is null, and what that leaves empty; true: nothing is left.
bool sweep(DocumentNode& node) {
  if (node.kind == NodeKind::Null) return true;
  const bool full = !isEmpty(&node);
  std::erase_if(node.items, sweep);
  std::erase_if(node.members, [](DocumentMember& one) { return sweep(one.value); });
  return full && isEmpty(&node);
}

}  // namespace

// One of them, walked along with its terms.
class UserFile {
 public:
  UserFile(Refusals& refusals, const Origins& origins, Notes& notes)
      : refusals_(refusals), origins_(origins), notes_(notes) {}

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
    const Origin origin = origins_.of(spec);
    notes_.warn(origin.place, origin.path,
                "for " + key + " found " + quotedForPeople(node.scalar) + ", which is none of " +
                    joinedByOr(listed),
                "written as it is; MLSysOps refuses it");
  }

  void addMissing(const std::string& key, const Term& term, const std::string& spec) {
    Refusals::Missing& missing = refusals_.missing_[key];
    if (missing.times++ > 0) return;
    missing.first = origins_.of(spec);
    missing.add = origins_.areNative()
                      ? "add " + std::string(term.needed) + ", or the key to what is written"
                      : "add it";
  }

  Refusals& refusals_;
  const Origins& origins_;
  Notes& notes_;
};

void conform(DocumentNode& userFile, Kind kind) {
  for (DocumentMember& root : userFile.members) conform(root.value, termsOf(kind));
}

void takeOut(DocumentNode& userFile, const std::vector<std::string>& paths) {
  for (const std::string& path : paths)
    if (DocumentNode* node = nodeAt(userFile, path)) *node = DocumentNode();
  sweep(userFile);
}

void Refusals::check(const DocumentNode& userFile, Kind kind, const Origins& origins,
                     Notes& notes) {
  for (const DocumentMember& root : userFile.members)
    UserFile(*this, origins, notes).walk(root.value, termsOf(kind), root.key, "spec");
}

void Refusals::tellMissing(Notes& notes) const {
  for (const auto& [key, missing] : missing_)
    notes.warn(missing.first.place, missing.first.path,
               "MLSysOps requires " + key + ", which is not given here" +
                   (missing.times == 1 ? ""
                                       : " and in " + std::to_string(missing.times - 1) +
                                             (missing.times == 2 ? " more place" : " more places")),
               missing.add);
}

}  // namespace evenkeel::mlsysops
