// What no single field can say: references, cycles, what fits where. Each check adds its faults
// with the place of the text that is wrong; names that are empty were refused before.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "description/documents.h"
#include "model/scenario.h"

namespace evenkeel {

// Within one application: calls, dependencies, entries, sizes.
void checkApplication(const LoadedDocument& document, std::vector<Diagnostic>& diagnostics);

// No two of a kind with one name; references between nodes, clusters, data centres and continuum,
// and from placements to nodes and clusters. A reference into a kind of which there is no document
// at all is accepted unless `complete`.
void checkReferences(const std::vector<LoadedDocument>& documents, bool complete,
                     std::vector<Diagnostic>& diagnostics);

enum class PolicyRole : std::uint8_t { Decides, Fallback };
// What a policy acts by: names of mechanisms. Error: there is no such policy, or none for that
// role.
using PolicyCheck = std::function<Result<std::vector<std::string>>(const PolicyCall&, PolicyRole)>;

// Of the scenario document: loads, faults, policies, times. `checkPolicy` may be null.
void checkScenario(const LoadedDocument& scenario, const std::vector<LoadedDocument>& documents,
                   const PolicyCheck& checkPolicy, std::vector<Diagnostic>& diagnostics);

// Every component has a node that may hold one pod of it.
void checkCapacity(const std::vector<LoadedDocument>& documents, const std::vector<Node>& nodes,
                   std::vector<Diagnostic>& diagnostics);

// The nodes of a document: one, or as many as it counts.
std::vector<Node> nodesOf(const NodeSpec& spec);

// At `path` of the document. Beyond Faults::kLimit no more are added.
void addFault(const LoadedDocument& document, std::string path, std::string found,
              std::string valid, std::vector<Diagnostic>& diagnostics,
              Severity severity = Severity::Error);
// "there is no NOUN 'name'; did you mean …" at `path`.
void addUnknown(const LoadedDocument& document, std::string path, std::string_view noun,
                const std::string& name, const std::vector<std::string>& known,
                std::vector<Diagnostic>& diagnostics);

}  // namespace evenkeel
