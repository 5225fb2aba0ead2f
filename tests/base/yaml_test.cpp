#include "base/yaml.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/document_text.h"

namespace evenkeel {
namespace {

// All documents on one line each, then all faults.
std::string outcome(std::string_view text, const YamlLimits& limits = {}) {
  const YamlText yaml = parseYaml(text, "f.yaml", limits);
  std::string out;
  for (const auto& document : yaml.documents) out += flowText(document) + "\n";
  for (const auto& diagnostic : yaml.diagnostics) out += diagnostic.text() + "\n";
  return out;
}

TEST(Yaml, ReadsMapsListsAndScalarsAsText) {
  EXPECT_EQ(outcome("a: 1\nb: [x, 'y z', ~]\nc: {d: 007}\n"),
            "{a: 1, b: [x, \"y z\", null], c: {d: 007}}\n");
}

TEST(Yaml, KnowsPlaces) {
  const auto yaml = parseYaml("# comment\n---\na: 1\nb:\n  - c: 2\n", "f.yaml");
  ASSERT_EQ(yaml.documents.size(), 1u);
  const DocumentNode& root = yaml.documents[0];
  EXPECT_EQ(placeOf(root, "a").line, 3u);
  EXPECT_EQ(placeOf(root, "b[0].c").line, 5u);
  EXPECT_EQ(placeOf(root, "b[0].c").column, 5u);
  EXPECT_EQ(placeOf(root, "b[7].c").line, 4u);
  EXPECT_EQ(placeOf(root, "nothing").line, 3u);
}

TEST(Yaml, SplitsDocumentsAtMarkersAlone) {
  EXPECT_EQ(
      outcome("a: 1\n---\nb: 2\n...\n---\n# nothing\n---\nc: |\n  ---\n  x\n---   \nd: '--- '\n"),
      "{a: 1}\n{b: 2}\n{c: \"---\\nx\\n\"}\n{d: \"--- \"}\n");
  EXPECT_EQ(outcome("--- {a: 1}\n---x: 2\n"),
            "f.yaml:1: more than one document without a line '---' between them; check the "
            "indentation of the last lines\n");
  EXPECT_EQ(outcome(""), "");
  EXPECT_EQ(outcome("---\n---\n"), "");
}

TEST(Yaml, ReadsEveryKindOfLineEndAndAByteOrderMark) {
  EXPECT_EQ(outcome("\xef\xbb\xbf"
                    "a: 1\r\nb: 2\r\n---\rc: 3\r"),
            "{a: 1, b: 2}\n{c: 3}\n");
}

TEST(Yaml, ExpandsAliases) {
  EXPECT_EQ(outcome("a: &x {b: 1}\nc: *x\n"), "{a: {b: 1}, c: {b: 1}}\n");
}

TEST(Yaml, RefusesWhatIsNotUnderstood) {
  EXPECT_EQ(outcome("a: 1\nb: 2\na: 3\n"),
            "f.yaml:3: a: key 'a' twice; keep one; the first is on line 1\n");
  EXPECT_EQ(outcome("x: &x {a: 1}\ny:\n  <<: *x\n"),
            "f.yaml:3: y: a merge key; write the members out; only plain aliases are expanded\n");
  EXPECT_EQ(outcome("? [a]\n: 1\n"),
            "f.yaml:1: a list or map as a key, or one that is not closed; "
            "write a name, and close every bracket and quote\n");
  EXPECT_EQ(outcome("'': 1\n"), "f.yaml:1: an empty or compound key; write a name\n");
  EXPECT_EQ(outcome("a: !evil x\n"), "f.yaml:1: a: the tag '!evil'; leave tags out\n");
  EXPECT_EQ(outcome("a: &a [*a]\n"),
            "f.yaml:1: a[0]: an alias inside of what it stands for; write it out\n");
  EXPECT_EQ(outcome("a: [1, 2\nb: 3\n"),
            "f.yaml:1: a: not YAML: '[' without ']', or without a comma before line 2, column 2; "
            "close every bracket and quote, with commas between values\n");
  EXPECT_EQ(outcome("a:\n\t- b\n").substr(0, 8), "f.yaml:2");
  EXPECT_EQ(outcome("a: *none\n").substr(0, 18), "f.yaml:1: not YAML");
}

TEST(Yaml, RefusesWhatIsNotText) {
  EXPECT_EQ(outcome(std::string_view("a: 1\nb: \0x\n", 11)),
            "f.yaml:2: found the control character '\\x00'; write a text file in UTF-8\n");
  EXPECT_EQ(outcome("a: \xff\n"),
            "f.yaml:1: found bytes that are not UTF-8; write a text file in UTF-8\n");
  EXPECT_EQ(outcome("\xff\xfe"
                    "a"),
            "f.yaml:1: found bytes that are not UTF-8; write a text file in UTF-8\n");
}

TEST(Yaml, KeepsTheOtherDocumentsOfAFaultyFile) {
  EXPECT_EQ(outcome("a: 1\na: 2\n---\nb: 1\n"),
            "{b: 1}\nf.yaml:2: a: key 'a' twice; keep one; the first is on line 1\n");
}

TEST(Yaml, KeepsItsLimits) {
  EXPECT_EQ(outcome("abc", {.bytes = 2}),
            "f.yaml: found 3 bytes; write at most 2 bytes in one file\n");
  EXPECT_EQ(outcome("a\n---\nb\n---\nc\n", {.documents = 2}),
            "a\nb\nf.yaml:4: more than 2 documents; split the file\n");
  EXPECT_EQ(outcome("[[[x]]]", {.depth = 2}),
            "f.yaml:1: [0][0]: more than 2 levels; nest less deeply\n");
  EXPECT_EQ(outcome("[1, 2, 3]", {.nodes = 3}),
            "f.yaml:1: [2]: more than 3 values, aliases expanded; write less in one file\n");
}

TEST(Yaml, ExpandsNoBillionLaughs) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string from = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) text += from + (k < 9 ? ", " : "]\n");
  }
  const std::string found = outcome(text);
  EXPECT_NE(found.find("more than 200000 values, aliases expanded"), std::string::npos) << found;
}

TEST(Yaml, TakesDeepNestingInLinearTime) {
  for (const char bracket : {'[', '{'}) {
    const std::string found = outcome(std::string(1'000'000, bracket));
    EXPECT_TRUE(found.starts_with("f.yaml:1: ")) << found;
  }
  std::string steps;
  for (int i = 0; i < 1000; ++i) steps += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  EXPECT_NE(outcome(steps).find("more than 64 levels"), std::string::npos);
}

TEST(Yaml, StringsThatAnotherReaderTakesForMoreAreQuoted) {
  for (const char* text : {"0x1F", "0XA", "0b1", "0B1", "0o7", "010", "1e3", "12:30", "1_000", "on",
                           "No", "y", "~", "", "2020-01-01", "190:20:30"})
    EXPECT_EQ(yamlText(DocumentNode::string(text)), "\"" + std::string(text) + "\"\n");
  for (const char* text : {"500m", "4G", "x0", "node-1", "16Mi"})
    EXPECT_EQ(yamlText(DocumentNode::string(text)), std::string(text) + "\n");
}

rc::Gen<std::string> utf8Text() {
  return rc::gen::map(rc::gen::container<std::string>(rc::gen::oneOf(
                          rc::gen::inRange<char>(0x20, 0x7f), rc::gen::element('\n', '\t'))),
                      [](std::string s) { return s + (s.size() % 3 == 0 ? "é→" : ""); });
}

RC_GTEST_PROP(Yaml, StringsAreReadBackFromEveryNotation, ()) {
  DocumentNode tree = DocumentNode::map();
  DocumentNode list = DocumentNode::list();
  for (const auto& text : *rc::gen::container<std::vector<std::string>>(utf8Text()))
    list.items.push_back(DocumentNode::string(text));
  tree.set("list", list);
  tree.set("k" + *rc::gen::container<std::string>(rc::gen::inRange<char>(0x21, 0x7f)),
           DocumentNode::string(*utf8Text()));
  for (const std::string& text : {yamlText(tree), flowText(tree), jsonText(tree)}) {
    const auto read = parseYaml(text, "f");
    RC_ASSERT(read.diagnostics.empty());
    RC_ASSERT(read.documents.size() == 1u);
    RC_ASSERT(flowText(read.documents[0]).size() > 0u);
    const DocumentNode* items = read.documents[0].find("list");
    RC_ASSERT(items != nullptr && items->items.size() == list.items.size());
    for (std::size_t i = 0; i < list.items.size(); ++i)
      RC_ASSERT(items->items[i].scalar == list.items[i].scalar);
    RC_ASSERT(read.documents[0].members[1].value.scalar == tree.members[1].value.scalar);
  }
}

RC_GTEST_PROP(Yaml, AnyBytesAreReadOrRefused, (const std::string& bytes)) {
  const auto yaml = parseYaml(bytes, "f");
  for (const auto& diagnostic : yaml.diagnostics) RC_ASSERT(!diagnostic.found.empty());
}

}  // namespace
}  // namespace evenkeel
