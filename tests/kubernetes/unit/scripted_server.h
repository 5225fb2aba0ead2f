// A test with the server of api_server.py, an event loop and a client.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "io/child_process.h"
#include "io/find_program.h"
#include "kubernetes/api_client.h"

namespace evenkeel::kubernetes {

// Words in the order in which they were said; the loop ends after the one that ends so.
class Transcript {
 public:
  Transcript(io::EventLoop& loop, std::string until) : loop_(loop), until_(std::move(until)) {}
  void say(const std::string& word) {
    text_ += (text_.empty() ? "" : " ") + word;
    if (text_.ends_with(until_)) loop_.stop();
  }
  const std::string& text() const { return text_; }

 private:
  io::EventLoop& loop_;
  std::string until_;
  std::string text_;
};

class WithScriptedServer : public testing::Test {
 protected:
  static constexpr Duration kLong = std::chrono::minutes(1);  // for what should answer at once

  void SetUp() override {
    const auto python = io::findProgram("python3");
    if (!python) GTEST_SKIP() << "no python3";
    auto started = io::ChildProcess::start(
        *python, {EVENKEEL_SOURCE_DIR "/tests/kubernetes/unit/api_server.py"}, {});
    ASSERT_TRUE(started) << started.error().text();
    server_.emplace(std::move(*started));
    const auto port = server_->exchange("", kLong);
    ASSERT_TRUE(port) << port.error().text();
    access_.server = "http://127.0.0.1:" + *port;
    limits_.firstPause = 1ms;
  }
  ApiClient& client() {
    if (!client_) client_.emplace(loop_, access_, RandomStream(1, "api", "test"), limits_);
    return *client_;
  }
  void run() {
    loop_.timeline().at(loop_.timeline().now() + kLong, [this] { loop_.stop(); });
    loop_.run();
  }

  io::EventLoop loop_;
  ClusterAccess access_;
  ApiLimits limits_;
  std::optional<io::ChildProcess> server_;
  std::optional<ApiClient> client_;
};

}  // namespace evenkeel::kubernetes
