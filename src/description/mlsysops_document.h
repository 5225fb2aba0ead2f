// Documents of MLSysOps as specs of the native kinds.
#pragma once

#include <vector>

#include "base/document.h"
#include "description/documents.h"
#include "description/mlsysops_notes.h"
#include "description/mlsysops_value.h"

namespace evenkeel::mlsysops {

struct Description {
  AnySpec spec;
  DocumentNode given;  // as a native document, with defaults that it says itself
  Value value;         // as it was written
  Place place;
};

// All descriptions of one file: they may refer to each other. Where there are faults, what they
// concern is missing or has its default.
std::vector<Description> readDescriptions(const std::vector<DocumentNode>& documents, Notes& notes);

}  // namespace evenkeel::mlsysops
