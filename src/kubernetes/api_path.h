// Where an API server has what: paths of groups, and of the objects of a resource.
#pragma once

#include <string>
#include <string_view>

namespace evenkeel::kubernetes {

// "apps/v1": "apps"; "v1": empty, core.
std::string_view groupOf(std::string_view apiVersion);

// "/apis/apps/v1", "/api/v1": what it serves.
std::string pathOf(std::string_view apiVersion);
// All objects of a resource, in one namespace or (empty) everywhere.
std::string pathOf(std::string_view apiVersion, std::string_view space, std::string_view resource);

// One object. Its parts are those of a path (isPathPart()), its namespace may be empty.
struct ObjectRef {
  std::string apiVersion;  // "apps/v1"
  std::string resource;    // "deployments"
  std::string space;
  std::string name;
  friend bool operator==(const ObjectRef&, const ObjectRef&) = default;
};
// `sub`: a sub-resource, "scale"; empty: itself.
std::string pathOf(const ObjectRef& object, std::string_view sub = {});

// One part of a path that leads nowhere else, as names of objects and resources are. What authors
// of objects wrote is to be asked this before it becomes part of a path.
bool isPathPart(std::string_view text);
// "v1", "apps/v1", and nothing that would leave the path.
bool isApiVersion(std::string_view text);

}  // namespace evenkeel::kubernetes
