#include "program/namespace_check.h"

#include <utility>

#include "io/percent.h"

namespace evenkeel::program {
namespace {

// A server that is no API server has other ways to say 404.
bool isSaidOfNamespace(const kubernetes::ApiFailure& failure) {
  return failure.isNotFound() && failure.reason == "NotFound";
}

}  // namespace

void checkNamespace(kubernetes::ApiClient& client, const kubernetes::ClusterAccess& access,
                    const std::string& space,
                    std::function<void(std::optional<Error> missing)> done) {
  // As a stream it is tried once.
  client.stream(
      {.path = "/api/v1/namespaces/" + io::percentEncoded(space)},
      {.data = [](std::string_view) {},
       .end =
           [&access, space, done = std::move(done)](const kubernetes::ApiResult<void>& answer) {
             if (answer || !isSaidOfNamespace(answer.error())) return done(std::nullopt);
             done(Error{ErrorKind::NotFound, access.name, "has no namespace " + space,
                        "kubectl get namespaces lists them"});
           }});
}

}  // namespace evenkeel::program
