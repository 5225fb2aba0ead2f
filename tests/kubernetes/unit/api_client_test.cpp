#include "kubernetes/api_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "kubernetes/unit/scripted_server.h"

namespace evenkeel::kubernetes {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Api : public WithScriptedServer {
 protected:
  // All of these, in this order, one after the other.
  std::vector<ApiResult<std::string>> answers(std::vector<ApiRequest> requests) {
    std::vector<ApiResult<std::string>> all;
    std::function<void()> next = [&] {
      if (all.size() == requests.size()) return loop_.stop();
      client().call(requests[all.size()], [&](ApiResult<std::string> answer) {
        all.push_back(std::move(answer));
        next();
      });
    };
    next();
    run();
    EXPECT_EQ(all.size(), requests.size());
    return all;
  }
  ApiResult<std::string> get(const std::string& path) { return answers({{.path = path}}).front(); }
  // What is told of a failure.
  std::string fault(const std::string& path) {
    const auto answer = get(path);
    return answer ? "answered " + *answer : answer.error().error.text();
  }
};

TEST_F(Api, GivesTheBody) {
  const auto answer = get("/api/v1/pods?limit=5");
  ASSERT_TRUE(answer) << answer.error().error.text();
  EXPECT_EQ(*answer, "GET /api/v1/pods?limit=5 application/json");
}

TEST_F(Api, SaysWhatTheAuditLogIsToCallIt) {
  ASSERT_THAT(*answers({{.path = "/x", .auditId = "evenkeel-1-0"}}).front(),
              EndsWith("application/json evenkeel-1-0"));
}

TEST_F(Api, BeginsNothingLate) {
  const auto all = answers({{.path = "/x", .notAfter = loop_.timeline().now()},
                            {.path = "/asked/x"},
                            {.path = "/x", .notAfter = loop_.timeline().now() + kLong}});
  ASSERT_FALSE(all[0]);
  EXPECT_EQ(all[0].error().error.text(), "GET /x: there was no time left to ask");
  EXPECT_EQ(*all[1], "0");
  EXPECT_TRUE(all[2]);
}

TEST_F(Api, GivesUpInTime) {
  const auto all = answers({{.path = "/silent", .notAfter = loop_.timeline().now() + 100ms}});
  ASSERT_FALSE(all[0]);
  EXPECT_EQ(all[0].error().status, 0);
}

TEST_F(Api, TriesAReadAgainWhereTheServerIsDown) {
  const auto all = answers({{.path = "/down/3"}, {.path = "/gone/2"}, {.path = "/asked/down/3"}});
  EXPECT_THAT(*all[0], StartsWith("GET /down/3"));
  EXPECT_THAT(*all[1], StartsWith("GET /gone/2"));
  EXPECT_EQ(*all[2], "4");
}

TEST_F(Api, GivesUpInTheEnd) {
  const auto all = answers({{.path = "/down/9"}, {.path = "/asked/down/9"}});
  ASSERT_FALSE(all[0]);
  EXPECT_EQ(all[0].error().status, 503);
  EXPECT_TRUE(all[0].error().isOverload());
  EXPECT_THAT(all[0].error().error.text(), HasSubstr("GET /down/9: answered 503 without a Status"));
  EXPECT_EQ(*all[1], "5");
}

TEST_F(Api, WaitsAsLongAsItIsTold) {
  const Instant before = loop_.timeline().now();
  EXPECT_TRUE(get("/busy/1"));
  EXPECT_GE(loop_.timeline().now() - before, 1s);
}

TEST_F(Api, SendsWhatChangesSomethingOnlyOnce) {
  ApiRequest patch{.method = "PATCH",
                   .path = "/down/1",
                   .contentType = "application/merge-patch+json",
                   .body = "{}"};
  ApiRequest good = patch;
  good.path = "/x";
  const auto all = answers({patch, {.path = "/asked/down/1"}, good});
  ASSERT_FALSE(all[0]);
  EXPECT_THAT(all[0].error().error.text(), HasSubstr("PATCH /down/1: answered 503: not now"));
  EXPECT_EQ(*all[1], "1");
  EXPECT_EQ(*all[2], "application/merge-patch+json {}");
}

TEST_F(Api, TellsWhatTheServerSays) {
  const auto all = answers({{.path = "/forbidden?token=x"}, {.path = "/old"}});
  EXPECT_TRUE(all[0].error().isForbidden());
  EXPECT_EQ(all[0].error().reason, "Forbidden");
  EXPECT_EQ(all[0].error().error.kind, ErrorKind::Refused);
  EXPECT_EQ(all[0].error().error.text(), "GET /forbidden: answered 403: pods is forbidden: no");
  EXPECT_TRUE(all[1].error().isExpired());
}

TEST_F(Api, AnIdentityThatIsRefusedIsMadeAnewOnce) {
  const std::string token = testing::TempDir() + "api_token_" + std::to_string(::getpid());
  access_.credentials.tokenFile = token;
  std::ofstream(token) << "first";
  std::vector<bool> good;
  const auto ask = [&](const std::string& path, std::function<void()> then) {
    client().call({.path = path}, [&good, then](ApiResult<std::string> answer) {
      good.push_back(answer.has_value());
      EXPECT_TRUE(answer || answer.error().status == 401);
      then();
    });
  };
  ask("/secret/first", [&] {
    std::ofstream(token) << "second";
    ask("/secret/second", [&] { ask("/secret/third", [&] { loop_.stop(); }); });
  });
  run();
  EXPECT_EQ(good, (std::vector<bool>{true, true, false}));
  std::filesystem::remove(token);
}

TEST_F(Api, SaysThatNobodyAnswers) {
  access_.server = "http://127.0.0.1:1";
  EXPECT_THAT(fault("/api"), HasSubstr("http://127.0.0.1:1/api"));
}

TEST_F(Api, StreamsAndCancels) {
  std::string told;
  ApiReceiver receiver;
  CallId call;
  receiver.data = [&](std::string_view data) {
    told += data;
    client().cancel(call);
    loop_.timeline().at(loop_.timeline().now() + 20ms, [&] { loop_.stop(); });
  };
  receiver.end = [](ApiResult<void>) { FAIL(); };
  call = client().stream({.path = "/x"}, receiver);
  receiver.data = [](std::string_view) { FAIL(); };
  client().cancel(client().stream({.path = "/y"}, receiver));
  run();
  EXPECT_THAT(told, StartsWith("GET /x"));
}

TEST_F(Api, AWatchIsNotCompressed) {
  std::string told;
  ApiReceiver receiver;
  receiver.data = [&](std::string_view data) { told += data; };
  receiver.end = [&](const ApiResult<void>& result) {
    EXPECT_TRUE(result) << result.error().error.text();
    loop_.stop();
  };
  client().stream({.path = "/zipped", .timeout = {}}, receiver);
  run();
  EXPECT_EQ(told, "begun goes on");
}

TEST_F(Api, ItMayGoInItsOwnCallback) {
  ApiReceiver receiver;
  receiver.data = [&](std::string_view) {
    client_.reset();
    loop_.timeline().at(loop_.timeline().now() + 20ms, [&] { loop_.stop(); });
  };
  receiver.end = [](ApiResult<void>) { FAIL(); };
  client().stream({.path = "/x"}, receiver);
  client().call({.path = "/down/4"}, [](ApiResult<std::string>) { FAIL(); });
  run();
  EXPECT_FALSE(client_);
}

}  // namespace
}  // namespace evenkeel::kubernetes
