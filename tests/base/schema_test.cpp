#include <gtest/gtest.h>

#include <optional>
#include <variant>

#include "base/document_text.h"
#include "base/json_schema.h"
#include "base/schema_containers.h"
#include "base/schema_parameters.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "base/yaml.h"

namespace evenkeel {
namespace {

using namespace schema;

enum class Colour { Red, Green };
struct Circle {
  double radius = 1;
  friend bool operator==(const Circle&, const Circle&) = default;
};
struct Square {
  double side = 1;
  friend bool operator==(const Square&, const Square&) = default;
};
struct Thing {
  std::string name;
  std::int32_t count = 3;
  double share = 0.5;
  bool open = false;
  Colour colour = Colour::Red;
  Duration period = 15s;
  Quantity size = Quantity::units(2);
  std::optional<Duration> window;
  std::vector<std::string> tags;
  MapOf<std::int32_t> limits;
  std::variant<Circle, Square> shape;
  friend bool operator==(const Thing&, const Thing&) = default;
};

const Schema<Thing>& thing() {
  static const Schema<Thing> schema =
      Record<Thing>("A thing.")
          .field("name", &Thing::name, label(), "Name.", {.required = true})
          .field("count", &Thing::count, integer<std::int32_t>({.minimum = 0, .maximum = 10}),
                 "How many.")
          .field("share", &Thing::share,
                 number({.minimum = 0, .maximum = 1, .exclusiveMinimum = true}), "Part.")
          .field("open", &Thing::open, boolean(), "Open.")
          .field("colour", &Thing::colour,
                 enumeration<Colour>({{"red", Colour::Red}, {"green", Colour::Green}}), "Colour.")
          .field("period", &Thing::period, duration({.exclusiveMinimum = true}), "Period.")
          .field("size", &Thing::size, quantity({.binary = true}), "Size.", {.unit = "bytes"})
          .field("window", &Thing::window, optional(wholeSeconds({.maximum = 1h})), "Window.")
          .field("tags", &Thing::tags, list(text(), {.maximum = 3, .unique = true}), "Tags.")
          .field("limits", &Thing::limits, map(integer<std::int32_t>()), "Limits.")
          .alternative(
              "circle", &Thing::shape,
              Schema<Circle>(Record<Circle>().field("radius", &Circle::radius, number(), "r")),
              "Round.")
          .alternative("square", &Thing::shape,
                       Schema<Square>(Record<Square>().field("side", &Square::side, number(), "s")),
                       "Not round.")
          .check([](const Thing& t, const DocumentNode& node, Faults& faults) {
            if (t.count == 7)
              faults.addAt(placeOf(node, "count"), "count", "found 7", "write another number");
          });
  return schema;
}

std::string faultsOf(const std::string& text, Thing& out) {
  const YamlText yaml = parseYaml(text, "t.yaml");
  std::string result;
  for (const auto& d : yaml.diagnostics) result += d.text() + "\n";
  if (yaml.documents.size() != 1) return result + "no document";
  Faults faults("t.yaml");
  thing().read(yaml.documents[0], out, faults);
  for (const auto& d : faults.diagnostics()) result += d.text() + "\n";
  return result;
}

std::string faultsOf(const std::string& text) {
  Thing ignored;
  return faultsOf(text, ignored);
}

TEST(Schema, ReadsEveryKindOfValue) {
  Thing t;
  EXPECT_EQ(
      faultsOf("name: a\ncount: 4\nshare: 1e-1\nopen: true\ncolour: green\nperiod: 1m30s\n"
               "size: 1Ki\nwindow: 60\ntags: [x, y]\nlimits: {p: 1, q: -2}\nsquare: {side: 2}\n",
               t),
      "");
  const Thing wanted{"a",
                     4,
                     0.1,
                     true,
                     Colour::Green,
                     90s,
                     Quantity::units(1024),
                     60s,
                     {"x", "y"},
                     {{"p", 1}, {"q", -2}},
                     Square{2}};
  EXPECT_TRUE(t == wanted);
}

TEST(Schema, KeepsDefaults) {
  Thing t;
  EXPECT_EQ(faultsOf("name: a\ncircle: {}\n", t), "");
  Thing wanted;
  wanted.name = "a";
  EXPECT_TRUE(t == wanted);
}

TEST(Schema, ReportsEveryFaultAtOnce) {
  EXPECT_EQ(
      faultsOf("nam: a\ncount: -1\nshare: 0\nopen: 'true'\ncolour: grean\nperiod: 15\nsize: 2x\n"
               "window: 1h\ntags: [x, x]\nlimits: [1]\ncircle: {}\nsquare: {}\n"),
      "t.yaml:1: nam: unknown key 'nam'; did you mean 'name'?\n"
      "t.yaml:2: count: found '-1'; write an integer from 0 to 10\n"
      "t.yaml:3: share: found '0'; write a number above 0 and at most 1\n"
      "t.yaml:4: open: found the string 'true'; write true or false\n"
      "t.yaml:5: colour: found 'grean'; did you mean 'green'? The values are red or green\n"
      "t.yaml:6: period: found '15'; write a duration with its unit, such as 250ms, 15s or 1h30m, "
      "above 0s\n"
      "t.yaml:7: size: found '2x'; write a quantity such as 256Mi, at least 0\n"
      "t.yaml:8: window: found '1h'; write a whole number of seconds, without a unit, from 0 to "
      "3600\n"
      "t.yaml:9: tags[1]: found 'x' twice; keep one; the first is on line 9\n"
      "t.yaml:10: limits: found a list; write a map of names to values\n"
      "t.yaml:12: square: found 'square' beside 'circle'; keep one of circle or square\n"
      "t.yaml:1: key 'name' is missing; write a name of lower-case letters, digits and hyphens, at "
      "most 63 characters\n");
}

TEST(Schema, SaysWhichAlternativesThereAre) {
  EXPECT_EQ(faultsOf("name: a\n"),
            "t.yaml:1: no kind is chosen; write one of the keys circle or square\n");
}

TEST(Schema, RefusesTheWrongShape) {
  EXPECT_EQ(faultsOf("[1]"),
            "t.yaml:1: found a list; write a map with the keys name, count, share, open, colour, "
            "period, size, window, tags, limits, circle, square\n");
  EXPECT_EQ(
      faultsOf("name:\ncircle: {}\ntags: [a, b, c, d]\n"),
      "t.yaml:1: name: found nothing; write a name of lower-case letters, digits and hyphens, "
      "at most 63 characters\n"
      "t.yaml:3: tags: found a list of 4; write a list of at most 3\n");
}

TEST(Schema, ChecksRecordsWhoseFieldsAreSound) {
  EXPECT_EQ(faultsOf("name: a\ncircle: {}\ncount: 7\n"),
            "t.yaml:3: count: found 7; write another number\n");
  EXPECT_EQ(faultsOf("name: a\ncircle: {}\ncount: 7\nshare: 3\n"),
            "t.yaml:4: share: found '3'; write a number above 0 and at most 1\n");
}

TEST(Schema, NumbersAreNumbers) {
  for (const char* bad : {"1.5", "0x1", "1_0", "+1", "1e0", "99999999999999999999", "nan"})
    EXPECT_NE(faultsOf(std::string("name: a\ncircle: {}\ncount: ") + bad), "") << bad;
  for (const char* bad : {"nan", "inf", "1,5", "0.5x", "1e999", "''"})
    EXPECT_NE(faultsOf(std::string("name: a\ncircle: {}\nshare: ") + bad), "") << bad;
}

TEST(Schema, WritesWhatIsNotTheDefaultAndReadsItBack) {
  Thing t{"a", 4,     0.1,        true,     Colour::Green, 90s, Quantity::units(1024),
          60s, {"x"}, {{"p", 1}}, Square{2}};
  EXPECT_EQ(flowText(thing().write(t)),
            "{name: a, count: 4, share: 0.1, open: true, colour: green, period: 1m30s, size: 1Ki, "
            "window: 60, tags: [x], limits: {p: 1}, square: {side: 2}}");
  Thing again;
  EXPECT_EQ(faultsOf(yamlText(thing().write(t)), again), "");
  EXPECT_TRUE(again == t);
  Thing usual;
  usual.name = "b";
  EXPECT_EQ(flowText(thing().write(usual)), "{name: b, circle: {}}");
}

struct Outer {
  Circle big{5};
  friend bool operator==(const Outer&, const Outer&) = default;
};

TEST(Schema, KnowsTheDefaultsThatARecordHasWithinAnother) {
  const Schema<Circle> circle = Record<Circle>().field("radius", &Circle::radius, number(), "r");
  const Schema<Outer> outer = Record<Outer>().field("big", &Outer::big, circle, "Big.");
  EXPECT_EQ(flowText(outer.write({{5}})), "{}");
  EXPECT_EQ(flowText(outer.write({{1}})), "{big: {radius: 1}}");
  EXPECT_EQ(outer.describe().fields[0].type.fields[0].defaultText, "5");
  EXPECT_EQ(circle.describe().fields[0].defaultText, "1");
}

TEST(Schema, ReadsParameters) {
  const auto read = readParameters(
      thing(), {{"name", "x"}, {"period", "3m"}, {"tags", "[a, b]"}, {"circle", "{radius: 2}"}},
      "thing");
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(read->period, 3min);
  EXPECT_EQ(read->tags, (std::vector<std::string>{"a", "b"}));
  const auto refused = readParameters(
      thing(), {{"nme", "x"}, {"count", "11"}, {"tags", "[a"}, {"count", "1"}, {"circle", "{}"}},
      "thing");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().text(),
            "thing: tags: a list or map as a key, or one that is not closed; "
            "write a name, and close every bracket and quote\n"
            "thing: count: parameter 'count' twice; keep one\n"
            "thing: nme: unknown key 'nme'; did you mean 'name'?\n"
            "thing: count: found '11'; write an integer from 0 to 10\n"
            "thing: key 'name' is missing; write a name of lower-case letters, digits and hyphens, "
            "at most 63 characters");
}

TEST(Schema, WritesAStructuralJsonSchema) {
  const std::string json = jsonText(jsonSchema(thing().describe()));
  for (const char* part :
       {"\"required\": [\n    \"name\"\n  ]", "\"exclusiveMinimum\": true", "\"maxItems\": 3",
        "\"x-kubernetes-int-or-string\": true", "\"enum\": [\n        \"red\",\n        \"green\"",
        "\"additionalProperties\": {\n        \"type\": \"integer\"",
        "\"oneOf\": [\n    {\n      \"required\": [\n        \"circle\""})
    EXPECT_NE(json.find(part), std::string::npos) << part << "\n" << json;
}

TEST(Schema, RefusesUnboundedFaults) {
  std::string text = "name: a\ncircle: {}\n";
  for (int i = 0; i < 1000; ++i) text += "key" + std::to_string(i) + ": 1\n";
  const YamlText yaml = parseYaml(text, "t.yaml");
  Faults faults("t.yaml");
  Thing t;
  thing().read(yaml.documents.at(0), t, faults);
  EXPECT_EQ(faults.diagnostics().size(), Faults::kLimit);
  EXPECT_EQ(faults.count(), 1000u);
}

TEST(Schema, ATextOfAWrongLengthIsToldWhichWouldDo) {
  const auto told = [](std::size_t least, const std::string& text) {
    Faults faults("f");
    std::string target;
    schema::text({.minimumLength = least, .maximumLength = 4})
        .read(DocumentNode::string(text), target, faults);
    return faults.diagnostics().empty() ? "" : faults.diagnostics()[0].valid;
  };
  EXPECT_EQ(told(1, "a"), "");
  EXPECT_EQ(told(1, ""), "write a string, not an empty one");
  EXPECT_EQ(told(2, "a"), "write a string of at least 2 bytes");
  EXPECT_EQ(told(1, "abcde"), "write a string of at most 4 bytes");
}

}  // namespace
}  // namespace evenkeel
