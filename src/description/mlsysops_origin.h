// Where a part of a native document stands in its owner's file, which may be one of MLSysOps.
#pragma once

#include <string>
#include <string_view>

#include "base/document.h"
#include "description/mlsysops_value.h"

namespace evenkeel::mlsysops {

struct Origin {
  Place place;
  std::string path;  // as the owner of the file knows it
};

class Origins {  // what they are made of must outlive them
 public:
  explicit Origins(const DocumentNode& native) : native_(&native) {}
  explicit Origins(const Value& description) : description_(&description) {}

  bool areNative() const { return native_ != nullptr; }
  // `path` is that of a native document: "spec.components[0].uid". Of what is not found there, the
  // nearest thing around it that is.
  Origin of(const std::string& path) const;

 private:
  const DocumentNode* native_ = nullptr;
  const Value* description_ = nullptr;
};

}  // namespace evenkeel::mlsysops
