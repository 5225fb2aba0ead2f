// HTTP requests on an event loop, many at once on few connections.
//
// Over libcurl's multi interface: HTTP/2 where the server offers it, connections are kept and
// shared. Redirections are not followed. All of it on the loop's thread, callbacks included; none
// is called from inside the call that starts a request.
//
// Errors: Invalid where the request itself is wrong (its URL, a certificate that is none),
// Refused where the server is not who it should be, Unavailable for all else (no answer, too late,
// too long). An answer with any status is an answer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "io/event_loop.h"
#include "io/http.h"

namespace evenkeel::io {

struct HttpLimits {
  std::size_t inFlight = 1000;   // requests; more of them fail at once, as Unavailable
  long connectionsPerHost = 64;  // over HTTP/2 one or two are made, over HTTP/1.1 one a request
};

struct TransferId {
  std::uint64_t value = 0;  // zero: none
  friend bool operator==(TransferId, TransferId) = default;
};

// Of an answer that is taken piece by piece.
struct HttpReceiver {
  std::function<void(const HttpHead&)> head;   // once, as soon as it is there, before data
  std::function<bool(std::string_view)> data;  // false: no more of it, which is no error
  std::function<void(Result<void>)> end;       // once, last; never after cancel()
};

class HttpClient {
 public:
  // The loop outlives the client.
  explicit HttpClient(EventLoop& loop, const HttpLimits& limits = {});
  ~HttpClient();  // nothing is called for any request any more
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  TransferId receive(HttpRequest request, HttpReceiver receiver);
  TransferId send(HttpRequest request, std::function<void(Result<HttpResponse>)> done);
  // Nothing is called for it any more.
  void cancel(TransferId transfer);

  std::size_t inFlight() const;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace evenkeel::io
