#include "kubernetes/lease_authority.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/time_text.h"

namespace evenkeel::kubernetes {
namespace {

using std::chrono::seconds;

constexpr double kJitter = 1.2;  // client-go's JitterFactor
constexpr int kAtOnce = 2;       // failed writes in a row that are followed up without a pause
constexpr Duration kLongestPause = 30s;
constexpr Duration kReleased = 1s;  // what client-go's ReleaseOnCancel writes

tl::unexpected<Error> wrong(const char* where, Duration value, std::string valid) {
  return fail(ErrorKind::Invalid, where, durationText(value) + " cannot be kept", std::move(valid));
}

Result<void> check(const LeaseTerms& terms) {
  if (terms.identity.empty() || findInvalidUtf8(terms.identity) != std::string::npos)
    return fail(ErrorKind::Invalid, "identity", quotedForPeople(terms.identity) + " is no name");
  if (terms.leaseDuration % seconds(1) != Duration::zero() || terms.leaseDuration > 24h)
    return wrong("leaseDuration", terms.leaseDuration, "whole seconds, a day at most");
  if (terms.renewDeadline >= terms.leaseDuration)
    return wrong("renewDeadline", terms.renewDeadline,
                 "less than the leaseDuration of " + durationText(terms.leaseDuration));
  if (terms.retryPeriod <= Duration::zero() ||
      toSeconds(terms.retryPeriod) * kJitter >= toSeconds(terms.renewDeadline))
    return wrong("retryPeriod", terms.retryPeriod,
                 "more than zero, and 1.2 of it less than the renewDeadline of " +
                     durationText(terms.renewDeadline));
  if (terms.epochFloor >= Lease::kMostTransitions)
    return fail(ErrorKind::Invalid, "epochFloor", std::to_string(terms.epochFloor) + " is too high",
                "less than " + std::to_string(Lease::kMostTransitions));
  return {};
}

// Written by the same process since it took the Lease.
bool isSameTerm(const Lease& a, const Lease& b) {
  return a.holder == b.holder && a.transitions == b.transitions && a.acquired == b.acquired;
}

bool isGone(const ApiResult<Lease>& found) {
  // Whatever stands in between answers 404 too, without a reason.
  return !found && found.error().isNotFound() && found.error().reason == "NotFound";
}

}  // namespace

Result<std::unique_ptr<LeaseAuthority>> LeaseAuthority::make(Timeline& timeline,
                                                             RandomStream random, LeaseStore& store,
                                                             LeaseTerms terms) {
  if (auto kept = check(terms); !kept) return tl::unexpected(std::move(kept.error()));
  return std::unique_ptr<LeaseAuthority>(
      new LeaseAuthority(timeline, random, store, std::move(terms)));
}

LeaseAuthority::LeaseAuthority(Timeline& timeline, RandomStream random, LeaseStore& store,
                               LeaseTerms terms)
    : timeline_(timeline),
      random_(random),
      store_(store),
      terms_(std::move(terms)),
      highest_(terms_.epochFloor),
      given_(terms_.epochFloor),
      backOff_(terms_.retryPeriod, kLongestPause) {}

LeaseAuthority::~LeaseAuthority() {
  store_.cancel();
  timeline_.cancel(next_);
  timeline_.cancel(deadline_);
}

void LeaseAuthority::start(EventSink& sink) {
  sink_ = &sink;
  told_ = {false, highest_, {}};
  sink_->post(GrantChanged{told_});
  later(Duration::zero());
}

Instant LeaseAuthority::writesUntil(std::uint64_t epoch) const {
  if (!renewal_ || epoch != given_ || timeline_.now() < actsFrom_) return Instant::min();
  const Instant until = heldUntil();
  return until > timeline_.now() ? until : Instant::min();
}

// What is done when.

void LeaseAuthority::later(Duration wait) {
  timeline_.cancel(next_);
  next_ = timeline_.at(timeline_.now() + wait, [this] { step(); });
}

void LeaseAuthority::step() {
  next_ = {};
  expire();
  if (release_ && !attempt_) return endRelease({});
  if (renewal_ && settled_) return acquireOrRenew();
  ask();
}

Duration LeaseAuthority::waitersPause() {
  return fromSeconds(toSeconds(terms_.retryPeriod) * (1 + kJitter * random_.uniform()));
}

Duration LeaseAuthority::pauseAfter(const ApiFailure& failure) {
  if (renewal_) return terms_.retryPeriod;
  return failure.isForbidden() ? backOff_.next(random_) : waitersPause();
}

void LeaseAuthority::ask() {
  store_.get([this](const ApiResult<Lease>& found) {
    expire();
    asked(found);
  });
}

void LeaseAuthority::asked(const ApiResult<Lease>& found) {
  if (found) {
    see(*found);
  } else if (isGone(found)) {
    seen_.reset();
    lose();
  } else {
    failure_ = found.error().error.text();
    return later(pauseAfter(found.error()));
  }
  decide();
}

void LeaseAuthority::write(Lease lease) {
  lease.renewed = stamp();
  attempt_ = Attempt{std::move(lease), timeline_.now(), timeline_.wall()};
  settled_ = false;
  const auto done = [this](const ApiResult<Lease>& now) {
    expire();
    written(now);
  };
  if (seen_) {
    store_.replace(attempt_->lease, done);
  } else {
    made_ = attempt_->lease.transitions;
    store_.create(attempt_->lease, done);
  }
}

// Carried out or not: what is there now says it. One that fails again and again waits in between.
void LeaseAuthority::written(const ApiResult<Lease>& now) {
  if (now) {
    see(*now);
    return decide();
  }
  failure_ = now.error().error.text();
  attempt_->isRefused = now.error().status / 100 == 4;
  if (failedWrites_++ < kAtOnce) return ask();
  later(pauseAfter(now.error()));
}

void LeaseAuthority::decide() {
  tell();
  if (release_) return giveUp();
  if (renewal_ && settled_) return later(terms_.retryPeriod);
  if (mayWrite()) return acquireOrRenew();
  recover();
  later(waitersPause());
}

void LeaseAuthority::recover() {
  failure_.clear();
  failedWrites_ = 0;
  backOff_.reset();
}

bool LeaseAuthority::mayWrite() const {
  if (!seen_ || seen_->ours || seen_->lease.holder.empty()) return true;
  const Duration named = seen_->lease.duration;
  const Duration wait = named > Duration::zero() ? named : terms_.leaseDuration;
  return timeline_.now() - seen_->since >= wait;
}

void LeaseAuthority::acquireOrRenew() {
  Lease lease = seen_ ? seen_->lease : Lease{};
  const bool isRenewal = seen_ && seen_->ours && (renewal_ || lease.transitions > given_);
  if (!isRenewal) {
    if (highest_ >= Lease::kMostTransitions) {
      failure_ = "the Lease has passed on as often as can be written; it is to be deleted";
      return later(kLongestPause);
    }
    lease.transitions = highest_ + 1;
    // One more try at the same: whichever of them is carried out, it is ours.
    const bool isTriedAgain = attempt_ && attempt_->lease.transitions == lease.transitions;
    lease.acquired = isTriedAgain ? attempt_->lease.acquired : stamp();
  }
  lease.holder = terms_.identity;
  lease.duration = terms_.leaseDuration;
  write(std::move(lease));
}

// What is seen.

void LeaseAuthority::see(const Lease& lease) {
  const bool isOurTerm = attempt_ && isSameTerm(lease, attempt_->lease);
  const bool isAttempt = isOurTerm && lease.renewed == attempt_->lease.renewed;
  if (!seen_ || seen_->lease.resourceVersion != lease.resourceVersion) {
    seen_ = Seen{lease, timeline_.now(), isOurTerm && !(isAttempt && attempt_->isRefused)};
    highest_ = std::max(highest_, lease.transitions);
  }
  if (!seen_->ours) {
    if (attempt_ && attempt_->isRefused) attempt_.reset();
    return lose();
  }
  if (lease.transitions == made_) {
    made_ = 0;
    actsFrom_ = timeline_.now() + terms_.leaseDuration;
  }
  if (isAttempt) confirm();
}

// The attempt was carried out: it counts from when it was sent.
void LeaseAuthority::confirm() {
  settled_ = true;
  recover();
  const std::uint64_t epoch = attempt_->lease.transitions;
  if (release_ || (!renewal_ && epoch <= given_)) return;  // given up, or lost
  given_ = epoch;
  renewal_ = attempt_;
  timeline_.cancel(deadline_);
  watch();
}

// Unlike any of the last 999: the last digits count the writes, since clocks may be put back.
WallTime LeaseAuthority::stamp() {
  const auto millisecond = std::chrono::floor<std::chrono::milliseconds>(timeline_.wall());
  return millisecond + std::chrono::microseconds(++writes_ % 1000);
}

// What is held.

Instant LeaseAuthority::heldUntil() const {
  const Duration byWall = timeline_.wall() - renewal_->wall;
  const Duration ahead = byWall - (timeline_.now() - renewal_->sent);
  return renewal_->sent + terms_.renewDeadline - std::max(ahead, Duration::zero());
}

void LeaseAuthority::expire() {
  if (renewal_ && heldUntil() <= timeline_.now()) lose();
}

void LeaseAuthority::watch() {
  expire();
  tell();
  if (!renewal_) return;
  const bool isWaiting = timeline_.now() < actsFrom_;
  deadline_ =
      timeline_.at(isWaiting ? std::min(actsFrom_, heldUntil()) : heldUntil(), [this] { watch(); });
}

void LeaseAuthority::lose() {
  renewal_.reset();
  tell();
}

void LeaseAuthority::tell() {
  if (sink_ == nullptr) return;
  Grant grant{renewal_ && timeline_.now() >= actsFrom_, highest_,
              seen_ ? seen_->lease.holder : std::string()};
  if (grant == told_) return;
  told_ = grant;
  sink_->post(GrantChanged{std::move(grant)});
}

// The end.

void LeaseAuthority::release(std::function<void(Result<void>)> done) {
  release_ = std::move(done);
  lose();
  store_.cancel();
  timeline_.cancel(deadline_);
  deadline_ = timeline_.at(timeline_.now() + terms_.renewDeadline, [this] {
    endRelease(
        fail(ErrorKind::Unavailable, "Lease", failure_.empty() ? "gave no answer" : failure_));
  });
  later(Duration::zero());
}

void LeaseAuthority::giveUp() {
  const bool isHeld = seen_ && seen_->ours && !seen_->lease.holder.empty();
  // Whoever held one before this may not know yet that it is gone.
  if (!isHeld || timeline_.now() < actsFrom_) return endRelease({});
  Lease lease = seen_->lease;
  lease.holder.clear();
  lease.duration = kReleased;
  write(std::move(lease));
}

void LeaseAuthority::endRelease(Result<void> how) {
  store_.cancel();
  timeline_.cancel(next_);
  timeline_.cancel(deadline_);
  const auto done = std::exchange(release_, nullptr);
  done(std::move(how));
}

}  // namespace evenkeel::kubernetes
