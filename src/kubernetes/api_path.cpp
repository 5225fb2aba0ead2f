#include "kubernetes/api_path.h"

#include <algorithm>

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

std::string pathOf(const ObjectRef& object, std::string_view sub) {
  std::string path = pathOf(object.apiVersion, object.space, object.resource) + '/' +
                     io::percentEncoded(object.name);
  return sub.empty() ? path : (path += '/').append(sub);
}

bool isPathPart(std::string_view text) {
  const auto isAlnum = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !text.empty() && isAlnum(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return isAlnum(c) || c == '.' || c == '-'; });
}

bool isApiVersion(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return isPathPart(text);
  return isPathPart(text.substr(0, slash)) && isPathPart(text.substr(slash + 1));
}

}  // namespace evenkeel::kubernetes
