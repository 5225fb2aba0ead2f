// References that one document makes for another: MLSysOps wants them at both ends.
#pragma once

#include <vector>

#include "description/documents.h"

namespace evenkeel::mlsysops {

// Adds what the other documents say of a Cluster, Datacenter or Continuum: the nodes of a cluster,
// the clusters of a data centre and (where it lists none itself) their nodes, and all clusters to a
// continuum that lists none. Other kinds stay as they are.
void gatherReferences(const std::vector<LoadedDocument>& documents, AnySpec& spec);

}  // namespace evenkeel::mlsysops
