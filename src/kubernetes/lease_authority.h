// The right to act, held by a Lease of coordination.k8s.io/v1: the rules of client-go's leader
// election (tools/leaderelection), and what makes a fence of it. On the thread of its timeline.
//
// Nobody else's clock is believed. Another's Lease is taken over once its object has not changed
// for the duration it names, as seen here, by the monotonic clock; at once where it names no
// holder. Whoever holds it stops renewDeadline after it *sent* the last renewal that is known to
// have been carried out. A renewal is seen by others after it was sent, so they begin leaseDuration
// after that at the soonest. leaseDuration - renewDeadline is the slack: for what was sent before
// the deadline and is carried out after it, and for clocks that run unequally fast.
//
// CLOCK_MONOTONIC stands still while a machine sleeps, so what the wall clock is ahead by since the
// renewal is taken off. (A machine that slept and whose wall clock was put back meanwhile, or whose
// clocks both stood still, does not know. See docs/decisions/0011-leases-and-fences.md.)
//
// An epoch is the number of transitions in the Lease. Each time the right is given here it is a
// higher one than any seen before, so it is never given twice by one process, nor by several while
// the Lease exists. What was lost is not found again: where nobody else took it, it is taken anew.
// A Lease of our own name that this process did not write is another's.
// Whoever makes a Lease cannot know whether there was another a moment ago, whose holder does not
// know yet that it is gone: it acts leaseDuration later.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/random.h"
#include "base/timeline.h"
#include "kubernetes/back_off.h"
#include "kubernetes/fence.h"
#include "kubernetes/lease_store.h"
#include "world/authority.h"

namespace evenkeel::kubernetes {

struct LeaseTerms {
  std::string identity;          // best of this process alone, and of no other before it
  Duration leaseDuration = 15s;  // whole seconds
  Duration renewDeadline = 10s;
  Duration retryPeriod = 2s;     // of the holder; who waits asks after 1 to 2.2 of it, by chance
  std::uint64_t epochFloor = 0;  // all epochs are above it: the highest known from before
};

class LeaseAuthority final : public Authority, public Fence {
 public:
  // All of them outlive it. Invalid: terms that cannot be kept.
  static Result<std::unique_ptr<LeaseAuthority>> make(Timeline& timeline, RandomStream random,
                                                      LeaseStore& store, LeaseTerms terms);
  ~LeaseAuthority() override;
  LeaseAuthority(const LeaseAuthority&) = delete;
  LeaseAuthority& operator=(const LeaseAuthority&) = delete;

  // GrantChanged names whoever holds the Lease, and the highest epoch seen.
  void start(EventSink& sink) override;
  Instant writesUntil(std::uint64_t epoch) const override;

  // Gives it up for good, so that another need not wait: to be called once all that was written is
  // answered. It grants nothing from this call on. `done` is called once, later: what another
  // holds, and what was never granted, is left as it is. Unavailable: not within renewDeadline; it
  // runs out by itself.
  void release(std::function<void(Result<void>)> done);

  // Why it could not be asked for or written; empty: it could.
  const std::string& failure() const { return failure_; }

 private:
  struct Attempt {  // what was written last, and when that was sent
    Lease lease;
    Instant sent{};
    WallTime wall{};
    bool isRefused = false;  // what is like it is by another of our name, at the same time
  };
  struct Seen {
    Lease lease;
    Instant since{};  // unchanged
    bool ours = false;
  };

  LeaseAuthority(Timeline& timeline, RandomStream random, LeaseStore& store, LeaseTerms terms);

  void step();
  void later(Duration wait);
  Duration pauseAfter(const ApiFailure& failure);
  Duration waitersPause();

  void ask();
  void asked(const ApiResult<Lease>& found);
  void write(Lease lease);
  void written(const ApiResult<Lease>& now);
  void decide();
  void recover();
  void acquireOrRenew();
  void giveUp();
  void endRelease(Result<void> how);

  void see(const Lease& lease);
  void confirm();
  bool mayWrite() const;
  WallTime stamp();

  Instant heldUntil() const;
  void expire();
  void watch();
  void lose();
  void tell();

  Timeline& timeline_;
  RandomStream random_;
  LeaseStore& store_;
  LeaseTerms terms_;
  EventSink* sink_ = nullptr;
  Grant told_;

  std::optional<Seen> seen_;  // absent: there is none, or it was not asked for yet
  std::optional<Attempt> attempt_;
  bool settled_ = true;             // the attempt is known to have been carried out
  std::optional<Attempt> renewal_;  // the last that was carried out; absent: nothing is held
  std::uint64_t highest_;           // epoch seen
  std::uint64_t given_;             // epochs up to it are not given again
  std::uint64_t made_ = 0;          // epoch of the Lease that was made here, until it is seen
  Instant actsFrom_ = Instant::min();
  std::uint64_t writes_ = 0;

  int failedWrites_ = 0;  // in a row
  BackOff backOff_;       // while it is not permitted
  std::string failure_;

  TimerId next_;
  TimerId deadline_;  // of what is held; of the release
  std::function<void(Result<void>)> release_;
};

}  // namespace evenkeel::kubernetes
