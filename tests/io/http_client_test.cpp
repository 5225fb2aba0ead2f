#include "io/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "io/child_process.h"
#include "io/find_program.h"

namespace evenkeel::io {
namespace {

using ::testing::HasSubstr;

constexpr Duration kLong = std::chrono::minutes(1);  // for what should answer at once

std::string read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class Http : public testing::Test {
 protected:
  void serve(std::vector<std::string> arguments = {}) {
    const auto python = findProgram("python3");
    if (!python) GTEST_SKIP() << "no python3";
    arguments.insert(arguments.begin(), EVENKEEL_SOURCE_DIR "/tests/io/http_server.py");
    auto started = ChildProcess::start(*python, arguments, {});
    ASSERT_TRUE(started) << started.error().text();
    server_.emplace(std::move(*started));
    const auto port = server_->exchange("", kLong);
    ASSERT_TRUE(port) << port.error().text();
    port_ = *port;
  }
  std::string url(const std::string& path) const { return "http://127.0.0.1:" + port_ + path; }

  // Sends all of them and waits for all.
  std::vector<Result<HttpResponse>> answers(std::vector<HttpRequest> requests) {
    std::vector<Result<HttpResponse>> all(requests.size());
    std::size_t left = requests.size();
    for (std::size_t i = 0; i < requests.size(); ++i) {
      client_.send(std::move(requests[i]), [&, i](Result<HttpResponse> answer) {
        all[i] = std::move(answer);
        if (--left == 0) loop_.stop();
      });
    }
    run();
    EXPECT_EQ(left, 0u);
    return all;
  }
  Result<HttpResponse> answer(HttpRequest request) { return answers({std::move(request)}).front(); }
  void run() {
    loop_.timeline().at(loop_.timeline().now() + kLong, [this] { loop_.stop(); });
    loop_.run();
  }
  HttpRequest get(const std::string& path) const {
    HttpRequest request;
    request.url = url(path);
    return request;
  }

  EventLoop loop_;
  HttpClient client_{loop_};
  std::optional<ChildProcess> server_;
  std::string port_ = "1";
};

TEST_F(Http, GivesStatusHeadersAndBody) {
  ASSERT_NO_FATAL_FAILURE(serve());
  const auto answered = answer(get("/status/429"));
  ASSERT_TRUE(answered) << answered.error().text();
  EXPECT_EQ(answered->head.status, 429);
  ASSERT_NE(answered->head.find("retry-after"), nullptr);
  EXPECT_EQ(*answered->head.find("retry-after"), "7");
  EXPECT_EQ(answered->head.find("nothing"), nullptr);
  EXPECT_EQ(answered->body, "it is so");
}

TEST_F(Http, SendsMethodHeadersAndBody) {
  ASSERT_NO_FATAL_FAILURE(serve());
  HttpRequest request = get("/");
  request.method = "PATCH";
  request.headers = {"Content-Type: application/merge-patch+json"};
  request.body = R"({"a": 1})";
  const auto answered = answer(request);
  ASSERT_TRUE(answered) << answered.error().text();
  EXPECT_EQ(answered->head.status, 201);
  EXPECT_EQ(answered->body, R"(PATCH {"a": 1})");
  EXPECT_EQ(*answered->head.find("x-kind"), "application/merge-patch+json");
}

TEST_F(Http, ASlowAnswerDelaysNobodyElse) {
  ASSERT_NO_FATAL_FAILURE(serve());
  std::vector<HttpRequest> requests(50, get("/bytes/100000"));
  requests.push_back(get("/after/0.3"));
  std::size_t before = 0;
  std::size_t left = requests.size();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    client_.send(requests[i], [&, slow = i == 50](Result<HttpResponse> answered) {
      ASSERT_TRUE(answered) << answered.error().text();
      EXPECT_EQ(answered->body.size(), slow ? 7u : 100'000u);
      if (slow) before = requests.size() - left;
      if (--left == 0) loop_.stop();
    });
  }
  EXPECT_EQ(client_.inFlight(), requests.size());
  run();
  EXPECT_EQ(before, 50u);
  EXPECT_EQ(client_.inFlight(), 0u);
}

TEST_F(Http, GivesAnAnswerPieceByPieceUntilItIsEnough) {
  ASSERT_NO_FATAL_FAILURE(serve());
  std::string told;
  HttpReceiver receiver;
  receiver.head = [&](const HttpHead& head) { told += std::to_string(head.status) + '\n'; };
  receiver.data = [&](std::string_view data) {
    told += data;
    return told.find("line 4") == std::string::npos;
  };
  receiver.end = [&](Result<void> ended) {
    EXPECT_TRUE(ended) << ended.error().text();
    loop_.stop();
  };
  client_.receive(get("/lines/5"), std::move(receiver));
  run();
  EXPECT_EQ(told, "200\nline 0\nline 1\nline 2\nline 3\nline 4\n");
}

TEST_F(Http, TellsOfTheHeadOfAnAnswerThatSaysNothingYet) {
  ASSERT_NO_FATAL_FAILURE(serve());
  int status = 0;
  HttpReceiver receiver;
  receiver.head = [&](const HttpHead& head) {
    status = head.status;
    loop_.stop();
  };
  receiver.data = [](std::string_view) { return true; };
  receiver.end = [](Result<void>) { FAIL(); };
  client_.receive(get("/lines/0"), std::move(receiver));
  run();
  EXPECT_EQ(status, 200);
}

TEST_F(Http, WhatIsCancelledIsNotCalledAgain) {
  ASSERT_NO_FATAL_FAILURE(serve());
  TransferId first;
  TransferId second;
  HttpReceiver receiver;
  receiver.data = [&](std::string_view) {
    client_.cancel(first);  // from its own callback
    client_.cancel(second);
    loop_.timeline().at(loop_.timeline().now() + 50ms, [&] { loop_.stop(); });
    return true;
  };
  receiver.end = [](Result<void>) { FAIL(); };
  first = client_.receive(get("/lines/3"), receiver);
  second = client_.send(get("/after/0.01"), [](Result<HttpResponse>) { FAIL(); });
  const TransferId third = client_.send(get("/"), [](Result<HttpResponse>) { FAIL(); });
  client_.cancel(third);  // before it began
  run();
  EXPECT_EQ(client_.inFlight(), 0u);
}

TEST_F(Http, ItMayGoInTheMiddleOfEverything) {
  ASSERT_NO_FATAL_FAILURE(serve());
  auto other = std::make_unique<HttpClient>(loop_);
  for (int i = 0; i < 5; ++i) {
    HttpReceiver receiver;
    receiver.data = [](std::string_view) { return true; };
    receiver.end = [](Result<void>) { FAIL(); };
    other->receive(get("/lines/3"), std::move(receiver));
  }
  other->send(get("/"), [&](Result<HttpResponse>) {
    other.reset();
    loop_.timeline().at(loop_.timeline().now() + 20ms, [&] { loop_.stop(); });
  });
  run();
  EXPECT_EQ(other, nullptr);
}

TEST_F(Http, NothingIsCalledOnceItIsGone) {
  ASSERT_NO_FATAL_FAILURE(serve());
  auto other = std::make_unique<HttpClient>(loop_);
  int called = 0;
  for (int i = 0; i < 100; ++i) {  // some of which end at the same time
    HttpRequest request = get("/after/5");
    request.timeout = 50ms;
    other->send(request, [&](Result<HttpResponse>) {
      ++called;
      other.reset();
      loop_.timeline().at(loop_.timeline().now() + 20ms, [&] { loop_.stop(); });
    });
  }
  run();
  EXPECT_EQ(called, 1);
}

TEST_F(Http, GoesByAProxyAsItIsTold) {
  ASSERT_NO_FATAL_FAILURE(serve());
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  HttpRequest direct = get("/");
  direct.proxy = "";
  HttpRequest other = get("/");
  other.url = "http://elsewhere.invalid/";
  other.proxy = url("");
  const auto all = answers({get("/"), direct, other});
  EXPECT_FALSE(all[0]);
  EXPECT_TRUE(all[1]);
  EXPECT_TRUE(all[2]);
  ::unsetenv("http_proxy");
}

TEST_F(Http, SaysWhyThereIsNoAnswer) {
  ASSERT_NO_FATAL_FAILURE(serve());
  HttpRequest late = get("/after/5");
  late.timeout = 50ms;
  HttpRequest still = get("/lines/1");
  still.timeout = {};
  still.silence = 1s;
  HttpRequest longer = get("/bytes/5000?token=secret");
  longer.mostBytes = 1000;
  HttpRequest none;
  none.url = "http://127.0.0.1:1/";
  HttpRequest odd;
  odd.url = "file:///etc/passwd";
  HttpRequest empty;
  HttpRequest unknown;
  unknown.url = "http://no.such.host.invalid/";
  const auto all = answers({late, still, longer, get("/broken"), none, odd, empty, unknown});
  const auto expectKind = [&](std::size_t i, ErrorKind kind, const std::string& says) {
    ASSERT_FALSE(all[i]) << i;
    EXPECT_EQ(all[i].error().kind, kind) << all[i].error().text();
    EXPECT_THAT(all[i].error().text(), HasSubstr(says)) << i;
  };
  expectKind(0, ErrorKind::Unavailable, "timed out");
  expectKind(1, ErrorKind::Unavailable, "too slow");
  expectKind(2, ErrorKind::Unavailable, "longer than 1000 bytes");
  EXPECT_THAT(all[2].error().text(), Not(HasSubstr("secret")));
  expectKind(3, ErrorKind::Unavailable, "");
  expectKind(4, ErrorKind::Unavailable, "connect");
  expectKind(5, ErrorKind::Invalid, "");
  expectKind(6, ErrorKind::Invalid, "");
  expectKind(7, ErrorKind::Unavailable, "resolve");
}

TEST_F(Http, TooManyAtOnceFail) {
  ASSERT_NO_FATAL_FAILURE(serve());
  HttpClient narrow(loop_, {2, 2});
  int answered = 0;
  int refused = 0;
  for (int i = 0; i < 5; ++i) {
    narrow.send(get("/after/0.05"), [&](Result<HttpResponse> answer) {
      ++(answer ? answered : refused);
      if (answered + refused == 5) loop_.stop();
    });
  }
  run();
  EXPECT_EQ(answered, 2);
  EXPECT_EQ(refused, 3);
}

// With certificates made by the test.
class HttpTls : public Http {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "http_tls_" + std::to_string(::getpid());
    std::filesystem::create_directories(folder_);
    for (const char* name : {"server", "client", "stranger"}) {
      const std::string file = folder_ + "/" + name;
      const std::string command =
          "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
          "/CN=" +
          std::string(name) + " -addext subjectAltName=DNS:" + name + ",DNS:localhost -keyout " +
          file + ".key -out " + file + ".pem 2>/dev/null";
      if (std::system(command.c_str()) != 0) GTEST_SKIP() << "no openssl";
    }
    const std::string server = folder_ + "/server";
    serve({server + ".pem", server + ".key", folder_ + "/client.pem"});
    identity_.authorities = read(server + ".pem");
    identity_.certificate = read(folder_ + "/client.pem");
    identity_.key = read(folder_ + "/client.key");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Result<HttpResponse> ask(const std::string& host = "localhost") {
    HttpRequest request;
    request.url = "https://" + host + ":" + port_ + "/";
    request.tls = std::make_shared<TlsIdentity>(identity_);
    return answer(request);
  }

  std::string folder_;
  TlsIdentity identity_;
};

TEST_F(HttpTls, KnowsTheServerAndIsKnown) {
  const auto answered = ask();
  ASSERT_TRUE(answered) << answered.error().text();
  EXPECT_EQ(answered->head.status, 200);
}

TEST_F(HttpTls, RefusesAServerOfAnotherAuthority) {
  identity_.authorities = read(folder_ + "/stranger.pem");
  const auto answered = ask();
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error().kind, ErrorKind::Refused) << answered.error().text();
}

TEST_F(HttpTls, RefusesAServerOfAnotherName) {
  const auto answered = ask("127.0.0.1");
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error().kind, ErrorKind::Refused) << answered.error().text();
}

TEST_F(HttpTls, TakesTheNameThatItIsTold) {
  identity_.serverName = "server";
  EXPECT_TRUE(ask("127.0.0.1"));
}

TEST_F(HttpTls, VerifiesNothingWhereItIsToldNotTo) {
  identity_.authorities.clear();
  identity_.verify = false;
  EXPECT_TRUE(ask("127.0.0.1"));
}

TEST_F(HttpTls, IsRefusedWithoutACertificate) {
  identity_.certificate.clear();
  identity_.key.clear();
  EXPECT_FALSE(ask());
}

TEST_F(HttpTls, ACertificateThatIsNoneIsInvalid) {
  identity_.certificate = "no certificate";
  const auto answered = ask();
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error().kind, ErrorKind::Invalid) << answered.error().text();
}

TEST_F(HttpTls, AuthoritiesThatAreNoneAreInvalid) {
  identity_.authorities = "no certificate";
  const auto answered = ask();
  ASSERT_FALSE(answered);
  EXPECT_EQ(answered.error().kind, ErrorKind::Invalid) << answered.error().text();
}

}  // namespace
}  // namespace evenkeel::io
