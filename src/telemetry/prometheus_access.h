// Where a Prometheus is, and as whom it is asked.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "io/http.h"

namespace evenkeel::telemetry {

struct PrometheusAccess {
  std::string url;                             // without user, password and a slash at its end
  std::string authorization;                   // header's value; empty: as nobody
  std::shared_ptr<const io::TlsIdentity> tls;  // null: verified by the system's authorities
};

// `url`: http or https, with a path where Prometheus lies under one, with user and password where
// it wants them. `token`: a bearer token, empty: none. `authorities`: PEM text of who may sign its
// certificate, empty: the system's. Invalid: it is no such URL, or has both token and user; errors
// do not repeat a password.
Result<PrometheusAccess> prometheusAccess(const std::string& url, const std::string& token,
                                          const std::string& authorities);

}  // namespace evenkeel::telemetry
