// The schema node of a struct (schema.h): each member declared once, with everything that is to be
// said about it.
//
//   const Schema<Startup> startup = Record<Startup>("How a pod comes and goes.")
//       .field("imageSize", &Startup::imageSize, quantity({.binary = true}), "Size of the image.",
//              {.unit = "bytes"})
//       .field("readinessDelay", &Startup::readinessDelay, duration(), "Until it takes requests.");
//
// Defaults are those of a default-constructed struct. Unknown keys are faults; so are required ones
// that are missing. What equals its default is not written.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/schema.h"

namespace evenkeel::schema {

struct FieldOptions {
  bool required = false;
  std::string unit = {};
  std::string example = {};
};

struct RecordField {
  std::string key;
  std::string text;
  FieldOptions options;
  bool alternative = false;
  std::shared_ptr<const SchemaType> type;
  std::function<void*(void*)> prepare;           // the member, made if it was not there
  std::function<const void*(const void*)> find;  // the member; null where it is not there
};

struct RecordParts {
  std::string title;
  std::shared_ptr<const void> defaults;
  std::vector<RecordField> fields;
  // Run where the fields themselves had no fault.
  std::vector<std::function<void(const void*, const DocumentNode&, Faults&)>> checks;
};
std::shared_ptr<const SchemaType> recordType(RecordParts parts);

template <class T>
class Record {
 public:
  explicit Record(std::string title = {})
      : parts_{std::move(title), std::make_shared<const T>(), {}, {}} {}

  template <class M>
  Record& field(std::string key, M T::* member, const Schema<M>& type, std::string text,
                FieldOptions options = {}) {
    parts_.fields.push_back(
        {std::move(key), std::move(text), std::move(options), false, type.type(),
         [member](void* p) -> void* { return &(static_cast<T*>(p)->*member); },
         [member](const void* p) -> const void* { return &(static_cast<const T*>(p)->*member); }});
    return *this;
  }

  // One alternative of a variant: exactly one of a record's alternatives must be written. A record
  // holds one variant at most.
  template <class A, class V>
  Record& alternative(std::string key, V T::* member, const Schema<A>& type, std::string text) {
    parts_.fields.push_back({std::move(key),
                             std::move(text),
                             {},
                             true,
                             type.type(),
                             [member](void* p) -> void* {
                               return &(static_cast<T*>(p)->*member).template emplace<A>();
                             },
                             [member](const void* p) -> const void* {
                               return std::get_if<A>(&(static_cast<const T*>(p)->*member));
                             }});
    return *this;
  }

  // What no single field can say (a minimum above a maximum).
  Record& check(void (*function)(const T&, const DocumentNode&, Faults&)) {
    parts_.checks.push_back([function](const void* p, const DocumentNode& node, Faults& faults) {
      function(*static_cast<const T*>(p), node, faults);
    });
    return *this;
  }

  operator Schema<T>() const { return Schema<T>(recordType(parts_)); }

 private:
  RecordParts parts_;
};

}  // namespace evenkeel::schema
