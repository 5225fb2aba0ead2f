#include "description/mlsysops_fields.h"

#include <algorithm>
#include <set>

#include "base/schema_scalars.h"
#include "base/text.h"

namespace evenkeel::mlsysops {
namespace {

// "512MB", "4 GiB": the B of bytes and blanks are no part of a quantity.
std::string withoutBytes(std::string text) {
  std::erase(text, ' ');
  if (text.ends_with('B') || text.ends_with('b')) text.pop_back();
  if (text.ends_with('K')) text.back() = 'k';
  if (text.ends_with('g') || text.ends_with('t'))
    text.back() = static_cast<char>(text.back() - 'a' + 'A');
  return text;
}

std::optional<Quantity> positive(const Value& value, const Result<Quantity>& quantity,
                                 const char* valid, Notes& notes) {
  if (quantity && quantity->milli > 0) return *quantity;
  notes.refuse(value.place, value.path, "found " + quotedForPeople(value.text), valid);
  return std::nullopt;
}

bool isName(std::string_view name, NameRule rule) {
  if (rule == NameRule::Label) return schema::isLabel(name);
  constexpr std::size_t kLongest = 253;
  if (name.size() > kLongest) return false;
  while (true) {
    const auto dot = name.find('.');
    if (!schema::isLabel(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

std::string loweredName(std::string_view text, NameRule rule) {
  std::string out;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      (c == '.' && rule == NameRule::Subdomain);
    out += upper ? static_cast<char>(c - 'A' + 'a') : kept ? c : '-';
  }
  const auto first = out.find_first_not_of("-.");
  if (first == std::string::npos) return {};
  return out.substr(first, out.find_last_not_of("-.") - first + 1);
}

}  // namespace

std::string textOf(const Value& record, std::string_view key) {
  const Value* value = record.find(key);
  return value == nullptr ? "" : value->text;
}

std::vector<std::string> textsOf(const Value& record, std::string_view key, Notes& notes) {
  std::vector<std::string> out;
  const Value* list = record.find(key);
  if (list == nullptr) return out;
  std::set<std::string_view> seen;
  for (const Value& item : list->items) {
    const bool twice = !seen.insert(item.text).second;
    if (item.text.empty() || twice) {
      notes.warn(item.place, item.path,
                 twice ? "found " + quotedForPeople(item.text) + " twice" : "found an empty text",
                 "ignored");
      continue;
    }
    out.push_back(item.text);
  }
  return out;
}

std::optional<bool> flagOf(const Value& record, std::string_view key) {
  const Value* value = record.find(key);
  return value == nullptr ? std::nullopt : std::optional(value->flag);
}

std::optional<double> numberOf(const Value& record, std::string_view key) {
  const Value* value = record.find(key);
  return value == nullptr ? std::nullopt : std::optional(value->number);
}

std::vector<double> numbersOf(const Value& record, std::string_view key) {
  std::vector<double> out;
  if (const Value* list = record.find(key))
    for (const Value& item : list->items) out.push_back(item.number);
  return out;
}

std::optional<std::int32_t> countOf(const Value& record, std::string_view key, std::int32_t minimum,
                                    Notes& notes) {
  const Value* value = record.find(key);
  if (value == nullptr) return std::nullopt;
  constexpr double kMost = 1e6;
  if (value->number < minimum || value->number > kMost) {
    notes.refuse(value->place, value->path, "found a number that is out of range",
                 "write a whole number from " + std::to_string(minimum) + " to 1000000");
    return std::nullopt;
  }
  return static_cast<std::int32_t>(value->number);
}

std::optional<Quantity> bytesOf(const Value& record, std::string_view key, Notes& notes) {
  const Value* value = record.find(key);
  if (value == nullptr) return std::nullopt;
  std::string text = withoutBytes(value->text);
  if (!text.empty() && text.back() >= '0' && text.back() <= '9') text += 'G';
  return positive(*value, Quantity::parse(text), "write a number of GB, such as 16", notes);
}

std::optional<Quantity> amountOf(const Value& record, std::string_view key, Notes& notes) {
  const Value* value = record.find(key);
  if (value == nullptr) return std::nullopt;
  if (value->text.empty()) {
    notes.warn(value->place, value->path, "found an empty text", "ignored");
    return std::nullopt;
  }
  auto quantity = Quantity::parse(value->text);
  if (!quantity) {
    quantity = Quantity::parse(withoutBytes(value->text));
    if (quantity)
      notes.warn(value->place, value->path, "found " + quotedForPeople(value->text),
                 "read as '" + withoutBytes(value->text) + "'");
  }
  constexpr std::int64_t kMost = 1'000'000'000'000'000;  // units: sums of them are exact
  const bool tooLarge = quantity && quantity->milli > kMost * 1000;
  return positive(*value, tooLarge ? Quantity{} : quantity,
                  "write a quantity above 0 such as 500m, 2 or 256Mi, of at most 10^15", notes);
}

std::optional<Quantity> frequencyOf(const Value& record, std::string_view key) {
  const Value* value = record.find(key);
  return value == nullptr ? std::nullopt : std::optional(Quantity::fromDouble(value->number));
}

std::vector<const Value*> recordsOf(const Value& record, std::string_view key) {
  std::vector<const Value*> out;
  if (const Value* list = record.find(key))
    for (const Value& item : list->items) out.push_back(&item);
  return out;
}

std::string nativeName(const Value& value, NameRule rule, Notes& notes) {
  std::string name = value.text.size() > 1024 ? "" : loweredName(value.text, rule);
  if (!isName(name, rule)) {
    notes.refuse(value.place, value.path, "found the name " + quotedForPeople(value.text),
                 "write letters, digits and hyphens, at most 63");
    return {};
  }
  if (name != value.text)
    notes.warn(value.place, value.path, "found the name " + quotedForPeople(value.text),
               "read as '" + name + "'");
  return name;
}

}  // namespace evenkeel::mlsysops
