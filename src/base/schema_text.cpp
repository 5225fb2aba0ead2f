#include <algorithm>

#include "base/schema_faults.h"
#include "base/schema_scalars.h"
#include "base/text.h"

namespace evenkeel::schema {
namespace {

class TextType final : public SchemaType {
 public:
  explicit TextType(TextRules rules) : rules_(std::move(rules)) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    const bool fits = node.kind == DocumentNode::Kind::Scalar &&
                      node.scalar.size() >= rules_.minimumLength &&
                      node.scalar.size() <= rules_.maximumLength &&
                      (rules_.accepts == nullptr || rules_.accepts(node.scalar));
    if (!fits) return refuse(node, wanted(node), faults);
    *static_cast<std::string*>(target) = node.scalar;
  }

  DocumentNode write(const void* source, const void*) const override {
    return DocumentNode::string(*static_cast<const std::string*>(source));
  }

  TypeInfo describe(const void*) const override {
    TypeInfo info;
    info.form = TypeInfo::Form::String;
    info.phrase = rules_.phrase;
    info.pattern = rules_.pattern;
    return info;
  }

 private:
  // With what its length has against it; rules with a phrase of their own say that themselves.
  TypeInfo wanted(const DocumentNode& node) const {
    TypeInfo info = describe(nullptr);
    if (node.kind != DocumentNode::Kind::Scalar || rules_.accepts != nullptr) return info;
    if (node.scalar.size() < rules_.minimumLength)
      info.phrase += rules_.minimumLength == 1
                         ? ", not an empty one"
                         : " of at least " + std::to_string(rules_.minimumLength) + " bytes";
    if (node.scalar.size() > rules_.maximumLength)
      info.phrase += " of at most " + std::to_string(rules_.maximumLength) + " bytes";
    return info;
  }

  TextRules rules_;
};

class BooleanType final : public SchemaType {
 public:
  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    const bool scalar = node.kind == DocumentNode::Kind::Scalar && !node.quoted;
    if (!scalar || (node.scalar != "true" && node.scalar != "false"))
      return refuse(node, describe(nullptr), faults);
    *static_cast<bool*>(target) = node.scalar == "true";
  }

  DocumentNode write(const void* source, const void*) const override {
    return DocumentNode::plain(*static_cast<const bool*>(source) ? "true" : "false");
  }

  TypeInfo describe(const void*) const override {
    TypeInfo info;
    info.form = TypeInfo::Form::Boolean;
    info.phrase = "true or false";
    return info;
  }
};

class EnumType final : public SchemaType {
 public:
  EnumType(std::vector<std::pair<std::string, int>> values, EnumAccess access)
      : values_(std::move(values)), access_(access) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    if (node.kind == DocumentNode::Kind::Scalar) {
      for (const auto& [name, value] : values_) {
        if (name != node.scalar) continue;
        access_.set(target, value);
        return;
      }
      if (const auto nearest = nearestName(node.scalar, names())) {
        faults.add(node.place, "found " + foundText(node),
                   "did you mean '" + *nearest + "'? The values are " + joinedByOr(names()));
        return;
      }
    }
    refuse(node, describe(nullptr), faults);
  }

  DocumentNode write(const void* source, const void*) const override {
    const int number = access_.get(source);
    for (const auto& [name, value] : values_)
      if (value == number) return DocumentNode::string(name);
    return {};
  }

  TypeInfo describe(const void*) const override {
    TypeInfo info;
    info.form = TypeInfo::Form::Enum;
    info.phrase = joinedByOr(names());
    info.values = names();
    return info;
  }

 private:
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& [name, value] : values_) out.push_back(name);
    return out;
  }

  std::vector<std::pair<std::string, int>> values_;
  EnumAccess access_;
};

bool isPart(std::string_view text) {
  const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && alphanumeric(text.front()) && alphanumeric(text.back()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return alphanumeric(c) || c == '-'; });
}

bool isSubdomain(std::string_view text) {
  while (true) {
    const auto dot = text.find('.');
    if (!isPart(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

bool isLabel(std::string_view text) {
  return text.size() <= 63 && isPart(text);
}

Schema<std::string> text(TextRules rules) {
  return Schema<std::string>(std::make_shared<TextType>(std::move(rules)));
}

Schema<std::string> label() {
  return text({.accepts = isLabel,
               .phrase = "a name of lower-case letters, digits and hyphens, at most 63 characters",
               .pattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
               .minimumLength = 1,
               .maximumLength = 63});
}

Schema<std::string> subdomain() {
  return text({.accepts = isSubdomain,
               .phrase = "a name of lower-case letters, digits, hyphens and dots, at most 253 "
                         "characters",
               .pattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
               .minimumLength = 1,
               .maximumLength = 253});
}

Schema<bool> boolean() {
  return Schema<bool>(std::make_shared<BooleanType>());
}

std::shared_ptr<const SchemaType> enumType(std::vector<std::pair<std::string, int>> values,
                                           EnumAccess access) {
  return std::make_shared<EnumType>(std::move(values), access);
}

}  // namespace evenkeel::schema
