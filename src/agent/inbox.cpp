#include "agent/inbox.h"

#include <variant>

namespace evenkeel {

bool Inbox::post(EventBody body) {
  const bool wakeUp = std::holds_alternative<WakeUp>(body);
  if (wakeUp && wakeUpWaits_) return true;
  const bool replaceable =
      std::holds_alternative<SamplesArrived>(body) || std::holds_alternative<SourceFailed>(body);
  if (replaceable && waiting_.size() >= capacity_) {
    ++refused_;
    return false;
  }
  wakeUpWaits_ = wakeUpWaits_ || wakeUp;
  waiting_.push_back({++lastNumber_, std::move(body)});
  if (waiting_.size() == 1) onFirst_();
  return true;
}

std::optional<Event> Inbox::take() {
  if (waiting_.empty()) return std::nullopt;
  Waiting next = std::move(waiting_.front());
  waiting_.pop_front();
  if (std::holds_alternative<WakeUp>(next.body)) wakeUpWaits_ = false;
  return Event{next.number, timeline_.now(), timeline_.wall(), std::move(next.body)};
}

}  // namespace evenkeel
