// The identity of a pod, as Kubernetes puts it into every container.
#pragma once

#include <string>

#include "base/result.h"
#include "kubernetes/access.h"

namespace evenkeel::kubernetes {

// `host`, `port`: KUBERNETES_SERVICE_HOST and _PORT; null or empty: NotFound, this is no pod.
// `root`: before /var/run/secrets/kubernetes.io/serviceaccount. Its token is read again later on.
Result<ClusterAccess> inClusterAccess(const char* host, const char* port,
                                      const std::string& root = {});

}  // namespace evenkeel::kubernetes
