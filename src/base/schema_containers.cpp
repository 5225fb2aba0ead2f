#include "base/schema_containers.h"

#include <map>

#include "base/schema_faults.h"
#include "base/text.h"

namespace evenkeel::schema {
namespace {

using Kind = DocumentNode::Kind;

class ListType final : public SchemaType {
 public:
  ListType(std::shared_ptr<const SchemaType> element, ListRules rules, ListAccess access)
      : element_(std::move(element)), rules_(std::move(rules)), access_(access) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    if (node.kind != Kind::List) return refuse(node, describe(nullptr), faults);
    if (node.items.size() < rules_.minimum || node.items.size() > rules_.maximum) {
      faults.add(node.place, "found a list of " + std::to_string(node.items.size()),
                 "write " + describe(nullptr).phrase);
      return;
    }
    checkUnique(node, faults);
    access_.clear(target);
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const Faults::Scope scope(faults, i);
      element_->read(node.items[i], access_.append(target), faults);
    }
  }

  DocumentNode write(const void* source, const void*) const override {
    DocumentNode node = DocumentNode::list();
    const std::size_t size = access_.size(source);
    for (std::size_t i = 0; i < size; ++i)
      node.items.push_back(element_->write(access_.at(source, i), nullptr));
    return node;
  }

  TypeInfo describe(const void*) const override {
    TypeInfo info;
    info.form = TypeInfo::Form::List;
    if (rules_.minimum > 0) info.minimum = static_cast<double>(rules_.minimum);
    info.maximum = static_cast<double>(rules_.maximum);
    info.limits = limitsText(rules_.minimum > 0 ? std::to_string(rules_.minimum) : "", false,
                             std::to_string(rules_.maximum), false);
    info.phrase = "a list of " + info.limits;
    info.element.push_back(element_->describe(nullptr));
    return info;
  }

 private:
  void checkUnique(const DocumentNode& node, Faults& faults) const {
    if (!rules_.unique && rules_.uniqueKey.empty()) return;
    std::map<std::string_view, std::uint32_t> lines;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const DocumentNode* value =
          rules_.unique ? &node.items[i] : node.items[i].find(rules_.uniqueKey);
      if (value == nullptr || value->kind != Kind::Scalar) continue;
      const auto [first, fresh] = lines.emplace(value->scalar, value->place.line);
      if (fresh) continue;
      const Faults::Scope item(faults, i);
      const std::string found = "found " + quotedForPeople(value->scalar) + " twice";
      const std::string valid = (rules_.unique ? "keep one; the first is on line "
                                               : "give each a " + rules_.uniqueKey +
                                                     " of its own; the first is on line ") +
                                std::to_string(first->second);
      if (rules_.unique)
        faults.add(value->place, found, valid);
      else
        faults.addAt(value->place, rules_.uniqueKey, found, valid);
    }
  }

  std::shared_ptr<const SchemaType> element_;
  ListRules rules_;
  ListAccess access_;
};

class MapType final : public SchemaType {
 public:
  MapType(std::shared_ptr<const SchemaType> element, MapAccess access)
      : element_(std::move(element)), access_(access) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    if (node.kind != Kind::Map) return refuse(node, describe(nullptr), faults);
    access_.clear(target);
    for (const auto& member : node.members) {
      const Faults::Scope scope(faults, member.key);
      element_->read(member.value, access_.append(target, member.key), faults);
    }
  }

  DocumentNode write(const void* source, const void*) const override {
    DocumentNode node = DocumentNode::map();
    const std::size_t size = access_.size(source);
    for (std::size_t i = 0; i < size; ++i)
      node.set(access_.key(source, i), element_->write(access_.value(source, i), nullptr));
    return node;
  }

  TypeInfo describe(const void*) const override {
    TypeInfo info;
    info.form = TypeInfo::Form::Map;
    info.element.push_back(element_->describe(nullptr));
    info.phrase = "a map of names to values";
    return info;
  }

 private:
  std::shared_ptr<const SchemaType> element_;
  MapAccess access_;
};

class OptionalType final : public SchemaType {
 public:
  OptionalType(std::shared_ptr<const SchemaType> element, OptionalAccess access)
      : element_(std::move(element)), access_(access) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    element_->read(node, access_.emplace(target), faults);
  }

  DocumentNode write(const void* source, const void* defaults) const override {
    const void* value = access_.get(source);
    if (value == nullptr) return {};
    return element_->write(value, defaults == nullptr ? nullptr : access_.get(defaults));
  }

  TypeInfo describe(const void* defaults) const override {
    return element_->describe(defaults == nullptr ? nullptr : access_.get(defaults));
  }

 private:
  std::shared_ptr<const SchemaType> element_;
  OptionalAccess access_;
};

class ConvertedType final : public SchemaType {
 public:
  ConvertedType(std::shared_ptr<const SchemaType> wire, Conversion conversion)
      : wire_(std::move(wire)), conversion_(std::move(conversion)) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    const auto wire = conversion_.make();
    const std::size_t before = faults.count();
    wire_->read(node, wire.get(), faults);
    if (faults.count() == before) conversion_.fromWire(wire.get(), target);
  }

  DocumentNode write(const void* source, const void* defaults) const override {
    const auto wire = conversion_.make();
    conversion_.toWire(source, wire.get());
    if (defaults == nullptr) return wire_->write(wire.get(), nullptr);
    const auto wireDefaults = conversion_.make();
    conversion_.toWire(defaults, wireDefaults.get());
    return wire_->write(wire.get(), wireDefaults.get());
  }

  TypeInfo describe(const void* defaults) const override {
    if (defaults == nullptr) return wire_->describe(nullptr);
    const auto wire = conversion_.make();
    conversion_.toWire(defaults, wire.get());
    return wire_->describe(wire.get());
  }

 private:
  std::shared_ptr<const SchemaType> wire_;
  Conversion conversion_;
};

}  // namespace

std::shared_ptr<const SchemaType> listType(std::shared_ptr<const SchemaType> element,
                                           ListRules rules, ListAccess access) {
  return std::make_shared<ListType>(std::move(element), std::move(rules), access);
}

std::shared_ptr<const SchemaType> mapType(std::shared_ptr<const SchemaType> element,
                                          MapAccess access) {
  return std::make_shared<MapType>(std::move(element), access);
}

std::shared_ptr<const SchemaType> optionalType(std::shared_ptr<const SchemaType> element,
                                               OptionalAccess access) {
  return std::make_shared<OptionalType>(std::move(element), access);
}

std::shared_ptr<const SchemaType> convertedType(std::shared_ptr<const SchemaType> wire,
                                                Conversion conversion) {
  return std::make_shared<ConvertedType>(std::move(wire), std::move(conversion));
}

}  // namespace evenkeel::schema
