#include "kubernetes/object_write.h"

#include <utility>

#include "kubernetes/json_parts.h"

namespace evenkeel::kubernetes {
namespace {

std::string writing(std::string path) {
  return (path += "?fieldValidation=Strict&fieldManager=").append(kFieldManager);
}

ApiRequest patchRequest(const ObjectRef& object, std::string_view sub, const char* contentType,
                        std::string body) {
  return {.method = "PATCH",
          .path = writing(pathOf(object, sub)),
          .contentType = contentType,
          .body = std::move(body)};
}

ApiRequest merge(const ObjectRef& object, std::string_view sub, Json patch,
                 const Unchanged& unchanged) {
  demand(patch, unchanged);
  return patchRequest(object, sub, "application/merge-patch+json", textOf(patch));
}

}  // namespace

ApiRequest applyRequest(const ObjectRef& object, std::string_view sub, std::string body,
                        Contested contested) {
  ApiRequest request = patchRequest(object, sub, "application/apply-patch+yaml", std::move(body));
  if (contested == Contested::Taken) request.path += "&force=true";
  return request;
}

Result<ApiRequest> mergeRequest(const ObjectRef& object, std::string_view sub,
                                std::string_view patch, const Unchanged& unchanged) {
  Json wanted = parsedJson(patch);
  const bool isPatch = wanted.is_object() && wanted.value("metadata", Json::object()).is_object();
  if (!isPatch)
    return fail(ErrorKind::Invalid, pathOf(object, sub),
                "the patch, or its metadata, is no object");
  return merge(object, sub, std::move(wanted), unchanged);
}

ApiRequest strategicRequest(const ObjectRef& object, std::string_view sub, std::string patch) {
  return patchRequest(object, sub, "application/strategic-merge-patch+json", std::move(patch));
}

ApiRequest createRequest(std::string path, std::string body) {
  return {.method = "POST",
          .path = writing(std::move(path)),
          .contentType = "application/json",
          .body = std::move(body)};
}

ApiRequest scaleRequest(const ObjectRef& object, std::int32_t replicas,
                        const Unchanged& unchanged) {
  return merge(object, "scale", {{"spec", {{"replicas", replicas}}}}, unchanged);
}

}  // namespace evenkeel::kubernetes
