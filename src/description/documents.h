// Documents of any kind, read and checked one by one; what they say of each other is checked by
// whoever knows what belongs together (checks.h).
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/diagnostic.h"
#include "base/document.h"
#include "description/spec.h"

namespace evenkeel {

using AnySpec = std::variant<Application, NodeSpec, Cluster, Datacenter, Continuum, ScenarioSpec>;

struct LoadedDocument {
  std::string file;
  std::string kind;
  std::string name;   // of the metadata; the spec bears it too
  DocumentNode root;  // as written, for the places of later faults
  AnySpec spec;       // what was faulty has its default
};

struct LoadedDocuments {
  std::vector<LoadedDocument> documents;  // those whose kind is known
  std::vector<Diagnostic> diagnostics;
};

// Every fault of the file, documents apart.
LoadedDocuments readDocuments(const std::string& path);
// `file` is what diagnostics call the text.
LoadedDocuments readDocumentsText(std::string_view text, const std::string& file);

}  // namespace evenkeel
