// A small HTTP/1.1 server on an event loop: for what others ask of a running program, its figures
// and its health.
//
// Over Boost.Beast. GET and HEAD, answered at once and whole; other methods get 405, a body 413,
// what is no request or too long 400 or 431. Connections are kept between requests. Everything
// happens on the loop's thread, the handler included; it does not throw and returns soon.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "io/event_loop.h"

namespace evenkeel::io {

struct HttpReply {
  int status = 200;
  std::string contentType = "text/plain; charset=utf-8";
  std::string body;
};

// `path`: of the request's target, without the query.
using HttpHandler = std::function<HttpReply(std::string_view path)>;

struct HttpServerLimits {
  std::size_t connections = 64;  // one more sends the oldest away
  std::uint32_t headBytes = 8192;
  Duration patience = 10s;  // for a request, from the one before, and for an answer to be taken
};

class HttpServer {
 public:
  // "127.0.0.1:8080", "[::1]:8080", ":8080" (every address); port 0: any that is free. The loop
  // outlives the server. Invalid: it is no address; Unavailable: it cannot be listened on.
  static Result<std::unique_ptr<HttpServer>> listen(EventLoop& loop, const std::string& address,
                                                    HttpHandler handler,
                                                    const HttpServerLimits& limits = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;

 private:
  struct Parts;
  explicit HttpServer(std::shared_ptr<Parts> parts) : parts_(std::move(parts)) {}
  std::shared_ptr<Parts> parts_;
};

}  // namespace evenkeel::io
