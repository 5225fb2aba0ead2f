#include "telemetry/prometheus_access.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "io/base64.h"
#include "io/percent.h"

namespace evenkeel::telemetry {
namespace {

constexpr std::string_view kValid = "http(s)://host[:port][/path], as you open it in a browser";

bool isHeaderText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin));
}

}  // namespace

Result<PrometheusAccess> prometheusAccess(const std::string& url, const std::string& token,
                                          const std::string& authorities) {
  std::string_view rest = url;
  std::string scheme;
  for (const std::string_view known : {"http://", "https://"}) {
    if (rest.starts_with(known)) scheme = known;
  }
  rest.remove_prefix(scheme.size());
  const std::size_t path = rest.find('/');
  std::string_view host = rest.substr(0, path);
  std::string user;
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos) {
    user = io::percentDecoded(host.substr(0, at));
    host.remove_prefix(at + 1);
    rest.remove_prefix(at + 1);
  }
  if (scheme.empty() || host.empty() || !isHeaderText(rest) ||
      rest.find_first_of("?#@") != std::string_view::npos)
    return fail(ErrorKind::Invalid, scheme + std::string(host.substr(0, host.find_first_of("?#@"))),
                "is no URL of a Prometheus", std::string(kValid));
  while (rest.ends_with('/')) rest.remove_suffix(1);

  PrometheusAccess access;
  access.url = scheme + std::string(rest);
  const std::string bearer = trimmed(token);
  if (!bearer.empty() && !user.empty())
    return fail(ErrorKind::Invalid, access.url, "has a user, and there is a token too",
                "one of them");
  if (!isHeaderText(bearer))
    return fail(ErrorKind::Invalid, "the token", "has blanks or control characters in it",
                "one line of text");
  if (!bearer.empty()) access.authorization = "Bearer " + bearer;
  if (!user.empty()) access.authorization = "Basic " + io::encodeBase64(user);
  if (!authorities.empty()) {
    auto tls = std::make_shared<io::TlsIdentity>();
    tls->authorities = authorities;
    access.tls = std::move(tls);
  }
  return access;
}

}  // namespace evenkeel::telemetry
