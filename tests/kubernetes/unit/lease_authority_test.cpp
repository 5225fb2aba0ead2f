#include "kubernetes/lease_authority.h"

#include <gtest/gtest.h>

#include <set>

#include "kubernetes/unit/lease_candidates.h"

namespace evenkeel::kubernetes {
namespace {

class LeaseAuthorityTest : public testing::Test, protected Candidates {
 protected:
  // One that acts, alone so far.
  Candidate& holder(const std::string& name = "a") {
    Lease released;
    released.transitions = 4;
    server_.put(released);
    Candidate& first = candidate(name);
    until([&] { return first.writes(); });
    EXPECT_EQ(first.grant(), (Grant{true, 5, name}));
    return first;
  }
  static Instant lastSent(const Candidate& who, const std::string& what) {
    Instant last = Instant::min();
    for (const auto& [one, when] : who.store->sent) {
      if (one == what) last = when;
    }
    return last;
  }
  static std::size_t count(const Candidate& who, const std::string& what) {
    return static_cast<std::size_t>(
        std::count_if(who.store->sent.begin(), who.store->sent.end(),
                      [&](const auto& one) { return one.first == what; }));
  }
  // Two of one name that both write, the one that is so much later first.
  void twins(Duration apart) {
    server_.put({});
    Candidate& a = candidate("a");
    a.store->link.there = [] { return 30ms; };
    run(apart);
    Candidate& twin = candidate("a");
    run(1min);
    EXPECT_EQ(count(a, "replace"), 1u);
    EXPECT_EQ(a.given, (std::vector<std::uint64_t>{}));
    EXPECT_EQ(twin.given, (std::vector<std::uint64_t>{1}));
  }
  // The next write comes after it was given up, and just before the one that follows it.
  static void writesComeLate(Candidate& who) {
    who.store->link.there = [&who, before = count(who, "replace")]() -> Duration {
      const std::size_t writes = count(who, "replace") - before;
      if (who.store->sent.back().first != "replace" || writes > 2) return 10ms;
      return writes == 1 ? 6s : 2s;
    };
  }
  // What is written last shall have been sent just now.
  void untilRenewing(Candidate& who) {
    const std::size_t before = count(who, "replace");
    until([&] { return count(who, "replace") > before; });
  }
};

// Terms.

TEST_F(LeaseAuthorityTest, TermsThatCannotBeKeptAreRefused) {
  Candidate& any = candidate("a");
  const auto refused = [&](LeaseTerms terms) {
    const auto made =
        LeaseAuthority::make(any.machine, RandomStream(1, "a", "b"), *any.store, std::move(terms));
    return made ? std::string() : made.error().where;
  };
  EXPECT_EQ(refused({.identity = "a"}), "");
  EXPECT_EQ(refused({.identity = ""}), "identity");
  EXPECT_EQ(refused({.identity = "\xff"}), "identity");
  EXPECT_EQ(refused({.identity = "a", .renewDeadline = 15s}), "renewDeadline");
  EXPECT_EQ(refused({.identity = "a", .leaseDuration = 15500ms}), "leaseDuration");
  EXPECT_EQ(refused({.identity = "a", .leaseDuration = 48h}), "leaseDuration");
  EXPECT_EQ(refused({.identity = "a", .retryPeriod = 0s}), "retryPeriod");
  EXPECT_EQ(refused({.identity = "a", .retryPeriod = 9s}), "retryPeriod");
  EXPECT_EQ(refused({.identity = "a", .epochFloor = 1ULL << 31}), "epochFloor");
}

// Taking it.

TEST_F(LeaseAuthorityTest, WhatNobodyHoldsIsTakenAtOnce) {
  Candidate& a = holder();
  EXPECT_EQ(a.grants.front(), (Grant{false, 0, ""}));
  EXPECT_LT(world_.now(), Instant(100ms));
  EXPECT_EQ(server_.lease->holder, "a");
  EXPECT_EQ(server_.lease->transitions, 5u);
  EXPECT_EQ(server_.lease->duration, 15s);
  EXPECT_EQ(a.authority->failure(), "");
}

TEST_F(LeaseAuthorityTest, WhoeverMakesItActsOnceAnotherThatWasThereHasRunOut) {
  Candidate& a = candidate("a", 41);
  run(1s);
  EXPECT_EQ(a.grants.front(), (Grant{false, 41, ""}));
  EXPECT_EQ(server_.writes, 1);
  EXPECT_EQ(server_.lease->transitions, 42u);
  EXPECT_EQ(a.grant(), (Grant{false, 42, "a"}));
  EXPECT_EQ(a.until(), Instant::min());
  const Duration took = until([&] { return a.grant().mayAct; });
  EXPECT_EQ(a.grant(), (Grant{true, 42, "a"}));
  EXPECT_GT(took, 14s);
  EXPECT_LT(took, 15s);
}

TEST_F(LeaseAuthorityTest, AnothersIsTakenOnceItHasNotChangedForTheDurationItNames) {
  Lease other;
  other.holder = "b";
  other.duration = 30s;
  other.transitions = 7;
  server_.put(other);
  Candidate& a = candidate("a");
  run(1s);
  EXPECT_EQ(a.grant(), (Grant{false, 7, "b"}));
  run(20s);
  server_.put(other);  // the same, written again
  EXPECT_GT(until([&] { return a.writes(); }), 30s);
  EXPECT_LT(world_.now(), Instant(21s + 30s + 9s));
  EXPECT_EQ(a.grant(), (Grant{true, 8, "a"}));
}

TEST_F(LeaseAuthorityTest, TheOtherHolderIsNamedWheneverItIsAnother) {
  holder("a");
  Candidate& b = candidate("b");
  run(5s);
  EXPECT_EQ(b.grant(), (Grant{false, 5, "a"}));
  Lease other = *server_.lease;
  other.holder = "c";
  other.transitions = 9;
  server_.put(other);
  run(5s);
  EXPECT_EQ(b.grant(), (Grant{false, 9, "c"}));
  EXPECT_EQ(b.grants.size(), 3u);
}

TEST_F(LeaseAuthorityTest, ALeaseOfOurNameFromAnEarlierLifeIsAnothers) {
  Candidate& a = holder();
  run(3s);
  a.begin();
  run(14s);
  EXPECT_FALSE(a.writes());
  until([&] { return a.writes(); });
  EXPECT_EQ(a.grant(), (Grant{true, 6, "a"}));
}

TEST_F(LeaseAuthorityTest, OfTwoOfOneNameTheFirstActs) {
  twins(10ms);
}

TEST_F(LeaseAuthorityTest, SoItIsWhereBothWriteTheSame) {
  twins(20ms);
}

TEST_F(LeaseAuthorityTest, EpochsEndBeforeTransitionsOverflow) {
  Lease last;
  last.transitions = Lease::kMostTransitions;
  server_.put(last);
  Candidate& a = candidate("a");
  run(60s);
  EXPECT_FALSE(a.grant().mayAct);
  EXPECT_NE(a.authority->failure(), "");
  EXPECT_EQ(server_.lease->holder, "");
}

// Holding it.

TEST_F(LeaseAuthorityTest, ARenewalCountsFromWhenItWasSent) {
  Candidate& a = holder();
  a.store->link.there = [] { return 1s; };
  a.store->link.back = [] { return 2s; };
  untilRenewing(a);
  const Instant sent = a.machine.now();
  const Instant before = a.until();
  run(2900ms);
  EXPECT_EQ(a.until(), before);
  run(200ms);
  EXPECT_EQ(a.until(), sent + 10s);
}

TEST_F(LeaseAuthorityTest, OnlyTheEpochThatIsHeldWrites) {
  Candidate& a = holder();
  EXPECT_GT(a.authority->writesUntil(5), a.machine.now());
  EXPECT_EQ(a.authority->writesUntil(4), Instant::min());
  EXPECT_EQ(a.authority->writesUntil(6), Instant::min());
}

TEST_F(LeaseAuthorityTest, IsKeptForAsLongAsItIsRenewed) {
  Candidate& a = holder();
  Candidate& b = candidate("b");
  run(10min);
  EXPECT_TRUE(a.writes());
  EXPECT_EQ(a.given, (std::vector<std::uint64_t>{5}));
  EXPECT_EQ(b.given, (std::vector<std::uint64_t>{}));
  EXPECT_NEAR(server_.writes, 300, 10);  // once in two seconds
}

TEST_F(LeaseAuthorityTest, IsLostByItselfAtTheDeadline) {
  Candidate& a = holder();
  untilRenewing(a);
  const Instant sent = a.machine.now();
  run(100ms);
  a.store->link.losesRequests = true;
  const Duration took = until([&] { return !a.grant().mayAct; });
  EXPECT_EQ(a.machine.now(), sent + 10s);
  EXPECT_GT(took, 9s);
  EXPECT_EQ(a.grant(), (Grant{false, 5, "a"}));
  EXPECT_FALSE(a.writes());
}

TEST_F(LeaseAuthorityTest, WhatWasLostIsTakenAnewWithAnotherEpoch) {
  Candidate& a = holder();
  a.store->link.losesRequests = true;
  until([&] { return !a.grant().mayAct; });
  a.store->link.losesRequests = false;
  until([&] { return a.writes(); });
  EXPECT_EQ(a.grant(), (Grant{true, 6, "a"}));
  EXPECT_EQ(a.authority->writesUntil(5), Instant::min());
}

// What was answered in time, and is read too late.
TEST_F(LeaseAuthorityTest, AnAnswerAfterTheDeadlineBringsAnotherEpoch) {
  Candidate& a = holder();
  untilRenewing(a);
  a.machine.isStopped = true;
  run(9s);
  a.machine.isStopped = false;
  run(100ms);
  EXPECT_EQ(a.grant(), (Grant{true, 6, "a"}));
}

TEST_F(LeaseAuthorityTest, SoDoesOneToTheQuestionAfterIt) {
  Candidate& a = holder();
  run(1s);
  a.store->link.losesAnswers = true;
  untilRenewing(a);
  run(4900ms);
  a.store->link.losesAnswers = false;
  run(100ms);
  ASSERT_EQ(lastSent(a, "get"), a.machine.now());
  a.machine.isStopped = true;
  run(4s);
  a.machine.isStopped = false;
  run(100ms);
  EXPECT_EQ(a.grant(), (Grant{true, 6, "a"}));
}

TEST_F(LeaseAuthorityTest, NothingIsWrittenPastTheDeadlineHoweverLateItsTimer) {
  Candidate& a = holder();
  run(1s);
  a.machine.isStopped = true;
  run(10s);
  EXPECT_TRUE(a.grant().mayAct);  // nothing ran
  EXPECT_EQ(a.until(), Instant::min());
}

TEST_F(LeaseAuthorityTest, AnotherBeginsNoSoonerThanTheSlackAfterTheDeadline) {
  Candidate& a = holder();
  Candidate& b = candidate("b");
  run(30s);
  a.machine.isStopped = true;
  const Instant deadline = a.until();
  until([&] { return b.writes(); });
  EXPECT_GE(world_.now() - deadline, 5s);
  EXPECT_EQ(b.grant(), (Grant{true, 6, "b"}));
  a.machine.isStopped = false;
  run(3s);
  EXPECT_EQ(a.grant(), (Grant{false, 6, "b"}));
}

TEST_F(LeaseAuthorityTest, AMachineThatSleptDoesNotGoOnWriting) {
  Candidate& a = holder();
  Candidate& b = candidate("b");
  run(30s);
  a.machine.fallAsleep();
  until([&] { return b.writes(); });
  a.machine.wake();
  EXPECT_EQ(a.until(), Instant::min());  // before anything ran
  run(3s);
  EXPECT_EQ(a.grant(), (Grant{false, 6, "b"}));
}

TEST_F(LeaseAuthorityTest, WhatTheWallClockIsAheadIsTakenOff) {
  Candidate& a = holder();
  untilRenewing(a);
  run(100ms);
  const Instant before = a.until();
  a.machine.jumpWall(3s);
  EXPECT_EQ(a.until(), before - 3s);
  run(3s);  // renewed since
  EXPECT_GT(a.until(), before - 1s);
  a.machine.jumpWall(1h);
  EXPECT_FALSE(a.writes());
  run(3s);
  EXPECT_EQ(a.given, (std::vector<std::uint64_t>{5, 6}));
}

TEST_F(LeaseAuthorityTest, AWallClockThatIsPutBackGivesNothing) {
  Candidate& a = holder();
  const Instant before = a.until();
  a.machine.jumpWall(-1h);
  EXPECT_EQ(a.until(), before);
  run(1min);
  EXPECT_EQ(a.given, (std::vector<std::uint64_t>{5}));
}

// Writes whose end nobody knows.

TEST_F(LeaseAuthorityTest, ARenewalWhoseAnswerWasLostCountsFromWhenItWasSent) {
  Candidate& a = holder();
  run(1s);
  a.store->link.losesAnswers = true;
  untilRenewing(a);
  const Instant sent = a.machine.now();
  run(4900ms);
  a.store->link.losesAnswers = false;
  run(200ms);
  EXPECT_EQ(lastSent(a, "get"), sent + 5s);
  EXPECT_EQ(a.until(), sent + 10s);
  EXPECT_EQ(lastSent(a, "replace"), sent);
}

TEST_F(LeaseAuthorityTest, ARenewalThatWasLostIsWrittenAgainAtOnce) {
  Candidate& a = holder();
  const Instant before = a.until();
  a.store->link.losesRequests = true;
  untilRenewing(a);
  const Instant sent = a.machine.now();
  run(4900ms);
  a.store->link.losesRequests = false;
  run(105ms);
  EXPECT_EQ(a.until(), before);
  run(100ms);
  EXPECT_EQ(a.until(), lastSent(a, "replace") + 10s);
  EXPECT_GT(lastSent(a, "replace"), sent);
  EXPECT_EQ(a.given, (std::vector<std::uint64_t>{5}));
}

TEST_F(LeaseAuthorityTest, WhatIsInDoubtIsAskedForBeforeItIsWrittenAgain) {
  Candidate& a = holder();
  a.store->link.losesAnswers = a.store->link.breaks = true;
  untilRenewing(a);
  const Instant sent = a.machine.now();
  run(1s);  // the question after it fails too
  a.store->link.losesAnswers = false;
  run(1500ms);
  EXPECT_EQ(a.until(), sent + 10s);
  EXPECT_EQ(lastSent(a, "replace"), sent);
}

TEST_F(LeaseAuthorityTest, ARenewalThatIsCarriedOutAfterItWasGivenUpIsOurs) {
  Candidate& a = holder();
  writesComeLate(a);
  run(11s);
  EXPECT_TRUE(a.writes());
  EXPECT_EQ(a.given, (std::vector<std::uint64_t>{5}));
}

TEST_F(LeaseAuthorityTest, AnAcquisitionWhoseAnswerWasLostCountsFromWhenItWasSent) {
  Lease released;
  released.transitions = 4;
  server_.put(released);
  Candidate& a = candidate("a");
  until([&] { return count(a, "get") > 0; });
  a.store->link.losesAnswers = true;  // from now on
  until([&] { return count(a, "replace") > 0; });
  const Instant sent = a.machine.now();
  run(100ms);
  a.store->link.losesAnswers = false;
  until([&] { return a.writes(); });
  EXPECT_EQ(a.until(), sent + 10s);
  EXPECT_EQ(a.grant(), (Grant{true, 5, "a"}));
}

TEST_F(LeaseAuthorityTest, AnAcquisitionThatIsCarriedOutAfterItWasGivenUpIsOurs) {
  server_.put({});
  Candidate& a = candidate("a");
  writesComeLate(a);
  run(8s);
  EXPECT_EQ(a.grant(), (Grant{true, 1, "a"}));
}

// Conflicts, and what others do to it.

TEST_F(LeaseAuthorityTest, WhatOthersWriteBesideIsKeptAndCostsNothing) {
  Candidate& a = holder();
  run(1s);
  Lease labelled = *server_.lease;
  labelled.object = "labelled";
  server_.put(labelled);
  run(5s);
  EXPECT_EQ(a.given, (std::vector<std::uint64_t>{5}));
  EXPECT_TRUE(a.writes());
  EXPECT_EQ(server_.lease->object, "labelled");
}

TEST_F(LeaseAuthorityTest, WhenItNamesAnotherItIsLostAtOnce) {
  Candidate& a = holder();
  Lease other = *server_.lease;
  other.holder = "b";
  server_.put(other);
  EXPECT_LT(until([&] { return !a.grant().mayAct; }), 2500ms);
  EXPECT_EQ(a.grant(), (Grant{false, 5, "b"}));
  EXPECT_FALSE(a.writes());
}

TEST_F(LeaseAuthorityTest, ALeaseThatWasDeletedIsMadeWithAnotherEpoch) {
  Candidate& a = holder();
  server_.lease.reset();
  until([&] { return !a.grant().mayAct; });
  run(100ms);
  EXPECT_EQ(a.grant(), (Grant{false, 6, "a"}));
  EXPECT_EQ(server_.lease->transitions, 6u);
  EXPECT_GT(until([&] { return a.writes(); }), 14s);
  EXPECT_EQ(a.given, (std::vector<std::uint64_t>{5, 6}));
}

TEST_F(LeaseAuthorityTest, OneThatWasMadeWhileAnotherMayActIsNotActedOn) {
  Candidate& a = holder();
  a.store->link.losesRequests = true;
  server_.lease.reset();
  Candidate& b = candidate("b");
  while (a.writes()) {
    run(kTick);
    EXPECT_FALSE(b.writes());
  }
  until([&] { return b.writes(); });
  EXPECT_EQ(b.given.size(), 1u);
}

TEST_F(LeaseAuthorityTest, WhatIsForbiddenIsTriedAgainMoreAndMoreSlowly) {
  server_.isForbidden = true;
  Candidate& a = candidate("a");
  run(1s);
  EXPECT_FALSE(a.grant().mayAct);
  EXPECT_NE(a.authority->failure(), "");
  run(10min);
  EXPECT_LT(count(a, "get"), 50u);
  EXPECT_GT(count(a, "get"), 12u);
  server_.isForbidden = false;
  until([&] { return server_.lease.has_value(); });
  until([&] { return a.writes(); });
  EXPECT_TRUE(a.writes());
  EXPECT_EQ(a.authority->failure(), "");
}

TEST_F(LeaseAuthorityTest, WritesThatAreRefusedAreNotRepeatedAtOnce) {
  server_.put({});
  server_.isReadOnly = true;
  Candidate& a = candidate("a");
  run(1min);
  EXPECT_LT(a.store->sent.size(), 60u);
  EXPECT_NE(a.authority->failure(), "");
}

TEST_F(LeaseAuthorityTest, A404OfSomethingInBetweenIsNoDeletion) {
  Candidate& a = holder();
  server_.isHidden = true;
  a.store->link.losesAnswers = a.store->link.breaks = true;
  untilRenewing(a);
  a.store->link.losesAnswers = false;
  run(3s);
  EXPECT_GT(count(a, "get"), 1u);
  server_.isHidden = false;
  run(30s);
  EXPECT_EQ(a.given, (std::vector<std::uint64_t>{5}));
  EXPECT_EQ(count(a, "create"), 0u);
}

TEST_F(LeaseAuthorityTest, TheHighestEpochThatWasSeenIsRemembered) {
  Lease other;
  other.holder = "b";
  other.transitions = 9;
  server_.put(other);
  Candidate& a = candidate("a");
  run(1s);
  other.transitions = 1;  // made again by one that did not know
  server_.put(other);
  run(5s);
  EXPECT_EQ(a.grant(), (Grant{false, 9, "b"}));
  until([&] { return a.writes(); });
  EXPECT_EQ(a.grant(), (Grant{true, 10, "a"}));
}

TEST_F(LeaseAuthorityTest, WhoWaitsAsksAtRandomIntervals) {
  holder();
  Candidate& b = candidate("b");
  run(5min);
  std::set<Duration> gaps;
  for (std::size_t i = 1; i < b.store->sent.size(); ++i)
    gaps.insert(b.store->sent[i].second - b.store->sent[i - 1].second);
  EXPECT_GE(*gaps.begin(), 2s);
  EXPECT_LT(*gaps.begin(), 2500ms);
  EXPECT_GT(*gaps.rbegin(), 3900ms);
  EXPECT_LE(*gaps.rbegin(), 4500ms);
}

TEST_F(LeaseAuthorityTest, NoTwoWritesAreAlikeWhateverTheClockSays) {
  holder();
  std::set<WallTime> renewed;
  for (int i = 0; i < 3000; ++i) {
    run(10ms);
    candidates_.front()->machine.jumpWall(-10ms);
    renewed.insert(*server_.lease->renewed);
  }
  EXPECT_GE(renewed.size(), 14u);
  EXPECT_GE(static_cast<int>(renewed.size()), server_.writes - 2);
}

// Giving it up.

TEST_F(LeaseAuthorityTest, WhatIsReleasedIsTakenByAnotherAtItsNextTry) {
  Candidate& a = holder();
  Candidate& b = candidate("b");
  run(5s);
  std::optional<Result<void>> done;
  a.authority->release([&](Result<void> how) { done = std::move(how); });
  EXPECT_EQ(a.grant(), (Grant{false, 5, "a"}));
  EXPECT_EQ(a.until(), Instant::min());
  EXPECT_FALSE(done);
  run(100ms);
  ASSERT_TRUE(done && *done);
  EXPECT_EQ(server_.lease->holder, "");
  EXPECT_EQ(server_.lease->duration, 1s);
  EXPECT_LT(until([&] { return b.writes(); }), 5s);
  EXPECT_EQ(b.grant(), (Grant{true, 6, "b"}));
  const std::size_t before = a.store->sent.size();
  run(1min);
  EXPECT_EQ(a.store->sent.size(), before);
}

TEST_F(LeaseAuthorityTest, ReleaseWaitsForTheRenewalUnderWay) {
  Candidate& a = holder();
  a.store->link.there = [] { return 300ms; };
  untilRenewing(a);
  a.store->link.there = [] { return 10ms; };
  std::optional<Result<void>> done;
  run(250ms);
  a.authority->release([&](Result<void> how) { done = std::move(how); });
  run(1s);
  ASSERT_TRUE(done && *done);
  EXPECT_EQ(server_.lease->holder, "");
}

TEST_F(LeaseAuthorityTest, ReleaseEndsEvenWithoutAnAnswer) {
  Candidate& a = holder();
  a.store->link.losesRequests = true;
  std::optional<Result<void>> done;
  a.authority->release([&](Result<void> how) { done = std::move(how); });
  run(11s);
  ASSERT_TRUE(done);
  ASSERT_FALSE(*done);
  EXPECT_EQ(done->error().kind, ErrorKind::Unavailable);
}

TEST_F(LeaseAuthorityTest, ReleaseLeavesAnothersAlone) {
  holder("a");
  Candidate& b = candidate("b");
  b.store->link.losesRequests = true;
  run(20s);
  b.store->link.losesRequests = false;
  run(5s);
  std::optional<Result<void>> done;
  b.authority->release([&](Result<void> how) { done = std::move(how); });
  run(100ms);
  ASSERT_TRUE(done && *done);
  EXPECT_EQ(server_.lease->holder, "a");
}

TEST_F(LeaseAuthorityTest, WhoeverNeverWroteItHasNothingToRelease) {
  server_.isForbidden = true;
  Candidate& a = candidate("a");
  run(1s);
  std::optional<Result<void>> done;
  a.authority->release([&](Result<void> how) { done = std::move(how); });
  run(kTick);
  EXPECT_TRUE(done && *done);
}

// Else the next would begin at once, beside the holder of one that was deleted.
TEST_F(LeaseAuthorityTest, ReleaseLeavesWhatWasNeverActedOnToRunOut) {
  Candidate& a = holder();
  a.store->link.losesRequests = true;
  server_.lease.reset();
  Candidate& b = candidate("b");
  run(1s);
  std::optional<Result<void>> done;
  b.authority->release([&](Result<void> how) { done = std::move(how); });
  run(1s);
  ASSERT_TRUE(done && *done);
  EXPECT_EQ(server_.lease->holder, "b");
}

TEST_F(LeaseAuthorityTest, MayBeDestroyedByTheEndOfItsRelease) {
  Candidate& a = holder();
  a.authority->release([&](const Result<void>&) { a.authority.reset(); });
  run(1s);
  EXPECT_EQ(a.authority, nullptr);
}

TEST_F(LeaseAuthorityTest, NothingIsCalledAfterItsEnd) {
  for (const Duration after : {0ms, 10ms, 20ms, 30ms, 40ms, 2010ms, 2025ms}) {
    server_.put({});
    Candidate& a = candidate("a");
    run(after);
    const auto before = a.grants;
    a.authority.reset();
    run(30s);
    EXPECT_EQ(a.grants, before);
    EXPECT_TRUE(a.machine.isIdle());
  }
}

}  // namespace
}  // namespace evenkeel::kubernetes
