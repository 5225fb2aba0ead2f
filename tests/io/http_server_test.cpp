#include "io/http_server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <thread>

namespace evenkeel::io {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// A connection of a client that may say anything. Waits a minute at most.
class Raw {
 public:
  explicit Raw(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{60, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  ~Raw() { ::close(socket_); }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;

  bool connected() const { return connected_; }
  void say(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // Until what was heard holds `last`, or the other side is gone.
  std::string hear(std::string_view last = "\nno such text") {
    std::string heard;
    char piece[4096];
    while (heard.find(last) == std::string::npos) {
      const ssize_t got = ::recv(socket_, piece, sizeof piece, 0);
      if (got <= 0) break;
      heard.append(piece, static_cast<std::size_t>(got));
    }
    return heard;
  }

 private:
  int socket_;
  bool connected_ = false;
};

class Server : public testing::Test {
 protected:
  void serve(const HttpServerLimits& limits = {}) {
    auto listening = HttpServer::listen(
        loop_, "127.0.0.1:0",
        [](std::string_view path) {
          if (path == "/hello") return HttpReply{200, "text/plain", "good day\n"};
          return HttpReply{404, "text/plain", "nothing at " + std::string(path) + '\n'};
        },
        limits);
    ASSERT_TRUE(listening) << listening.error().text();
    server_ = std::move(*listening);
    port_ = server_->port();
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~Server() override {
    loop_.post([this] {
      server_.reset();
      loop_.stop();
    });
    if (thread_.joinable()) thread_.join();
  }

  EventLoop loop_;
  std::unique_ptr<HttpServer> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

TEST_F(Server, AnswersOneRequestAfterTheOther) {
  serve();
  Raw client(port_);
  for (int i = 0; i < 3; ++i) {
    client.say("GET /hello?now=1 HTTP/1.1\r\nHost: here\r\n\r\n");
    const std::string heard = client.hear("good day\n");
    EXPECT_THAT(heard, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(heard, HasSubstr("Content-Length: 9\r\n"));
    EXPECT_THAT(heard, HasSubstr("Content-Type: text/plain\r\n"));
  }
  client.say("HEAD /hello HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
  const std::string head = client.hear();
  EXPECT_THAT(head, HasSubstr("Content-Length: 9\r\n"));
  EXPECT_THAT(head, testing::EndsWith("\r\n\r\n"));
}

TEST_F(Server, RefusesWhatIsNoQuestion) {
  serve();
  const auto answerTo = [&](const std::string& said) {
    Raw client(port_);
    client.say(said);
    return client.hear();
  };
  const std::string end = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  EXPECT_THAT(answerTo("GET /no" + end), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(answerTo("DELETE /hello" + end), StartsWith("HTTP/1.1 405 "));
  EXPECT_THAT(answerTo("what?\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answerTo("GET /" + std::string(20'000, 'x') + end), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(answerTo("POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n"),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answerTo(std::string(70'000, '\0')), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answerTo("GET /hello" + end), HasSubstr("good day"));
}

TEST_F(Server, WhoSaysNothingIsSentAway) {
  serve({.patience = 50ms});
  Raw silent(port_);
  EXPECT_EQ(silent.hear(), "");
}

TEST_F(Server, WhoSaysNothingHoldsNobodyUp) {
  serve({.connections = 2, .patience = std::chrono::hours(1)});
  Raw silent(port_);
  Raw slow(port_);
  slow.say("GET /hel");
  Raw third(port_);
  third.say("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(third.hear("good day\n"), HasSubstr("good day"));
  EXPECT_EQ(silent.hear(), "");
  slow.say("lo HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(slow.hear("good day\n"), HasSubstr("good day"));
}

TEST_F(Server, IsGoneWhenItIsDestroyed) {
  serve();
  Raw client(port_);
  client.say("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  client.hear("good day\n");
  loop_.post([this] { server_.reset(); });
  EXPECT_EQ(client.hear(), "");
  EXPECT_FALSE(Raw(port_).connected());
}

TEST_F(Server, ListensNowhereElse) {
  serve();
  for (const char* address : {"", "8080", "localhost:80", "127.0.0.1:", "127.0.0.1:99999", "::1:80",
                              "127.0.0.1:80x", "[127.0.0.1]:80", "256.0.0.1:80"}) {
    const auto wrong = HttpServer::listen(loop_, address, {});
    ASSERT_FALSE(wrong) << address;
    EXPECT_EQ(wrong.error().kind, ErrorKind::Invalid) << address;
  }
  const auto taken = HttpServer::listen(loop_, "127.0.0.1:" + std::to_string(port_), {});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().kind, ErrorKind::Unavailable);
  EXPECT_THAT(taken.error().text(), HasSubstr("in use"));
}

}  // namespace
}  // namespace evenkeel::io
