// Kubeconfig files, read as kubectl reads them.
//
// Several files are merged: of two entries with one name the first counts, and the first current
// context. Paths in a file are relative to it. Data beside a path counts before it. Source:
// kubernetes.io, "Organizing Cluster Access Using kubeconfig Files"; client-go's api/v1 types.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "kubernetes/access.h"

namespace evenkeel::kubernetes {

struct KubeconfigQuery {
  std::vector<std::string> files;  // the first that are to count first
  bool optional = false;           // of several, those that are not there are left out
  std::string context;             // empty: the current one
};

// Invalid or NotFound, with file and line or the contexts that there are.
Result<ClusterAccess> readKubeconfig(const KubeconfigQuery& query);

// Files as kubectl looks for them: that one, or those of $KUBECONFIG (`environment`), or
// .kube/config in `home`.
KubeconfigQuery kubeconfigQuery(const std::string& file, const char* environment, const char* home);

}  // namespace evenkeel::kubernetes
