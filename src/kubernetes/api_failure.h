// Why a request to an API server has no answer that helps.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "io/http.h"

namespace evenkeel::kubernetes {

struct ApiFailure {
  // One of several reasons that a Status object gives (metav1.StatusCause).
  struct Cause {
    std::string reason;  // "FieldManagerConflict", "DisruptionBudget"
    std::string message;
    std::string field;  // ".spec.replicas"; may be empty
    friend bool operator==(const Cause&, const Cause&) = default;
  };

  Error error;         // where: method and path
  int status = 0;      // of HTTP; zero: there was no answer
  std::string reason;  // of the Status object, "Forbidden"; may be empty
  std::optional<Duration> retryAfter = {};
  std::vector<Cause> causes = {};  // the first hundred

  // The resource version is too old to go on from: list anew.
  bool isExpired() const { return status == 410; }
  bool isForbidden() const { return status == 403; }
  bool isNotFound() const { return status == 404; }
  // Something else was written meanwhile, or belongs to somebody else, or is there already.
  bool isConflict() const { return status == 409; }
  bool hasCause(std::string_view reason) const;
  // A disruption budget refuses an eviction by 429, as a server does that has too much to do.
  bool isRefusedByBudget() const { return status == 429 && hasCause("DisruptionBudget"); }
  // The request was not carried out for want of time or room: it may be sent again.
  bool isOverload() const { return status == 429 || status == 503; }
};

template <class T>
using ApiResult = tl::expected<T, ApiFailure>;

// Of an answer beyond 2xx. `body`: a Status object (metav1), or whatever a proxy in between says.
ApiFailure failureOf(const std::string& where, const io::HttpHead& head, std::string_view body);
// Of a Status object that comes as an event of a watch (type ERROR).
ApiFailure failureOfStatus(const std::string& where, std::string_view status);

}  // namespace evenkeel::kubernetes
