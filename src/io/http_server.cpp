#include "io/http_server.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <charconv>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace evenkeel::io {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr Duration kAgain = 1s;  // after a connection could not be taken (no descriptors left, say)

// One of these is to be listened on, the first that can be. None: it is no address.
std::vector<tcp::endpoint> endpointsOf(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) return {};
  std::uint16_t port = 0;
  const char* const end = address.data() + address.size();
  const auto read = std::from_chars(address.data() + colon + 1, end, port);
  if (read.ec != std::errc{} || read.ptr != end) return {};
  std::string host = address.substr(0, colon);
  if (host.empty())
    return {{asio::ip::address_v6::any(), port}, {asio::ip::address_v4::any(), port}};
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  error_code failed;
  const auto ip = asio::ip::make_address(host, failed);
  if (failed || ip.is_v6() != bracketed) return {};
  return {{ip, port}};
}

error_code listenOn(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
  error_code failed;
  acceptor.open(endpoint.protocol(), failed);
  if (!failed) acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed && endpoint.address().is_v6() && endpoint.address().is_unspecified())
    acceptor.set_option(asio::ip::v6_only(false), failed);
  if (!failed) acceptor.bind(endpoint, failed);
  if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
  error_code ignored;
  if (failed) acceptor.close(ignored);
  return failed;
}

http::response<http::string_body> responseTo(const http::request<http::empty_body>& request,
                                             const HttpHandler& handler) {
  HttpReply reply;
  if (request.method() == http::verb::get || request.method() == http::verb::head) {
    const auto target = request.target();
    reply = handler(std::string_view(target.data(), target.size()).substr(0, target.find('?')));
  } else {
    reply = {405, "text/plain; charset=utf-8", "only GET and HEAD are answered here\n"};
  }
  http::response<http::string_body> response;
  response.version(request.version());
  response.result(static_cast<unsigned>(reply.status));
  response.set(http::field::content_type, reply.contentType);
  if (reply.status == 405) response.set(http::field::allow, "GET, HEAD");
  response.keep_alive(request.keep_alive());
  response.content_length(reply.body.size());
  if (request.method() != http::verb::head) response.body() = std::move(reply.body);
  return response;
}

}  // namespace

struct HttpServer::Parts : std::enable_shared_from_this<HttpServer::Parts> {
  class Connection;

  Parts(asio::io_context& context, HttpHandler answers, const HttpServerLimits& most)
      : acceptor(context), retry(context), handler(std::move(answers)), limits(most) {}

  void accept();
  void leave(std::uint64_t connection) { connections.erase(connection); }
  void close();

  tcp::acceptor acceptor;
  asio::steady_timer retry;
  HttpHandler handler;
  HttpServerLimits limits;
  std::map<std::uint64_t, std::shared_ptr<Connection>> connections;
  std::uint64_t last = 0;
  bool over = false;
};

class HttpServer::Parts::Connection
    : public std::enable_shared_from_this<HttpServer::Parts::Connection> {
 public:
  Connection(std::uint64_t number, tcp::socket socket, std::weak_ptr<Parts> server)
      : number_(number), stream_(std::move(socket)), server_(std::move(server)) {}

  void read() {
    const auto server = server_.lock();
    if (!server) return;
    parser_.emplace();
    parser_->header_limit(server->limits.headBytes);
    parser_->body_limit(0);
    stream_.expires_after(server->limits.patience);
    http::async_read(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](const error_code& error, std::size_t) { self->answer(error); });
  }

  void close() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

 private:
  void answer(const error_code& error) {
    const auto server = server_.lock();
    if (!server) return;
    if (!error) return write(responseTo(parser_->get(), server->handler));
    const bool isAnswered = error.category() == http::make_error_code(http::error{}).category() &&
                            error != http::error::end_of_stream &&
                            error != http::error::partial_message;
    if (!isAnswered) return end();
    http::response<http::string_body> refusal;
    const bool tooLong =
        error == http::error::header_limit || error == http::error::buffer_overflow;
    refusal.result(tooLong ? http::status::request_header_fields_too_large
                   : error == http::error::body_limit ? http::status::payload_too_large
                                                      : http::status::bad_request);
    refusal.keep_alive(false);
    refusal.content_length(0);
    write(std::move(refusal));
  }

  void write(http::response<http::string_body> response) {
    const auto server = server_.lock();
    if (!server) return;
    response_ = std::move(response);
    stream_.expires_after(server->limits.patience);
    http::async_write(stream_, response_,
                      [self = shared_from_this()](const error_code& error, std::size_t) {
                        if (error || !self->response_.keep_alive()) return self->end();
                        self->read();
                      });
  }

  void end() {
    close();
    if (const auto server = server_.lock()) server->leave(number_);
  }

  std::uint64_t number_;
  beast::tcp_stream stream_;
  std::weak_ptr<Parts> server_;
  beast::flat_buffer buffer_{65536};
  std::optional<http::request_parser<http::empty_body>> parser_;
  http::response<http::string_body> response_;
};

void HttpServer::Parts::accept() {
  if (over) return;
  acceptor.async_accept([self = shared_from_this()](const error_code& error, tcp::socket socket) {
    if (self->over) return;
    if (error) {
      self->retry.expires_after(kAgain);
      self->retry.async_wait([self](const error_code& cancelled) {
        if (!cancelled) self->accept();
      });
      return;
    }
    if (self->connections.size() >= std::max<std::size_t>(self->limits.connections, 1)) {
      self->connections.begin()->second->close();
      self->connections.erase(self->connections.begin());
    }
    const std::uint64_t number = ++self->last;
    const auto connection = std::make_shared<Connection>(number, std::move(socket), self);
    self->connections.emplace(number, connection);
    connection->read();
    self->accept();
  });
}

void HttpServer::Parts::close() {
  over = true;
  error_code ignored;
  acceptor.close(ignored);
  retry.cancel();
  for (const auto& [number, connection] : connections) connection->close();
  connections.clear();
}

Result<std::unique_ptr<HttpServer>> HttpServer::listen(EventLoop& loop, const std::string& address,
                                                       HttpHandler handler,
                                                       const HttpServerLimits& limits) {
  const auto endpoints = endpointsOf(address);
  if (endpoints.empty()) {
    return fail(ErrorKind::Invalid, address, "is no address to listen on",
                "an IP address and a port: 127.0.0.1:8080, [::1]:8080, :8080");
  }
  auto parts = std::make_shared<Parts>(loop.context(), std::move(handler), limits);
  error_code failed;
  for (const tcp::endpoint& endpoint : endpoints) {
    failed = listenOn(parts->acceptor, endpoint);
    if (!failed) break;
  }
  if (failed) {
    return fail(ErrorKind::Unavailable, address, "cannot be listened on: " + failed.message(),
                "an address of this machine and a port that is free");
  }
  parts->accept();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(parts)));
}

HttpServer::~HttpServer() {
  parts_->close();
}

std::uint16_t HttpServer::port() const {
  error_code ignored;
  return parts_->acceptor.local_endpoint(ignored).port();
}

}  // namespace evenkeel::io
