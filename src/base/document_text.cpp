#include "base/document_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace evenkeel {
namespace {

using Kind = DocumentNode::Kind;

std::string doubleQuoted(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15u];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

// Whether YAML reads a string without quotes as that string, in block and flow, in every version.
bool plainIsSafe(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty() || text.size() > 200) return false;
  if (!letter(text.front()) && !digit(text.front()) && text.front() != '/') return false;
  const auto allowed = [&](char c) {
    return letter(c) || digit(c) || c == '-' || c == '_' || c == '.' || c == '/' || c == '=' ||
           c == '+';
  };
  if (!std::all_of(text.begin(), text.end(), allowed)) return false;
  if (!letter(text.front()) && !std::any_of(text.begin(), text.end(), [&](char c) {
        return letter(c) && c != 'e' && c != 'E' && c != 'x' && c != 'o';
      }))
    return false;  // may be a number
  if (text.starts_with("0x") || text.starts_with("0X") || text.starts_with("0b") ||
      text.starts_with("0B"))
    return false;  // 0x1F, 0b1: numbers to many readers
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  static constexpr std::array<std::string_view, 9> kWords{"true", "false", "null", "yes", "no",
                                                          "on",   "off",   "y",    "n"};
  return std::find(kWords.begin(), kWords.end(), lower) == kWords.end();
}

std::string scalarText(const DocumentNode& node) {
  if (!node.quoted) return node.scalar;
  return plainIsSafe(node.scalar) ? node.scalar : doubleQuoted(node.scalar);
}

std::string keyText(const std::string& key) {
  return plainIsSafe(key) ? key : doubleQuoted(key);
}

bool onOneLine(const DocumentNode& node) {
  if (node.kind == Kind::List)
    return std::all_of(node.items.begin(), node.items.end(), [](const DocumentNode& item) {
      return item.kind == Kind::Scalar || item.kind == Kind::Null;
    });
  return node.kind != Kind::Map || node.members.empty();
}

void block(const DocumentNode& node, std::size_t indent, bool firstIndented, std::string& out) {
  const std::string space(indent, ' ');
  if (onOneLine(node)) {
    out += (firstIndented ? "" : space) + flowText(node) + "\n";
    return;
  }
  if (node.kind == Kind::List) {
    for (const auto& item : node.items) {
      out += (firstIndented ? "" : space) + "- ";
      firstIndented = false;
      block(item, indent + 2, true, out);
    }
    return;
  }
  for (const auto& member : node.members) {
    out += (firstIndented ? "" : space) + keyText(member.key) + ":";
    firstIndented = false;
    if (onOneLine(member.value)) {
      out += " " + flowText(member.value) + "\n";
    } else {
      out += "\n";
      block(member.value, indent + 2, false, out);
    }
  }
}

bool isJsonLiteral(const DocumentNode& node) {
  return !node.quoted;  // plain scalars are numbers and booleans, written by the schema
}

void json(const DocumentNode& node, std::size_t indent, std::string& out) {
  const std::string space(indent + 2, ' ');
  const bool list = node.kind == Kind::List;
  switch (node.kind) {
    case Kind::Null:
      out += "null";
      return;
    case Kind::Scalar:
      out += isJsonLiteral(node) ? node.scalar : doubleQuoted(node.scalar);
      return;
    case Kind::List:
    case Kind::Map:
      break;
  }
  if (node.items.empty() && node.members.empty()) {
    out += list ? "[]" : "{}";
    return;
  }
  out += list ? "[" : "{";
  std::string_view separator = "\n";
  for (const auto& item : node.items) {
    out += separator;
    out += space;
    json(item, indent + 2, out);
    separator = ",\n";
  }
  for (const auto& member : node.members) {
    out += separator;
    out += space + doubleQuoted(member.key) + ": ";
    json(member.value, indent + 2, out);
    separator = ",\n";
  }
  out += "\n" + std::string(indent, ' ') + (list ? "]" : "}");
}

}  // namespace

std::string flowText(const DocumentNode& node) {
  std::string out;
  std::string_view separator;
  switch (node.kind) {
    case Kind::Null:
      return "null";
    case Kind::Scalar:
      return scalarText(node);
    case Kind::List:
      for (const auto& item : node.items) {
        out += separator;
        out += flowText(item);
        separator = ", ";
      }
      return "[" + out + "]";
    case Kind::Map:
      for (const auto& member : node.members) {
        out += separator;
        out += keyText(member.key) + ": " + flowText(member.value);
        separator = ", ";
      }
      break;
  }
  return "{" + out + "}";
}

std::string yamlText(const DocumentNode& node) {
  std::string out;
  block(node, 0, false, out);
  return out;
}

std::string jsonText(const DocumentNode& node) {
  std::string out;
  json(node, 0, out);
  return out + "\n";
}

std::string numberText(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

}  // namespace evenkeel
