// A description in the words of the vocabulary: keys as the program knows them, values of their
// form, each with its place and path as written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "description/mlsysops_notes.h"
#include "description/mlsysops_vocabulary.h"

namespace evenkeel::mlsysops {

struct Value {
  const Term* term = nullptr;  // null: a whole description
  Place place;
  std::string path;
  std::string text;           // of text, as the program knows it; of sizes, as written
  bool flag = false;          // of flags
  double number = 0;          // of numbers; of frequencies: Hz
  std::vector<Value> items;   // of a list
  std::vector<Value> fields;  // of a record

  const Value* find(std::string_view key) const;  // null: not written
};

// Whatever is not as its generation has it is a warning; what cannot be understood is a fault.
Value normalize(const DocumentNode& body, const std::string& path, Kind kind, Spelling spelling,
                Notes& notes);

}  // namespace evenkeel::mlsysops
