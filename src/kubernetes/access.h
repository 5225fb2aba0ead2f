// How a cluster is reached, and as whom: what a kubeconfig or a pod's service account says.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/http.h"

namespace evenkeel::kubernetes {

// A program that says who we are (client.authentication.k8s.io).
struct ExecPlugin {
  std::string apiVersion;  // .../v1 or .../v1beta1
  std::string command;     // a path, absolute or with none of its folders left out, or a name
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> environment;  // beside ours
  bool clusterInfo = false;                                      // it is told which cluster
  std::string installHint;                                       // where it is missing
};

// The first that is there is used: plug-in, token file, token, user and password. None of them: a
// certificate (TlsIdentity) or nobody.
struct Credentials {
  std::optional<ExecPlugin> exec;
  std::string tokenFile;  // read again now and then: it changes
  std::string token;
  std::string user;
  std::string password;
};

struct Impersonation {
  std::string user;  // empty: of nobody
  std::string uid;
  std::vector<std::string> groups;
  std::map<std::string, std::vector<std::string>> extra;
};

struct ClusterAccess {
  std::string name;    // of the context, or "in-cluster"
  std::string server;  // URL, without a slash at its end
  io::TlsIdentity tls;
  std::string proxy;  // URL
  Credentials credentials;
  Impersonation as;
  std::string defaultNamespace = "default";
};

}  // namespace evenkeel::kubernetes
