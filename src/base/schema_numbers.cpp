#include <charconv>
#include <cmath>

#include "base/document_text.h"
#include "base/schema_faults.h"
#include "base/schema_scalars.h"

namespace evenkeel::schema {
namespace {

template <class N>
bool parseWhole(const std::string& text, N& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

bool isBare(const DocumentNode& node) {
  return node.kind == DocumentNode::Kind::Scalar && !node.quoted;
}

class IntegerType final : public SchemaType {
 public:
  IntegerType(IntegerRules rules, IntegerAccess access) : rules_(rules), access_(access) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    std::int64_t value = 0;
    if (!isBare(node) || !parseWhole(node.scalar, value) || value < rules_.minimum ||
        value > rules_.maximum)
      return refuse(node, describe(nullptr), faults);
    access_.set(target, value);
  }

  DocumentNode write(const void* source, const void*) const override {
    return DocumentNode::plain(std::to_string(access_.get(source)));
  }

  TypeInfo describe(const void*) const override {
    // The ends of the machine's types are limits that nobody needs to read.
    const auto large = [](std::int64_t value) {
      return value <= std::numeric_limits<std::int32_t>::min() ||
             value >= std::numeric_limits<std::int32_t>::max();
    };
    TypeInfo info;
    info.form = TypeInfo::Form::Integer;
    if (!large(rules_.minimum)) info.minimum = static_cast<double>(rules_.minimum);
    if (!large(rules_.maximum)) info.maximum = static_cast<double>(rules_.maximum);
    info.limits = limitsText(info.minimum ? std::to_string(rules_.minimum) : "", false,
                             info.maximum ? std::to_string(rules_.maximum) : "", false);
    info.phrase = "an integer" + (info.limits.empty() ? "" : " " + info.limits);
    return info;
  }

 private:
  IntegerRules rules_;
  IntegerAccess access_;
};

class NumberType final : public SchemaType {
 public:
  explicit NumberType(NumberRules rules) : rules_(rules) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    double value = 0;
    if (!parse(node, value) || !std::isfinite(value) || value < rules_.minimum ||
        value > rules_.maximum || (rules_.exclusiveMinimum && value == rules_.minimum) ||
        (rules_.exclusiveMaximum && value == rules_.maximum))
      return refuse(node, describe(nullptr), faults);
    *static_cast<double*>(target) = value;
  }

  DocumentNode write(const void* source, const void*) const override {
    return DocumentNode::plain(numberText(*static_cast<const double*>(source)));
  }

  TypeInfo describe(const void*) const override {
    TypeInfo info;
    info.form = TypeInfo::Form::Number;
    if (std::isfinite(rules_.minimum)) info.minimum = rules_.minimum;
    if (std::isfinite(rules_.maximum)) info.maximum = rules_.maximum;
    info.exclusiveMinimum = rules_.exclusiveMinimum;
    info.exclusiveMaximum = rules_.exclusiveMaximum;
    info.limits =
        limitsText(info.minimum ? numberText(rules_.minimum) : "", rules_.exclusiveMinimum,
                   info.maximum ? numberText(rules_.maximum) : "", rules_.exclusiveMaximum);
    info.phrase = "a number" + (info.limits.empty() ? "" : " " + info.limits);
    return info;
  }

 private:
  bool parse(const DocumentNode& node, double& value) const {
    if (isBare(node) && parseWhole(node.scalar, value)) return true;
    if (!rules_.quantity || node.kind != DocumentNode::Kind::Scalar) return false;
    const auto quantity = Quantity::parse(node.scalar);
    if (quantity) value = quantity->asDouble();
    return quantity.has_value();
  }

  NumberRules rules_;
};

class QuantityType final : public SchemaType {
 public:
  explicit QuantityType(QuantityRules rules) : rules_(rules) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    if (node.kind != DocumentNode::Kind::Scalar) return refuse(node, describe(nullptr), faults);
    const auto value = Quantity::parse(node.scalar);
    if (!value || *value < rules_.minimum || *value > rules_.maximum ||
        (rules_.exclusiveMinimum && *value == rules_.minimum))
      return refuse(node, describe(nullptr), faults);
    *static_cast<Quantity*>(target) = *value;
  }

  DocumentNode write(const void* source, const void*) const override {
    return DocumentNode::string(textOf(*static_cast<const Quantity*>(source)));
  }

  TypeInfo describe(const void*) const override {
    TypeInfo info;
    info.form = TypeInfo::Form::Amount;
    const bool bounded = rules_.maximum.milli != std::numeric_limits<std::int64_t>::max();
    info.limits = limitsText(textOf(rules_.minimum), rules_.exclusiveMinimum,
                             bounded ? textOf(rules_.maximum) : "", false);
    info.phrase = std::string("a quantity such as ") + (rules_.binary ? "256Mi" : "500m or 2") +
                  ", " + info.limits;
    return info;
  }

 private:
  std::string textOf(Quantity value) const {
    return rules_.binary ? value.binaryText() : value.text();
  }

  QuantityRules rules_;
};

}  // namespace

std::shared_ptr<const SchemaType> integerType(IntegerRules rules, IntegerAccess access) {
  return std::make_shared<IntegerType>(rules, access);
}

Schema<double> number(NumberRules rules) {
  return Schema<double>(std::make_shared<NumberType>(rules));
}

Schema<Quantity> quantity(QuantityRules rules) {
  return Schema<Quantity>(std::make_shared<QuantityType>(rules));
}

}  // namespace evenkeel::schema
