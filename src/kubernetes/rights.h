// What we may do, asked of the API server beforehand (authorization.k8s.io/v1), so that what is
// missing can be said at the start and the rest goes on.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kubernetes/api_client.h"

namespace evenkeel::kubernetes {

struct Right {
  std::string verb;        // "list"
  std::string group;       // empty: core
  std::string resource;    // "pods", "deployments/scale"
  std::string space = {};  // namespace; empty: in all
  std::string name = {};   // empty: of all
  friend bool operator==(const Right&, const Right&) = default;

  // "list pods", "get deployments/scale.apps in shop"
  std::string text() const;
};

struct Missing {
  Right right;
  std::string why;  // as the server says, may be empty
};

// Asks for each (at least one) and calls back once with those that are missing, in order. What has
// no answer is not called missing; where nothing has one, the failure is that of the first. Nothing
// is called where the client goes before.
void askRights(ApiClient& client, std::vector<Right> rights,
               std::function<void(ApiResult<std::vector<Missing>>)> done);

}  // namespace evenkeel::kubernetes
