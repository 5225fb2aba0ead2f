#include "base/schema_record.h"

#include "base/document_text.h"
#include "base/schema_faults.h"
#include "base/text.h"

namespace evenkeel::schema {
namespace {

class RecordType final : public SchemaType {
 public:
  explicit RecordType(RecordParts parts) : parts_(std::move(parts)) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    if (node.kind != DocumentNode::Kind::Map) {
      faults.add(node.place, "found " + foundText(node), "write a map with " + keysText());
      return;
    }
    const std::size_t before = faults.count();
    const DocumentMember* chosen = nullptr;
    for (const auto& member : node.members) {
      const RecordField* field = fieldOf(member.key);
      if (field == nullptr) {
        refuseKey(member, faults);
        continue;
      }
      if (field->alternative && chosen != nullptr) {
        faults.addAt(member.place, member.key,
                     "found '" + member.key + "' beside '" + chosen->key + "'",
                     "keep one of " + joinedByOr(alternatives()));
        continue;
      }
      if (field->alternative) chosen = &member;
      const Faults::Scope scope(faults, member.key);
      field->type->read(member.value, field->prepare(target), faults);
    }
    refuseMissing(node, chosen != nullptr, faults);
    if (faults.count() != before) return;
    for (const auto& check : parts_.checks) check(target, node, faults);
  }

  DocumentNode write(const void* source, const void* defaults) const override {
    if (defaults == nullptr) defaults = parts_.defaults.get();
    DocumentNode node = DocumentNode::map();
    for (const auto& field : parts_.fields) {
      const void* value = field.find(source);
      if (value == nullptr) continue;
      const void* usual = field.find(defaults);
      DocumentNode written = field.type->write(value, usual);
      if (written.kind == DocumentNode::Kind::Null) continue;
      if (!field.options.required && !field.alternative &&
          sameContent(written, field.type->write(usual, usual)))
        continue;
      node.set(field.key, std::move(written));
    }
    return node;
  }

  TypeInfo describe(const void* defaults) const override {
    if (defaults == nullptr) defaults = parts_.defaults.get();
    TypeInfo info;
    info.form = TypeInfo::Form::Struct;
    info.phrase = "a map with " + keysText();
    for (const auto& field : parts_.fields) {
      FieldInfo f;
      f.key = field.key;
      f.text = field.text;
      f.unit = field.options.unit;
      f.example = field.options.example;
      f.required = field.options.required;
      f.alternative = field.alternative;
      const void* usual = field.find(defaults);
      f.type = field.type->describe(usual);
      if (!f.required && !f.alternative) f.defaultText = defaultOf(field, usual);
      info.fields.push_back(std::move(f));
    }
    return info;
  }

 private:
  // Nothing for records: the rows of their own fields say it.
  static std::string defaultOf(const RecordField& field, const void* usual) {
    const DocumentNode value = field.type->write(usual, nullptr);
    const bool empty = value.kind == DocumentNode::Kind::Null ||
                       value.kind == DocumentNode::Kind::Map ||
                       (value.kind == DocumentNode::Kind::Scalar && value.scalar.empty()) ||
                       (value.kind == DocumentNode::Kind::List && value.items.empty());
    return empty ? "" : flowText(value);
  }

  const RecordField* fieldOf(std::string_view key) const {
    for (const auto& field : parts_.fields)
      if (field.key == key) return &field;
    return nullptr;
  }

  std::vector<std::string> keys() const {
    std::vector<std::string> out;
    for (const auto& field : parts_.fields) out.push_back(field.key);
    return out;
  }

  std::string keysText() const {
    if (parts_.fields.empty()) return "no keys";
    std::string out = parts_.fields.size() == 1 ? "the key " : "the keys ";
    for (const auto& field : parts_.fields) {
      if (&field != &parts_.fields.front()) out += ", ";
      out += field.key;
    }
    return out;
  }

  std::vector<std::string> alternatives() const {
    std::vector<std::string> out;
    for (const auto& field : parts_.fields)
      if (field.alternative) out.push_back(field.key);
    return out;
  }

  void refuseKey(const DocumentMember& member, Faults& faults) const {
    const auto nearest = nearestName(member.key, keys());
    faults.addAt(member.place, member.key, "unknown key " + quotedForPeople(member.key),
                 nearest ? "did you mean '" + *nearest + "'?" : "write " + keysText());
  }

  void refuseMissing(const DocumentNode& node, bool chosen, Faults& faults) const {
    for (const auto& field : parts_.fields) {
      if (!field.options.required || node.find(field.key) != nullptr) continue;
      faults.add(node.place, "key '" + field.key + "' is missing",
                 "write " + field.type->describe(nullptr).phrase);
    }
    const auto names = alternatives();
    if (!names.empty() && !chosen)
      faults.add(node.place, "no kind is chosen", "write one of the keys " + joinedByOr(names));
  }

  RecordParts parts_;
};

}  // namespace

std::shared_ptr<const SchemaType> recordType(RecordParts parts) {
  return std::make_shared<RecordType>(std::move(parts));
}

}  // namespace evenkeel::schema
