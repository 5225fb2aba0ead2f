// Whatever the vocabulary knows is read alike in both spellings, without a word said of it.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "description/mlsysops_terms.h"
#include "description/mlsysops_value.h"

namespace evenkeel::mlsysops {
namespace {

constexpr Kind kKinds[]{Kind::Application, Kind::Node, Kind::Cluster, Kind::Datacenter,
                        Kind::Continuum};

std::string camelKey(const Term& term) {
  if (!term.camel.empty()) return std::string(term.camel.substr(0, term.camel.find(' ')));
  std::string out;
  bool upper = false;
  for (const char c : term.key) {
    if (c != '_') out += upper && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = c == '_';
  }
  return out;
}

DocumentNode record(const std::vector<Term>& terms, Spelling spelling);

DocumentNode value(const Term& term, Spelling spelling) {
  switch (term.form) {
    case Form::Flag:
      return DocumentNode::plain("true");
    case Form::Number:
    case Form::Whole:
      return DocumentNode::plain("3");
    case Form::Frequency:
      return DocumentNode::plain("1400000000");
    case Form::Gigabytes:
      return spelling == Spelling::Snake ? DocumentNode::plain("4") : DocumentNode::string("4");
    case Form::SizeText:
      return DocumentNode::string("64");
    case Form::Record:
      return record(term.terms, spelling);
    case Form::Text:
      break;
  }
  if (term.words.empty()) return DocumentNode::string("x1");
  const Word& word = term.words.front();
  const bool camel = spelling == Spelling::Camel && !word.camel.empty();
  return DocumentNode::string(std::string(camel ? word.camel : word.snake));
}

DocumentNode record(const std::vector<Term>& terms, Spelling spelling) {
  DocumentNode out = DocumentNode::map();
  for (const Term& term : terms) {
    if (!term.misplaced.empty() || !term.dropped.empty()) continue;
    DocumentNode one = value(term, spelling);
    if (term.list) {
      DocumentNode list = DocumentNode::list();
      list.items.push_back(std::move(one));
      one = std::move(list);
    }
    out.set(spelling == Spelling::Snake ? std::string(term.key) : camelKey(term), std::move(one));
  }
  return out;
}

void expectSame(const Value& a, const Value& b) {
  EXPECT_EQ(a.text, b.text) << a.path << " and " << b.path;
  EXPECT_EQ(a.number, b.number) << a.path;
  EXPECT_EQ(a.flag, b.flag) << a.path;
  ASSERT_EQ(a.items.size(), b.items.size()) << a.path;
  ASSERT_EQ(a.fields.size(), b.fields.size()) << a.path;
  for (std::size_t i = 0; i < a.items.size(); ++i) expectSame(a.items[i], b.items[i]);
  for (std::size_t i = 0; i < a.fields.size(); ++i) {
    EXPECT_EQ(a.fields[i].term, b.fields[i].term) << a.path;
    expectSame(a.fields[i], b.fields[i]);
  }
}

std::string textOf(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const auto& d : diagnostics) out += d.text() + "\n";
  return out;
}

TEST(MlsysopsVocabulary, EveryKeyIsReadInBothSpellings) {
  for (const Kind kind : kKinds) {
    Notes snakeNotes("snake");
    Notes camelNotes("camel");
    const Value snake =
        normalize(record(termsOf(kind), Spelling::Snake), "", kind, Spelling::Snake, snakeNotes);
    const Value camel =
        normalize(record(termsOf(kind), Spelling::Camel), "", kind, Spelling::Camel, camelNotes);
    EXPECT_EQ(textOf(snakeNotes.diagnostics()), "");
    EXPECT_EQ(textOf(camelNotes.diagnostics()), "");
    EXPECT_FALSE(snake.fields.empty());
    expectSame(snake, camel);
  }
}

TEST(MlsysopsVocabulary, EveryKeyInTheOtherSpellingIsTold) {
  for (const Kind kind : kKinds) {
    Notes notes("file");
    const DocumentNode camel = record(termsOf(kind), Spelling::Camel);
    normalize(camel, "", kind, Spelling::Snake, notes);
    EXPECT_FALSE(notes.diagnostics().empty());
    EXPECT_FALSE(hasErrors(notes.diagnostics())) << textOf(notes.diagnostics());
  }
}

void expectNamed(const std::vector<Term>& terms, const std::string& page) {
  for (const Term& term : terms) {
    const std::string_view named = term.misspelt.empty() ? term.key : term.misspelt;
    if (!term.dropped.empty() || !term.misspelt.empty() || !term.misplaced.empty()) {
      EXPECT_NE(page.find("`" + std::string(named) + "`"), std::string::npos) << named;
    }
    expectNamed(term.terms, page);
  }
}

TEST(MlsysopsVocabulary, ThePageNamesWhatIsIgnoredMisspeltOrInAWrongPlace) {
  std::ostringstream page;
  page << std::ifstream(EVENKEEL_SOURCE_DIR "/docs/convert.md").rdbuf();
  for (const Kind kind : kKinds) expectNamed(termsOf(kind), page.str());
}

TEST(MlsysopsVocabulary, SpellingsAreFolded) {
  EXPECT_EQ(folded("container-runtime"), folded("containerRuntime"));
  EXPECT_EQ(folded("QoS-Metrics"), folded("qos_metrics"));
  const Term term = typo(text("redundancy"), "reduncancy");
  EXPECT_TRUE(isKnownAs(term, "reduncancy"));
  EXPECT_TRUE(isKnownAs(term, "redundancy"));
  EXPECT_FALSE(isSpeltAs(term, "reduncancy", Spelling::Snake));
  EXPECT_FALSE(isKnownAs(term, std::string(100, 'r')));
}

}  // namespace
}  // namespace evenkeel::mlsysops
