// Requests and answers of HTTP, as values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace evenkeel::io {

// Certificates and keys as PEM text, so that what was read once is what is used.
struct TlsIdentity {
  std::string authorities;  // who may sign the server's certificate; empty: those of the system
  std::string certificate;  // ours, with its chain; empty: none
  std::string key;
  std::string serverName;  // expected instead of the URL's host; empty: the URL's
  bool verify = true;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::string> headers;  // "Name: value"
  std::string body;
  std::shared_ptr<const TlsIdentity> tls;  // null: verified by the system's authorities
  std::optional<std::string> proxy;        // URL; empty: none; absent: as the environment says
  Duration connectTimeout = 10s;
  Duration timeout = 30s;  // of the whole answer; zero: none
  Duration silence{};      // an answer that stops for so long fails; zero: never
  std::size_t mostBytes = std::size_t{64} << 20;  // of the body
};

struct HttpHead {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case, in order

  // The first of that name, in lower case.
  const std::string* find(std::string_view name) const;
};

struct HttpResponse {
  HttpHead head;
  std::string body;
};

}  // namespace evenkeel::io
