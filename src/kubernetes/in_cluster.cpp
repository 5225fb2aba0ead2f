#include "kubernetes/in_cluster.h"

#include "kubernetes/small_file.h"

namespace evenkeel::kubernetes {

Result<ClusterAccess> inClusterAccess(const char* host, const char* port, const std::string& root) {
  if (host == nullptr || port == nullptr || *host == '\0' || *port == '\0') {
    return fail(ErrorKind::NotFound, "KUBERNETES_SERVICE_HOST",
                "is not set: this is no pod of a cluster", "name a kubeconfig");
  }
  const std::string folder = root + "/var/run/secrets/kubernetes.io/serviceaccount/";
  ClusterAccess access;
  access.name = "in-cluster";
  const std::string address(host);
  const bool isV6 = address.find(':') != std::string::npos;
  access.server = "https://" + (isV6 ? '[' + address + ']' : address) + ':' + port;
  auto authorities = readSmallFile(folder + "ca.crt");
  if (!authorities) return tl::unexpected(std::move(authorities.error()));
  access.tls.authorities = *std::move(authorities);
  access.credentials.tokenFile = folder + "token";
  if (const auto token = readSmallFile(access.credentials.tokenFile); !token)
    return tl::unexpected(token.error());
  if (const auto space = readSmallFile(folder + "namespace"); space && !space->empty())
    access.defaultNamespace = *space;
  return access;
}

}  // namespace evenkeel::kubernetes
