#include "description/reference.h"

#include "base/schema_reference.h"
#include "description/schemas.h"

namespace evenkeel {

std::string descriptionReference() {
  std::string out =
      "# Descriptions\n\n"
      "Every key of every kind of document. This page is made from the schemas that read the "
      "files; a test compares them.\n\n"
      "A file holds one or more YAML documents with a line `---` between them. Each begins with "
      "`apiVersion: " +
      std::string(kApiVersion) +
      "` and its `kind`. Names refer to documents in the same file and in the files that a "
      "Scenario includes. `evenkeel validate FILE` reports every fault with its line. Durations "
      "are written as `250ms`, `15s`, `1h30m`; quantities as in Kubernetes: `500m`, `2`, "
      "`256Mi`.\n";
  for (const auto& info : documentKinds()) {
    out += "\n## " + std::string(info.kind) + "\n\n" + std::string(info.title) + "\n\n";
    out += referenceTable(info.describe());
  }
  return out;
}

}  // namespace evenkeel
