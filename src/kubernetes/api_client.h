// Requests to one API server.
//
// Reads are sent again where there was no answer or the server is overloaded (429, 5xx): after
// Retry-After where it says so, else after a time that doubles, give or take half of it by chance.
// Writes are sent once. An answer of 401 makes the identity anew, once. Everything is called on the
// loop's thread, and nothing from inside the call that starts it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/random.h"
#include "io/event_loop.h"
#include "kubernetes/access.h"
#include "kubernetes/api_failure.h"

namespace evenkeel::kubernetes {

struct ApiRequest {
  std::string method = "GET";
  std::string path;  // with its query, from the slash on
  std::string contentType = {};
  std::string body = {};
  std::string accept = "application/json";
  Duration timeout = 30s;             // of each try; zero: none (a watch)
  Duration silence{};                 // zero: it may be silent for ever
  Instant notAfter = Instant::max();  // no try begins then or later, or goes on
  std::string auditId = {};           // what the server's audit log calls it; empty: as it likes
};

struct ApiLimits {
  int tries = 5;                // of a read
  Duration firstPause = 500ms;  // before the second
  Duration longestPause = 30s;
  std::size_t mostBytes = std::size_t{64} << 20;  // of an answer that is taken whole
  std::size_t inFlight = 1000;
};

struct CallId {
  std::uint64_t value = 0;
  friend bool operator==(CallId, CallId) = default;
};

struct ApiReceiver {
  std::function<void(std::string_view)> data;  // of an answer with 2xx
  std::function<void(ApiResult<void>)> end;    // once, last; never after cancel()
  std::function<void()> begun = {};            // before data: an answer with 2xx; may be empty
};

class ApiClient {
 public:
  ApiClient(io::EventLoop& loop, const ClusterAccess& access, RandomStream random,
            const ApiLimits& limits = {});
  ~ApiClient();
  ApiClient(const ApiClient&) = delete;
  ApiClient& operator=(const ApiClient&) = delete;

  // The body of an answer with 2xx.
  CallId call(ApiRequest request, std::function<void(ApiResult<std::string>)> done);
  // Piece by piece, tried once.
  CallId stream(ApiRequest request, ApiReceiver receiver);
  void cancel(CallId call);

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace evenkeel::kubernetes
