// What a description says itself, beside what it leaves to defaults: a tree of a native document,
// walked along with the struct that was read from it.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/document.h"
#include "description/documents.h"
#include "description/kind.h"
#include "description/mlsysops_value.h"

namespace evenkeel::mlsysops {

class Given {  // a part of the tree; it must outlive this
 public:
  explicit Given(const DocumentNode& node) : node_(&node) {}

  bool has(std::string_view key) const { return find(key) != nullptr; }
  // What is not there has nothing either.
  Given at(std::string_view key) const { return Given(find(key)); }
  Given at(std::string_view key, std::size_t index) const;

 private:
  explicit Given(const DocumentNode* node) : node_(node) {}
  const DocumentNode* find(std::string_view key) const {
    return node_ == nullptr ? nullptr : node_->find(key);
  }

  const DocumentNode* node_;
};

// As a native document: `spec`, which was read from a description of MLSysOps, and what that one
// says though it is the default.
DocumentNode givenBy(const Value& description, const AnySpec& spec,
                     const schema::MapOf<std::string>& labels);

// Adds to `got` what `said` has beside it and `wanted` is not content to leave to a default.
void addSaid(DocumentNode& got, const DocumentNode& said, const DocumentNode& wanted);

}  // namespace evenkeel::mlsysops
