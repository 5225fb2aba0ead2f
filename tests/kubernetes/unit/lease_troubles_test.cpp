// Whatever happens, two never act at a time, and nobody acts with an epoch that was given before.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "kubernetes/lease_authority.h"
#include "kubernetes/unit/lease_candidates.h"

namespace evenkeel::kubernetes {
namespace {

enum class Trouble { Loses, LosesAnswers, Slow, Stopped, Asleep, WallJumps, Dies, Deletes };

struct Happening {
  int after;  // s
  int whom;
  Trouble what;
  int lasts;  // s
};

class Troubled : private Candidates {
 public:
  Troubled(std::uint64_t seed, int candidates) : random_(seed, "lease", "troubles") {
    for (int i = 0; i < candidates; ++i) {
      wire(candidate(std::string(1, static_cast<char>('a' + i))));
    }
    of_.resize(candidates_.size());
  }
  void happens(const Happening& one) {
    watched(std::chrono::seconds(one.after));
    const std::size_t whom = static_cast<std::size_t>(one.whom) % candidates_.size();
    trouble(whom, one, true);
    world_.at(world_.now() + std::chrono::seconds(one.lasts),
              [this, whom, one] { trouble(whom, one, false); });
  }
  // Nobody acts beside another meanwhile.
  void watched(Duration span) {
    for (const Instant end = world_.now() + span; world_.now() < end;) {
      run(kTick);
      int writing = 0;
      for (const auto& one : candidates_) writing += one->machine.runs() && one->writes() ? 1 : 0;
      RC_ASSERT(writing <= 1);
      for (std::size_t i = 0; i < candidates_.size(); ++i) lookAtEpochs(i);
    }
  }
  bool isActed() const {
    return std::any_of(candidates_.begin(), candidates_.end(),
                       [](const auto& one) { return one->writes(); });
  }

 private:
  struct Kept {
    int slow = 0;
    bool slept = false;
    bool wentBack = false;
    std::size_t seen = 0;       // of its epochs
    std::uint64_t highest = 0;  // of this life
  };

  void wire(Candidate& who) {
    const auto delay = [this, &who] {
      const bool isSlow = !of_.empty() && kept(who).slow > 0;
      return fromSeconds((isSlow ? 7.0 : 0.2) * random_.uniform());
    };
    who.store->link.there = delay;
    who.store->link.back = delay;
  }
  Kept& kept(const Candidate& who) {
    const auto found = std::find_if(candidates_.begin(), candidates_.end(),
                                    [&](const auto& one) { return one.get() == &who; });
    return of_[static_cast<std::size_t>(found - candidates_.begin())];
  }
  void trouble(std::size_t whom, const Happening& one, bool begins) {
    Candidate& who = *candidates_[whom];
    Kept& kept = of_[whom];
    switch (one.what) {
      case Trouble::Loses:
        if (who.store) who.store->link.losesRequests = begins;
        return;
      case Trouble::LosesAnswers:
        if (who.store) who.store->link.losesAnswers = begins;
        return;
      case Trouble::Slow:
        kept.slow += begins ? 1 : -1;
        return;
      case Trouble::Stopped:
        who.machine.isStopped = begins;
        return;
      case Trouble::Asleep:
        if (kept.wentBack) return;  // who sleeps and has its clock put back cannot know
        kept.slept = true;
        return begins ? who.machine.fallAsleep() : who.machine.wake();
      case Trouble::WallJumps: {
        const Duration by = std::chrono::seconds(one.lasts - 15);
        if (!begins || (by < 0s && kept.slept)) return;
        kept.wentBack = kept.wentBack || by < 0s;
        return who.machine.jumpWall(by);
      }
      case Trouble::Dies:
        if (begins) return who.end();
        who.begin();
        kept.highest = 0;
        return wire(who);
      case Trouble::Deletes:
        wasDeleted_ = true;
        if (begins) server_.lease.reset();
    }
  }
  void lookAtEpochs(std::size_t whom) {
    Kept& kept = of_[whom];
    const auto& given = candidates_[whom]->given;
    for (; kept.seen < given.size(); ++kept.seen) {
      RC_ASSERT(given[kept.seen] > (wasDeleted_ ? kept.highest : highest_));
      kept.highest = highest_ = given[kept.seen];
    }
  }

  RandomStream random_;
  std::vector<Kept> of_;
  std::uint64_t highest_ = 0;
  bool wasDeleted_ = false;
};

RC_GTEST_PROP(LeaseAuthority, WhateverHappensTwoNeverActAtATime, (std::uint64_t seed)) {
  Troubled troubled(seed, *rc::gen::inRange(2, 4));
  const auto happenings = *rc::gen::container<std::vector<Happening>>(rc::gen::construct<Happening>(
      rc::gen::inRange(0, 8), rc::gen::inRange(0, 3),
      rc::gen::map(rc::gen::inRange(0, 8), [](int i) { return static_cast<Trouble>(i); }),
      rc::gen::inRange(0, 40)));
  for (const Happening& one : happenings) troubled.happens(one);
  troubled.watched(3min);
  RC_ASSERT(troubled.isActed());
}

}  // namespace
}  // namespace evenkeel::kubernetes
