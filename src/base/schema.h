// The schema tree: what a document or a set of options may hold, declared once.
//
// A Schema<T> is a node of the tree, bound to the plain type T: it reads a T from a document
// (collecting every fault), writes one back, and describes itself for the reference page, the JSON
// schema and the lists of parameters. Nodes are made by the functions of schema_scalars.h,
// schema_containers.h and schema_record.h, are immutable, cheap to copy, and may be shared between
// threads.
#pragma once

#include <memory>
#include <utility>

#include "base/diagnostic.h"
#include "base/document.h"
#include "base/schema_info.h"

namespace evenkeel {

// A node without its type: `target`, `source` and `defaults` point at a T. A record inside another
// may have other defaults there than by itself; null: those of T.
class SchemaType {
 public:
  virtual ~SchemaType() = default;
  // What was wrong keeps the value that `target` had.
  virtual void read(const DocumentNode& node, void* target, Faults& faults) const = 0;
  virtual DocumentNode write(const void* source, const void* defaults) const = 0;
  virtual TypeInfo describe(const void* defaults) const = 0;
};

template <class T>
class Schema {
 public:
  explicit Schema(std::shared_ptr<const SchemaType> type) : type_(std::move(type)) {}

  void read(const DocumentNode& node, T& target, Faults& faults) const {
    type_->read(node, &target, faults);
  }
  DocumentNode write(const T& source) const { return type_->write(&source, nullptr); }
  TypeInfo describe() const { return type_->describe(nullptr); }
  const std::shared_ptr<const SchemaType>& type() const { return type_; }

 private:
  std::shared_ptr<const SchemaType> type_;
};

}  // namespace evenkeel
