#include "kubernetes/writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "base/virtual_timeline.h"

namespace evenkeel::kubernetes {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kEpoch = 7;

class HeldUntil final : public Fence {
 public:
  explicit HeldUntil(Instant end) : until(end) {}
  Instant writesUntil(std::uint64_t epoch) const override {
    return epoch == kEpoch ? until : Instant::min();
  }
  Instant until;
};

ApiFailure answered(int status, std::optional<Duration> retryAfter = {},
                    std::vector<ApiFailure::Cause> causes = {}) {
  return {{ErrorKind::Unavailable, "PATCH /x", "answered", {}}, status, {}, retryAfter, causes};
}

class WriterTest : public testing::Test {
 protected:
  struct Sent {
    ApiRequest request;
    std::function<void(ApiResult<std::string>)> done;
  };

  Writer& writer(WriteLimits limits = {}) {
    const auto send = [this](ApiRequest request, std::function<void(ApiResult<std::string>)> done) {
      sent_.push_back({std::move(request), std::move(done)});
    };
    writer_.emplace(timeline_, send, fence_, limits);
    return *writer_;
  }
  // Says "PATH answer" or "PATH why", with a mark where it may be done.
  Writer::Done says(const std::string& path) {
    return [this, path](const tl::expected<std::string, WriteFailure>& end) {
      said_.push_back(
          path + ' ' +
          (end ? *end : end.error().failure.error.what + (end.error().mayBeDone ? " ?" : "")));
    };
  }
  std::optional<Writer::WriteId> write(const std::string& path, Instant deadline = Instant::max(),
                                       std::uint64_t epoch = kEpoch) {
    return writer_->write({{.method = "PATCH", .path = path}, {PlanId{17}, 3}, epoch, deadline},
                          says(path));
  }
  std::vector<std::string> paths() const {
    std::vector<std::string> paths;
    for (const Sent& one : sent_) paths.push_back(one.request.path);
    return paths;
  }
  void pass(Duration time) { timeline_.runUntil(timeline_.now() + time); }

  VirtualTimeline timeline_;
  HeldUntil fence_{Instant(1h)};
  std::vector<Sent> sent_;
  std::vector<std::string> said_;
  std::optional<Writer> writer_;
};

TEST_F(WriterTest, SendsInOrderUnderTheIdOfTheDecision) {
  writer();
  write("/a");
  write("/b");
  EXPECT_THAT(paths(), IsEmpty());  // not from inside the call
  pass(0s);
  EXPECT_THAT(paths(), ElementsAre("/a", "/b"));
  EXPECT_EQ(sent_[0].request.auditId, "evenkeel-17-3");
  EXPECT_EQ(writer_->open(), 2u);
  sent_[1].done("second");
  sent_[0].done("first");
  EXPECT_THAT(said_, ElementsAre("/b second", "/a first"));
  EXPECT_EQ(writer_->open(), 0u);
}

TEST_F(WriterTest, KeepsToItsBudget) {
  writer({.perSecond = 10, .burst = 3});
  for (int i = 0; i < 100; ++i) write("/x");
  pass(0s);
  EXPECT_EQ(sent_.size(), 3u);
  pass(99ms);
  EXPECT_EQ(sent_.size(), 3u);
  pass(1ms);
  EXPECT_EQ(sent_.size(), 4u);
  pass(3s);
  EXPECT_EQ(sent_.size(), 34u);
  writer_->withdraw("enough");
  pass(10s);  // what was not used is a burst, and no more
  for (int i = 0; i < 9; ++i) write("/y");
  pass(0s);
  EXPECT_EQ(sent_.size(), 37u);
}

TEST_F(WriterTest, WritesNothingWithoutTheLease) {
  writer();
  write("/other", Instant::max(), kEpoch - 1);
  pass(0s);
  EXPECT_THAT(said_, ElementsAre("/other the lease of epoch 6 is not held"));
  fence_.until = timeline_.now();
  write("/over");
  pass(0s);
  EXPECT_EQ(said_.back(), "/over the lease of epoch 7 is not held");
  EXPECT_THAT(paths(), IsEmpty());
}

TEST_F(WriterTest, LosesTheLeaseWhileItWaits) {
  writer({.perSecond = 1, .burst = 1});
  fence_.until = Instant(10s);
  write("/a");
  write("/b");
  pass(0s);
  fence_.until = Instant::min();
  pass(1s);
  EXPECT_THAT(paths(), ElementsAre("/a"));
  EXPECT_THAT(said_, ElementsAre("/b the lease of epoch 7 is not held"));
}

TEST_F(WriterTest, GivesUpBeforeAnotherCanHoldTheLease) {
  writer();
  fence_.until = Instant(4s);
  write("/a");
  write("/b", Instant(3s));
  pass(0s);
  EXPECT_EQ(sent_[0].request.notAfter, Instant(4s));
  EXPECT_EQ(sent_[1].request.notAfter, Instant(3s));
}

TEST_F(WriterTest, EndsWhatIsLateWhileItWaits) {
  writer({.perSecond = 0.1, .burst = 1});
  write("/a");
  write("/b");
  write("/c", Instant(2s));
  pass(2s);
  EXPECT_THAT(paths(), ElementsAre("/a"));
  EXPECT_THAT(said_, ElementsAre("/c its deadline passed before its turn came"));
  pass(8s);
  EXPECT_THAT(paths(), ElementsAre("/a", "/b"));
}

TEST_F(WriterTest, WaitsWhereTheServerHasTooMuchToDo) {
  writer();
  write("/a");
  write("/b");
  pass(0s);
  sent_[0].done(tl::unexpected(answered(429, 5s)));
  write("/c");
  pass(4s);
  EXPECT_EQ(sent_.size(), 2u);
  pass(1s);
  EXPECT_THAT(paths(), ElementsAre("/a", "/b", "/a", "/c"));
  sent_[1].done(tl::unexpected(answered(429)));
  pass(1s);
  EXPECT_EQ(paths().back(), "/b");
  EXPECT_THAT(said_, IsEmpty());
}

TEST_F(WriterTest, DoesNotTakeADisruptionBudgetForOverload) {
  writer();
  write("/pods/p/eviction");
  pass(0s);
  sent_[0].done(tl::unexpected(answered(429, 10s, {{"DisruptionBudget", "needs 3", ""}})));
  EXPECT_THAT(said_, ElementsAre("/pods/p/eviction answered"));
  write("/next");
  pass(0s);
  EXPECT_EQ(sent_.size(), 2u);
}

TEST_F(WriterTest, TellsWhatMayBeDone) {
  writer();
  for (const int status : {0, 409, 422, 500, 504}) {
    write(std::to_string(status));
    pass(0s);
    sent_.back().done(tl::unexpected(answered(status)));
  }
  EXPECT_THAT(said_, ElementsAre("0 answered ?", "409 answered", "422 answered", "500 answered ?",
                                 "504 answered ?"));
}

TEST_F(WriterTest, CancelsWhatHasNotBeenSent) {
  writer({.perSecond = 1, .burst = 1});
  const auto first = write("/a");
  const auto second = write("/b");
  pass(0s);
  EXPECT_FALSE(writer_->cancel(*first));
  EXPECT_TRUE(writer_->cancel(*second));
  EXPECT_FALSE(writer_->cancel(*second));
  pass(1min);
  EXPECT_THAT(paths(), ElementsAre("/a"));
  EXPECT_THAT(said_, IsEmpty());
  EXPECT_EQ(writer_->open(), 1u);
}

TEST_F(WriterTest, WithdrawsWhatHasNotBeenSent) {
  writer({.perSecond = 1, .burst = 1});
  write("/a");
  write("/b");
  pass(0s);
  writer_->withdraw("acting has been stopped");
  EXPECT_THAT(said_, ElementsAre("/b acting has been stopped"));
  sent_[0].done("fine");
  EXPECT_EQ(said_.back(), "/a fine");
}

TEST_F(WriterTest, SendsNothingAgainThatWasWithdrawnOrCancelled) {
  writer();
  write("/a");
  const auto second = write("/b");
  pass(0s);
  EXPECT_FALSE(writer_->cancel(*second));
  sent_[1].done(tl::unexpected(answered(429)));
  writer_->withdraw("acting has been stopped");
  sent_[0].done(tl::unexpected(answered(429)));
  pass(1min);
  EXPECT_THAT(paths(), ElementsAre("/a", "/b"));
  EXPECT_THAT(said_, ElementsAre("/b answered", "/a answered"));
}

TEST_F(WriterTest, HearsOfTheLostLeaseWhileItPauses) {
  writer();
  fence_.until = Instant(8s);
  write("/a");
  pass(0s);
  sent_[0].done(tl::unexpected(answered(429, 1h)));
  pass(8s);
  EXPECT_THAT(said_, ElementsAre("/a the lease of epoch 7 is not held"));
  fence_.until = Instant(1h);
  write("/b");
  pass(22s);  // half a minute in all
  EXPECT_EQ(paths().back(), "/b");
}

TEST_F(WriterTest, WhoWritesAgainWhenToldWaitsForTheNextTurn) {
  writer();
  int told = 0;
  std::function<void()> again = [&] {
    writer_->write({{.path = "/a"}, {}, kEpoch - 1, Instant::max()}, [&](const auto&) {
      if (++told < 1000) again();
    });
  };
  again();
  writer_->withdraw("enough");
  EXPECT_EQ(told, 1);
  pass(0s);
  EXPECT_EQ(told, 1000);
}

TEST_F(WriterTest, TakesNoMoreThanItHasRoomFor) {
  writer({.open = 2});
  EXPECT_TRUE(write("/a"));
  EXPECT_TRUE(write("/b"));
  EXPECT_FALSE(write("/c"));
  pass(0s);
  EXPECT_FALSE(write("/c"));
  sent_[0].done("");
  EXPECT_TRUE(write("/c"));
}

TEST_F(WriterTest, MayBeDestroyedByWhomItTells) {
  writer();
  for (int i = 0; i < 3; ++i) {
    writer_->write({{.path = "/a"}, {}, kEpoch - 1, Instant::max()}, [this](const auto&) {
      said_.emplace_back("told");
      writer_.reset();
    });
  }
  pass(1s);
  EXPECT_THAT(said_, ElementsAre("told"));

  writer();
  write("/late");
  pass(0s);
  writer_.reset();
  sent_[0].done("nobody is there");
  EXPECT_THAT(said_, ElementsAre("told"));
}

}  // namespace
}  // namespace evenkeel::kubernetes
