// Which of MLSysOps' generations a document belongs to, and what of it is the description.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/document.h"
#include "description/mlsysops_notes.h"
#include "description/mlsysops_vocabulary.h"

namespace evenkeel::mlsysops {

struct Source {
  Kind kind = Kind::Application;
  Spelling spelling = Spelling::Snake;
  Place place;        // of the document's root key or kind
  std::string path;   // of the body in the document
  DocumentNode body;  // its fields, without the envelope
  std::string name;   // of a resource's metadata; empty: it has none
  Place namePlace;
  std::vector<std::pair<std::string, std::string>> labels;  // of a resource's metadata
};

// The descriptions of one document: a custom resource holds one, a user file one for each root key.
// Adds a fault where there is none.
std::vector<Source> recognize(const DocumentNode& document, Notes& notes);

}  // namespace evenkeel::mlsysops
