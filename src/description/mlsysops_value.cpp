#include "description/mlsysops_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/document_text.h"
#include "base/schema_faults.h"
#include "base/text.h"

namespace evenkeel::mlsysops {
namespace {

using NodeKind = DocumentNode::Kind;
using schema::foundText;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// The number that `text` begins with; what follows is left in it.
std::optional<double> takeNumber(std::string_view& text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end == text.data() || !std::isfinite(value)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

class Normalizer {
 public:
  Normalizer(Spelling spelling, Notes& notes) : spelling_(spelling), notes_(notes) {}

  std::vector<Value> record(const DocumentNode& node, const std::string& path,
                            const std::vector<Term>& terms) {
    std::vector<Value> fields;
    for (const DocumentMember& member : node.members) {
      const std::string at = pathBelow(path, member.key);
      const Term* term = termFor(terms, member.key);
      if (term == nullptr) {
        ignoreUnknown(member, at, terms);
        continue;
      }
      if (const auto same = std::find_if(fields.begin(), fields.end(),
                                         [&](const Value& v) { return v.term == term; });
          same != fields.end()) {
        notes_.warn(member.place, at, "found the same again in another spelling",
                    "ignored; the first is on line " + std::to_string(same->place.line));
        continue;
      }
      tellKey(*term, member, at);
      if (!term->dropped.empty()) {
        notes_.warn(member.place, at, "key " + quotedForPeople(member.key),
                    "ignored: " + std::string(term->dropped));
        continue;
      }
      if (auto value = read(*term, member.value, member.place, at)) fields.push_back(*value);
    }
    return fields;
  }

 private:
  const Term* termFor(const std::vector<Term>& terms, std::string_view key) const {
    for (const Term& term : terms)
      if (isSpeltAs(term, key, spelling_)) return &term;
    for (const Term& term : terms)
      if (isKnownAs(term, key)) return &term;
    return nullptr;
  }

  void ignoreUnknown(const DocumentMember& member, const std::string& path,
                     const std::vector<Term>& terms) {
    std::vector<std::string> keys;
    for (const Term& term : terms) keys.emplace_back(term.key);
    const auto near = member.key.size() > 64 ? std::nullopt : nearestName(member.key, keys);
    notes_.warn(member.place, path, "unknown key " + quotedForPeople(member.key),
                near ? "ignored; did you mean '" + *near + "'?" : "ignored");
  }

  void tellKey(const Term& term, const DocumentMember& member, const std::string& path) {
    if (!isSpeltAs(term, member.key, spelling_))
      notes_.warn(member.place, path, "found the key " + quotedForPeople(member.key),
                  "read as '" + std::string(term.key) + "'");
    if (!term.misplaced.empty() && (spelling_ == Spelling::Snake || !term.camelBelongs))
      notes_.warn(member.place, path, "found " + quotedForPeople(member.key) + " in a wrong place",
                  "read as if it stood under " + std::string(term.misplaced));
  }

  std::optional<Value> read(const Term& term, const DocumentNode& node, Place keyPlace,
                            const std::string& path) {
    if (node.kind == NodeKind::Null) {
      notes_.warn(keyPlace, path, "found nothing", "ignored");
      return std::nullopt;
    }
    if (isEmptyText(term, node)) {
      notes_.warn(node.place, path, "found an empty text", "ignored");
      return std::nullopt;
    }
    if (term.list) return readList(term, node, path);
    if (node.kind != NodeKind::List) return readOne(term, node, path);
    if (node.items.size() > 1) {
      notes_.refuse(node.place, path, "found a list", "write a single value");
      return std::nullopt;
    }
    notes_.warn(node.place, path, "found a list where one value belongs",
                node.items.empty() ? "ignored" : "read as its only value");
    if (node.items.empty() || node.items[0].kind == NodeKind::List) return std::nullopt;
    return read(term, node.items[0], keyPlace, path);
  }

  // Where not any text will do.
  static bool isEmptyText(const Term& term, const DocumentNode& node) {
    const bool anyText = term.form == Form::Text && term.words.empty();
    return !anyText && node.kind == NodeKind::Scalar && node.scalar.empty();
  }

  std::optional<Value> readList(const Term& term, const DocumentNode& node,
                                const std::string& path) {
    Value list = at(term, node, path);
    if (node.kind != NodeKind::List) {
      if (!term.orOne)
        notes_.warn(node.place, path, "found a single value where a list belongs",
                    "read as a list of it");
      if (auto value = readOne(term, node, path)) list.items.push_back(std::move(*value));
      return list;
    }
    constexpr std::size_t kMost = 10'000;  // as of native lists
    if (node.items.size() > kMost) {
      notes_.refuse(node.place, path, "found more than 10000 values", "write fewer");
      return std::nullopt;
    }
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const std::string below = pathBelow(path, i);
      if (node.items[i].kind == NodeKind::Null || isEmptyText(term, node.items[i])) {
        notes_.warn(node.items[i].place, below, "found nothing", "ignored");
      } else if (auto value = readOne(term, node.items[i], below)) {
        list.items.push_back(std::move(*value));
      }
    }
    return list;
  }

  std::optional<Value> readOne(const Term& term, const DocumentNode& node,
                               const std::string& path) {
    Value value = at(term, node, path);
    if (term.form == Form::Record) {
      if (node.kind == NodeKind::Map) {
        value.fields = record(node, path, term.terms);
        return value;
      }
      if (node.kind == NodeKind::Scalar && !term.shorthand.empty()) {
        const Term* only = termFor(term.terms, term.shorthand);
        auto one = readOne(*only, node, path);
        if (!one) return std::nullopt;
        value.fields.push_back(std::move(*one));
        return value;
      }
      notes_.refuse(node.place, path, "found " + foundText(node), "write a map");
      return std::nullopt;
    }
    if (node.kind != NodeKind::Scalar) {
      notes_.refuse(node.place, path, "found " + foundText(node), "write a single value");
      return std::nullopt;
    }
    return scalar(term, node, value) ? std::optional(std::move(value)) : std::nullopt;
  }

  static Value at(const Term& term, const DocumentNode& node, const std::string& path) {
    Value value;
    value.term = &term;
    value.place = node.place;
    value.path = path;
    return value;
  }

  bool scalar(const Term& term, const DocumentNode& node, Value& value) {
    switch (term.form) {
      case Form::Flag:
        return flag(node, value);
      case Form::Number:
      case Form::Whole:
        return number(node, term.form == Form::Whole, value);
      case Form::Frequency:
        return frequency(node, value);
      case Form::Gigabytes:
        if (spelling_ == Spelling::Snake) tellString(node, value);
        value.text = node.scalar;
        return true;
      case Form::SizeText:
        value.text = node.scalar;
        return true;
      default:
        return text(term, node, value);
    }
  }

  bool text(const Term& term, const DocumentNode& node, Value& value) {
    value.text = node.scalar;
    if (term.words.empty()) return true;
    const bool camel = spelling_ == Spelling::Camel;
    const auto spelt = [camel](const Word& word) {
      return camel && !word.camel.empty() ? word.camel : word.snake;
    };
    for (const Word& word : term.words) {
      if (node.scalar != spelt(word)) continue;
      value.text = word.snake;
      return true;
    }
    const std::string wanted = node.scalar.size() > 64 ? "" : folded(node.scalar);
    std::vector<std::string> known;
    for (const Word& word : term.words) {
      if (wanted == folded(word.snake) || (!word.camel.empty() && wanted == folded(word.camel)) ||
          (!word.misspelt.empty() && wanted == folded(word.misspelt))) {
        notes_.warn(node.place, value.path, "found " + foundText(node),
                    "read as '" + std::string(spelt(word)) + "'");
        value.text = word.snake;
        return true;
      }
      if (std::find(known.begin(), known.end(), word.snake) == known.end())
        known.emplace_back(word.snake);
    }
    if (term.unlisted == Unlisted::Refused) {
      notes_.refuse(node.place, value.path, "found " + foundText(node),
                    "write " + joinedByOr(known));
      return false;
    }
    const bool kept = term.unlisted != Unlisted::Dropped;
    notes_.warn(node.place, value.path,
                "found " + foundText(node) + ", which is none of " + joinedByOr(known),
                kept ? "kept as it is" : "ignored");
    return kept;
  }

  bool flag(const DocumentNode& node, Value& value) {
    const std::string word = node.scalar.size() > 8 ? "" : lower(node.scalar);
    value.flag = word == "true" || word == "on" || word == "yes";
    if (!value.flag && word != "false" && word != "off" && word != "no") {
      notes_.refuse(node.place, value.path, "found " + foundText(node), "write true or false");
      return false;
    }
    if (node.quoted || (word != "true" && word != "false"))
      notes_.warn(node.place, value.path, "found " + foundText(node),
                  std::string("read as ") + (value.flag ? "true" : "false"));
    return true;
  }

  bool number(const DocumentNode& node, bool whole, Value& value) {
    std::string_view rest = node.scalar;
    const auto read = takeNumber(rest);
    constexpr double kLargest = 1e15;  // so that every whole number is exact, in smaller units too
    if (!read || !rest.empty() || std::abs(*read) > kLargest ||
        (whole && *read != std::floor(*read))) {
      notes_.refuse(node.place, value.path, "found " + foundText(node),
                    std::string("write a ") + (whole ? "whole " : "") + "number, of at most 10^15");
      return false;
    }
    value.number = *read;
    tellString(node, value);
    return true;
  }

  // Documented as Hz, written in GHz by everybody.
  bool frequency(const DocumentNode& node, Value& value) {
    std::string_view rest = node.scalar;
    const auto read = takeNumber(rest);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    const std::string unit = rest.size() > 8 ? "?" : lower(rest);
    double scale = unit == "hz" ? 1 : unit == "khz" ? 1e3 : unit == "mhz" ? 1e6 : 1e9;
    if (!read || *read <= 0 || (scale == 1e9 && !unit.empty() && unit != "ghz")) {
      notes_.refuse(node.place, value.path, "found " + foundText(node),
                    "write a number above 0, in Hz");
      return false;
    }
    std::string done = "read as a frequency";
    if (unit.empty()) {
      scale = *read < 100 ? 1e9 : *read < 1e5 ? 1e6 : 1;
      done = scale == 1e9 ? "read as GHz" : "read as MHz";
    }
    const double hertz = *read * scale;
    if (hertz < 1 || hertz > 1e15) {
      notes_.refuse(node.place, value.path, "found " + foundText(node),
                    "write a frequency from 1 to 10^15 Hz");
      return false;
    }
    if (scale != 1 || node.quoted || !unit.empty())
      notes_.warn(node.place, value.path, "found " + foundText(node) + " where Hz belong", done);
    value.number = hertz;
    return true;
  }

  void tellString(const DocumentNode& node, const Value& value) {
    std::string_view rest = node.scalar;
    const bool isNumber = takeNumber(rest).has_value() && rest.empty();
    if (isNumber && node.quoted)
      notes_.warn(node.place, value.path, "found " + foundText(node), "read as a number");
    else if (!isNumber)
      notes_.warn(node.place, value.path, "found " + foundText(node) + " where a number belongs",
                  "read with its unit");
  }

  Spelling spelling_;
  Notes& notes_;
};

}  // namespace

const Value* Value::find(std::string_view key) const {
  for (const Value& field : fields)
    if (field.term->key == key) return &field;
  return nullptr;
}

Value normalize(const DocumentNode& body, const std::string& path, Kind kind, Spelling spelling,
                Notes& notes) {
  Value value;
  value.place = body.place;
  value.path = path;
  value.fields = Normalizer(spelling, notes).record(body, path, termsOf(kind));
  return value;
}

}  // namespace evenkeel::mlsysops
