// Documents of MLSysOps as specs of the native kinds.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/document.h"
#include "description/documents.h"
#include "description/mlsysops_notes.h"
#include "description/mlsysops_write.h"

namespace evenkeel::mlsysops {

struct Description {
  AnySpec spec;
  DocumentNode given;  // as a native document, with defaults that it says itself
  std::vector<std::pair<std::string, std::string>> labels;  // of a resource
  Place place;
};

// All descriptions of one file: they may refer to each other. Where there are faults, what they
// concern is missing or has its default.
std::vector<Description> readDescriptions(const std::vector<DocumentNode>& documents, Notes& notes);

}  // namespace evenkeel::mlsysops
