#include "kubernetes/api_path.h"

#include "io/percent.h"

namespace evenkeel::kubernetes {

std::string_view groupOf(std::string_view apiVersion) {
  const std::size_t slash = apiVersion.find('/');
  return slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
}

std::string pathOf(std::string_view apiVersion) {
  const bool isCore = apiVersion.find('/') == std::string_view::npos;
  return (isCore ? "/api/" : "/apis/") + std::string(apiVersion);
}

std::string pathOf(std::string_view apiVersion, std::string_view space, std::string_view resource) {
  std::string path = pathOf(apiVersion) + '/';
  if (!space.empty()) path += "namespaces/" + io::percentEncoded(space) + '/';
  return path.append(resource);
}

}  // namespace evenkeel::kubernetes
