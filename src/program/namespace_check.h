// Whether the one namespace that is to be looked at exists.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "kubernetes/access.h"
#include "kubernetes/api_client.h"

namespace evenkeel::program {

// Calls back once, with NotFound where the cluster says that it has no such namespace. No answer
// and no right to ask say nothing of it: who may not read a namespace may yet read what is in it.
// `access` outlives it; nothing is called where the client goes before.
void checkNamespace(kubernetes::ApiClient& client, const kubernetes::ClusterAccess& access,
                    const std::string& space,
                    std::function<void(std::optional<Error> missing)> done);

}  // namespace evenkeel::program
