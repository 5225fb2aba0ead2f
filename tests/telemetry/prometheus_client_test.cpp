#include "telemetry/prometheus_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "io/child_process.h"
#include "io/find_program.h"

namespace evenkeel::telemetry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr Duration kLong = std::chrono::minutes(1);  // for what should answer at once
const TimeGrid kTwelve{WallTime(1000s), 10s, 12};

class Prometheus : public testing::Test {
 protected:
  void SetUp() override {
    const auto python = io::findProgram("python3");
    if (!python) GTEST_SKIP() << "no python3";
    auto started = io::ChildProcess::start(
        *python, {EVENKEEL_SOURCE_DIR "/tests/telemetry/prometheus_server.py"}, {});
    ASSERT_TRUE(started) << started.error().text();
    server_.emplace(std::move(*started));
    const auto port = server_->exchange("", kLong);
    ASSERT_TRUE(port) << port.error().text();
    url_ = "http://127.0.0.1:" + *port;
  }

  QueryResult<PrometheusClient::Warnings> ask(const std::string& path, std::size_t most = 100,
                                              const TimeGrid& grid = kTwelve) {
    io::EventLoop loop;  // which runs once
    PrometheusClient client(loop, *prometheusAccess(url_ + path, "token", ""));
    std::optional<QueryResult<PrometheusClient::Warnings>> answered;
    client.askInParts(
        "up{a=\"b c\"}", grid, most,
        [this](const SampledSeries& series) { series_.push_back(series); },
        [&](QueryResult<PrometheusClient::Warnings> result) {
          answered = std::move(result);
          loop.stop();
        });
    loop.timeline().at(loop.timeline().now() + kLong, [&loop] { loop.stop(); });
    loop.run();
    requests_ = client.requests();
    return answered.value_or(
        tl::unexpected(QueryFailure{{ErrorKind::Internal, "", "no answer in time", ""}}));
  }
  Error failure(const std::string& path) {
    const auto answered = ask(path);
    return answered ? Error{ErrorKind::Internal, "", "it succeeded", ""} : answered.error().error;
  }
  std::vector<double> times() const {
    std::vector<double> all;
    for (const SampledSeries& one : series_) {
      for (const SamplePoint& point : one.points) all.push_back(point.time);
    }
    return all;
  }

  std::optional<io::ChildProcess> server_;
  std::string url_;
  std::vector<SampledSeries> series_;
  std::size_t requests_ = 0;
};

TEST_F(Prometheus, IsAskedForEveryMoment) {
  const auto answered = ask("");
  ASSERT_TRUE(answered) << answered.error().error.text();
  EXPECT_THAT(*answered, ElementsAre("so so"));
  ASSERT_THAT(series_, SizeIs(1));
  EXPECT_EQ(series_[0].label("query"), "up{a=\"b c\"}");
  EXPECT_EQ(series_[0].label("who"), "Bearer token");
  EXPECT_THAT(times(), SizeIs(12));
  EXPECT_EQ(times().back(), 1110);
}

TEST_F(Prometheus, IsAskedInParts) {
  ASSERT_TRUE(ask("", 5));
  EXPECT_EQ(requests_, 3u);
  EXPECT_THAT(times(),
              ElementsAre(1000, 1010, 1020, 1030, 1040, 1050, 1060, 1070, 1080, 1090, 1100, 1110));
}

TEST_F(Prometheus, OneMomentIsAskedForByItself) {
  ASSERT_TRUE(ask("", 5, {WallTime(1500ms), 10s, 1}));
  EXPECT_THAT(times(), ElementsAre(1.5));
}

TEST_F(Prometheus, WhatIsTooMuchIsAskedForInHalves) {
  const auto answered = ask("/small");
  ASSERT_TRUE(answered) << answered.error().error.text();
  EXPECT_THAT(*answered, ElementsAre("so so"));
  EXPECT_THAT(times(),
              ElementsAre(1000, 1010, 1020, 1030, 1040, 1050, 1060, 1070, 1080, 1090, 1100, 1110));
  EXPECT_EQ(requests_, 1u + 2 + 4);
}

TEST_F(Prometheus, WhatIsTooMuchForOneMomentIsTold) {
  const Error error = failure("/never");
  EXPECT_EQ(error.kind, ErrorKind::Unavailable);
  EXPECT_THAT(error.what, HasSubstr("timed out"));
  EXPECT_LT(requests_, 12u);
}

TEST_F(Prometheus, ItsOwnWordsAreTold) {
  const Error error = failure("/wrong");
  EXPECT_EQ(error.kind, ErrorKind::Invalid);
  EXPECT_EQ(error.where, url_ + "/wrong");
  EXPECT_THAT(error.what, HasSubstr("unexpected <eof>"));
}

TEST_F(Prometheus, WhatIsNoneIsTold) {
  EXPECT_EQ(failure("/none").kind, ErrorKind::Refused);
  EXPECT_THAT(failure("/none").valid, HasSubstr("token"));
  EXPECT_EQ(failure("/html").kind, ErrorKind::Invalid);
  EXPECT_THAT(failure("/html").what, HasSubstr("none of a Prometheus"));
  EXPECT_EQ(failure("/missing").kind, ErrorKind::Invalid);
  EXPECT_THAT(failure("/missing").what, HasSubstr("status 404"));
  EXPECT_THAT(failure("/moved").what, HasSubstr("points to /graph"));
  EXPECT_THAT(failure("/short").what, HasSubstr("cut short"));
  server_.reset();
  EXPECT_EQ(failure("").kind, ErrorKind::Unavailable);
}

TEST_F(Prometheus, ThatIsAwayForAWhileIsNoWrongUrl) {
  const Error error = failure("/away");
  EXPECT_EQ(error.kind, ErrorKind::Unavailable);
  EXPECT_THAT(error.what, HasSubstr("status 503"));
  EXPECT_THAT(error.valid, HasSubstr("later"));
}

// Ends that come at the same time, to one who goes with the first.
TEST_F(Prometheus, CallsNobodyOnceItsClientIsGone) {
  io::EventLoop loop;
  PrometheusLimits limits;
  limits.atOnce = 100;
  limits.timeout = 50ms;
  auto client =
      std::make_unique<PrometheusClient>(loop, *prometheusAccess(url_ + "/still", "", ""), limits);
  int called = 0;
  for (int i = 0; i < 100; ++i) {
    client->ask(
        "up", kTwelve, [](const SampledSeries&) {},
        [&](const QueryResult<PrometheusClient::Warnings>&) {
          ++called;
          client.reset();
          loop.timeline().at(loop.timeline().now() + 20ms, [&loop] { loop.stop(); });
        });
  }
  loop.run();
  EXPECT_EQ(called, 1);
}

}  // namespace
}  // namespace evenkeel::telemetry
