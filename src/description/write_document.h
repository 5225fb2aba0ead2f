// One document as a tree: what documents.h reads back as the same.
#pragma once

#include <string>

#include "base/document.h"
#include "description/documents.h"
#include "description/kind.h"

namespace evenkeel {

// Defaults are left out. A Scenario has no name of its own in its spec: write_scenario.h. Labels of
// a node are those of its spec; `labels` are for the others.
DocumentNode writeDocument(const AnySpec& spec, const schema::MapOf<std::string>& labels = {});

}  // namespace evenkeel
