#include "kubernetes/rights.h"

#include <memory>
#include <optional>
#include <utility>

#include "kubernetes/json.h"

namespace evenkeel::kubernetes {
namespace {

// "deployments/scale": the resource, and its sub-resource.
Json attributesOf(const Right& right) {
  const std::size_t slash = right.resource.find('/');
  Json attributes{
      {"verb", right.verb}, {"group", right.group}, {"resource", right.resource.substr(0, slash)}};
  if (slash != std::string::npos) attributes["subresource"] = right.resource.substr(slash + 1);
  if (!right.space.empty()) attributes["namespace"] = right.space;
  if (!right.name.empty()) attributes["name"] = right.name;
  return attributes;
}

ApiRequest questionOf(const Right& right) {
  const Json review{{"apiVersion", "authorization.k8s.io/v1"},
                    {"kind", "SelfSubjectAccessReview"},
                    {"spec", {{"resourceAttributes", attributesOf(right)}}}};
  return {.method = "POST",
          .path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
          .contentType = "application/json",
          .body = textOf(review)};
}

struct Asked {
  std::vector<Right> rights;
  std::vector<std::optional<Missing>> answers;
  std::optional<ApiFailure> failure;
  std::size_t left = 0;
  bool answered = false;  // one of them, at least
  std::function<void(ApiResult<std::vector<Missing>>)> done;

  void take(std::size_t i, const ApiResult<std::string>& answer) {
    if (!answer) {
      if (!failure) failure = answer.error();
    } else {
      answered = true;
      const Json review = parsedJson(*answer);
      const Json& status = memberOf(review, "status");
      if (!isTrueAt(status, "allowed")) answers[i] = {rights[i], textAt(status, "reason")};
    }
    if (--left > 0) return;
    if (!answered && failure) return done(tl::unexpected(std::move(*failure)));
    std::vector<Missing> missing;
    for (auto& one : answers) {
      if (one) missing.push_back(std::move(*one));
    }
    done(std::move(missing));
  }
};

}  // namespace

std::string Right::text() const {
  std::string text = verb + ' ' + resource;
  if (!group.empty()) text += '.' + group;
  if (!name.empty()) text += ' ' + name;
  if (!space.empty()) text += " in " + space;
  return text;
}

void askRights(ApiClient& client, std::vector<Right> rights,
               std::function<void(ApiResult<std::vector<Missing>>)> done) {
  const auto asked = std::make_shared<Asked>();
  asked->left = rights.size();
  asked->answers.resize(rights.size());
  asked->rights = std::move(rights);
  asked->done = std::move(done);
  for (std::size_t i = 0; i < asked->rights.size(); ++i) {
    client.call(questionOf(asked->rights[i]),
                [asked, i](ApiResult<std::string> answer) { asked->take(i, answer); });
  }
}

}  // namespace evenkeel::kubernetes
