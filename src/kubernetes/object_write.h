// Requests that change objects, as values: nothing is sent here (writer.h).
//
// Each says who writes (kFieldManager) and lets the server refuse what it does not know rather than
// drop it. Bodies are JSON as text. Sources: API concepts of Kubernetes (server-side apply,
// patches, optimistic concurrency), autoscaling/v1 Scale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "kubernetes/api_client.h"
#include "kubernetes/api_path.h"
#include "kubernetes/unchanged.h"

namespace evenkeel::kubernetes {

inline constexpr std::string_view kFieldManager = "evenkeel";

// Fields that somebody else has set.
enum class Contested : std::uint8_t { Refused, Taken };

// Server-side apply of an object, or of a sub-resource ("status"): all that we want of it, and
// nothing else. Makes it where it is not there. Refused: see field_conflict.h.
ApiRequest applyRequest(const ObjectRef& object, std::string_view sub, std::string body,
                        Contested contested = Contested::Refused);

// JSON merge patch (RFC 7396): what it says is replaced, null is removed. Invalid: `patch` is no
// object, or its metadata is none.
Result<ApiRequest> mergeRequest(const ObjectRef& object, std::string_view sub,
                                std::string_view patch, const Unchanged& unchanged);
// Strategic merge patch, of kinds that come with Kubernetes: elements of lists are told apart by
// their keys, those that are not named stay.
ApiRequest strategicRequest(const ObjectRef& object, std::string_view sub, std::string patch);

// A new object. `path`: of all of its kind in a namespace, or of a sub-resource that takes one.
ApiRequest createRequest(std::string path, std::string body);

ApiRequest scaleRequest(const ObjectRef& object, std::int32_t replicas, const Unchanged& unchanged);

}  // namespace evenkeel::kubernetes
