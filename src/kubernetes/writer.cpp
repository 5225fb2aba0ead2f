#include "kubernetes/writer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace evenkeel::kubernetes {
namespace {

constexpr Duration kPauseWhenThrottled = 1s;
constexpr Duration kLongestPause = 30s;

struct OpenWrite {
  Write write;
  Writer::Done done;
  bool isLastTry = false;
};

WriteLimits clamped(WriteLimits limits) {
  limits.perSecond = std::isnan(limits.perSecond) ? 0.01 : std::clamp(limits.perSecond, 0.01, 1e6);
  limits.burst = std::clamp(limits.burst, 1, 1'000'000);
  return limits;
}

WriteFailure notSent(const Write& write, ErrorKind kind, const std::string& why) {
  const std::string& path = write.request.path;
  Error error{kind, write.request.method + ' ' + path.substr(0, path.find('?')), why, {}};
  return {{std::move(error), 0, {}}, false};
}

bool isThrottled(const ApiFailure& failure) {
  return failure.status == 429 && !failure.isRefusedByBudget();
}

bool mayBeDone(const ApiFailure& failure) {
  return failure.status == 0 || failure.status >= 500;
}

}  // namespace

std::string auditIdOf(ActionId action) {
  return "evenkeel-" + std::to_string(action.plan.value) + '-' + std::to_string(action.index);
}

struct Writer::Parts : std::enable_shared_from_this<Writer::Parts> {
  Parts(Timeline& on, Send by, const Fence& within, const WriteLimits& with)
      : timeline(on),
        send(std::move(by)),
        fence(within),
        limits(clamped(with)),
        interval(static_cast<Duration::rep>(1e9 / limits.perSecond)),
        paidUntil(on.now()),
        pausedUntil(on.now()) {}

  std::uint64_t add(OpenWrite open) {
    wait(++lastId, std::move(open));
    pumpAt(timeline.now());
    return lastId;
  }

  void wait(std::uint64_t id, OpenWrite open) {
    deadlines.emplace(open.write.deadline, id);
    waiting.emplace(id, std::move(open));
  }

  OpenWrite take(std::uint64_t id) {
    OpenWrite open = std::move(waiting.extract(id).mapped());
    deadlines.erase({open.write.deadline, id});
    return open;
  }

  void pumpAt(Instant when) {
    timeline.cancel(pumping);
    pumping = timeline.at(when, [weak = weak_from_this()] {
      if (const auto parts = weak.lock()) parts->pump();
    });
  }

  // Whoever is told of an end may destroy the writer, or write again: that is for the next turn.
  bool isWaiting(std::uint64_t last) const {
    return !gone && !waiting.empty() && waiting.begin()->first <= last;
  }

  void pump() {
    const std::uint64_t last = lastId;
    while (isWaiting(last)) {
      const Instant now = timeline.now();
      if (const auto [deadline, id] = *deadlines.begin(); deadline <= now) {
        giveUp(id, ErrorKind::Unavailable, "its deadline passed before its turn came");
        continue;
      }
      const auto& [id, first] = *waiting.begin();
      const Instant until = fence.writesUntil(first.write.epoch);
      if (until <= now) {
        giveUp(id, ErrorKind::Refused,
               "the lease of epoch " + std::to_string(first.write.epoch) + " is not held");
        continue;
      }
      const Instant affordable = paidUntil - (limits.burst - 1) * interval;
      const Instant turn = std::max(pausedUntil, affordable);
      if (turn > now) return pumpAt(std::min({turn, until, deadlines.begin()->first}));
      paidUntil = std::max(paidUntil, now) + interval;
      dispatch(id, until);
    }
  }

  void giveUp(std::uint64_t id, ErrorKind kind, const std::string& why) {
    const OpenWrite open = take(id);
    open.done(tl::unexpected(notSent(open.write, kind, why)));
  }

  void dispatch(std::uint64_t id, Instant until) {
    const OpenWrite& open = sent.emplace(id, take(id)).first->second;
    ApiRequest request = open.write.request;
    request.auditId = auditIdOf(open.write.action);
    request.notAfter = std::min(open.write.deadline, until);
    request.timeout = limits.timeout;
    send(std::move(request), [weak = weak_from_this(), id](ApiResult<std::string> answer) {
      if (const auto parts = weak.lock()) parts->finish(id, std::move(answer));
    });
  }

  void finish(std::uint64_t id, ApiResult<std::string> answer) {
    OpenWrite open = std::move(sent.extract(id).mapped());
    if (answer) return open.done(std::move(*answer));
    ApiFailure& failure = answer.error();
    if (isThrottled(failure) && !open.isLastTry) {
      const Duration pause = failure.retryAfter.value_or(kPauseWhenThrottled);
      pausedUntil = std::max(pausedUntil, timeline.now() + std::min(pause, kLongestPause));
      wait(id, std::move(open));  // in the place that it had
      return pumpAt(timeline.now());
    }
    const bool unknown = mayBeDone(failure);
    open.done(tl::unexpected(WriteFailure{std::move(failure), unknown}));
  }

  void withdraw(const std::string& why) {
    for (auto& [id, open] : sent) open.isLastTry = true;
    const std::uint64_t last = lastId;
    while (isWaiting(last)) giveUp(waiting.begin()->first, ErrorKind::Refused, why);
  }

  Timeline& timeline;
  Send send;
  const Fence& fence;
  const WriteLimits limits;
  const Duration interval;  // from one write to the next, in the long run
  Instant paidUntil;        // when all that was sent would have been, at that pace
  Instant pausedUntil;
  std::uint64_t lastId = 0;
  std::map<std::uint64_t, OpenWrite> waiting;
  std::set<std::pair<Instant, std::uint64_t>> deadlines;  // of those
  std::map<std::uint64_t, OpenWrite> sent;
  TimerId pumping;
  bool gone = false;
};

Writer::Writer(Timeline& timeline, Send send, const Fence& fence, const WriteLimits& limits)
    : parts_(std::make_shared<Parts>(timeline, std::move(send), fence, limits)) {}

Writer::~Writer() {
  parts_->gone = true;
  parts_->timeline.cancel(parts_->pumping);
}

std::optional<Writer::WriteId> Writer::write(Write write, Done done) {
  if (open() >= parts_->limits.open) return std::nullopt;
  return WriteId{parts_->add({std::move(write), std::move(done), false})};
}

bool Writer::cancel(WriteId write) {
  if (const auto sent = parts_->sent.find(write.value); sent != parts_->sent.end())
    sent->second.isLastTry = true;
  if (!parts_->waiting.contains(write.value)) return false;
  parts_->take(write.value);
  return true;
}

void Writer::withdraw(const std::string& why) {
  const auto parts = parts_;
  parts->withdraw(why);
}

std::size_t Writer::open() const {
  return parts_->waiting.size() + parts_->sent.size();
}

}  // namespace evenkeel::kubernetes
