// What kinds are called as resources, as the API server says (discovery).
//
// Asked once a group and version, and again where the kind was not found. On the thread of the
// loop.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "kubernetes/api_client.h"

namespace evenkeel::kubernetes {

struct ServedResource {
  std::string name;       // "deployments"
  bool hasScale = false;  // the sub-resource
};

class ResourceNames {
 public:
  // The client outlives it.
  explicit ResourceNames(ApiClient& client) : client_(client) {}
  ~ResourceNames();
  ResourceNames(const ResourceNames&) = delete;
  ResourceNames& operator=(const ResourceNames&) = delete;

  // Null: it is not known yet, or there is none.
  const ServedResource* known(const std::string& apiVersion, const std::string& kind) const;

  // Absent: the cluster serves no such kind.
  using Answer = ApiResult<std::optional<ServedResource>>;
  struct Question {
    std::uint64_t value = 0;
  };
  // `done` is called once, later, unless the question is dropped. `apiVersion`: isApiVersion().
  Question find(const std::string& apiVersion, const std::string& kind,
                std::function<void(const Answer&)> done);
  void drop(Question question);

 private:
  struct Asked {
    std::string kind;
    std::function<void(const Answer&)> done;
  };
  struct Version {
    std::optional<CallId> call;
    std::map<std::uint64_t, Asked> waiting;
  };

  void take(const std::string& apiVersion, const ApiResult<std::string>& answer);

  ApiClient& client_;
  std::uint64_t last_ = 0;
  std::map<std::string, std::map<std::string, ServedResource>> known_;  // by version, by kind
  std::map<std::string, Version> asked_;                                // by version
  std::map<std::uint64_t, Asked> answering_;                            // who is still to be called
};

}  // namespace evenkeel::kubernetes
