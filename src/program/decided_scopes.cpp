#include "program/decided_scopes.h"

#include <algorithm>
#include <variant>

namespace evenkeel::program {
namespace {

constexpr int kTries = 2;  // the first figures may be those of other pods alone

}  // namespace

evaluation::StoryQuery DecidedScopes::newest() {
  evaluation::StoryQuery query;
  query.at = Instant::max();
  return query;
}

void DecidedScopes::see(const Record& record) {
  stories_.read(record);
  figures_.see(record);
  std::visit([this](const auto& body) { on(body); }, record);
}

bool DecidedScopes::all() const {
  return synced_ && std::all_of(scopes_.begin(), scopes_.end(), [this](const auto& one) {
           const Open& scope = one.second;
           const bool inVain = failed_ && arrivals_ == 0 && scope.decided;
           return scope.sure || scope.tries >= kTries || inVain;
         });
}

std::optional<Instant> DecidedScopes::oldestDecision() const {
  std::optional<Instant> oldest;
  for (const auto& [number, scope] : scopes_) {
    if (scope.decided) oldest = std::min(oldest.value_or(*scope.decided), *scope.decided);
  }
  return oldest;
}

void DecidedScopes::on(const record::ScopeOpened& opened) {
  scopes_[opened.scope] = Open{.arrivals = arrivals_, .decided = {}};
}

void DecidedScopes::on(const record::ScopeClosed& closed) {
  scopes_.erase(closed.scope);
}

void DecidedScopes::on(const record::Proposed& proposed) {
  ++decisions_;
  failures_ += proposed.failure.empty() ? 0 : 1;
  const auto found = scopes_.find(proposed.scope);
  if (found == scopes_.end()) return;
  Open& scope = found->second;
  scope.decided = now_;
  scope.tries += arrivals_ > scope.arrivals ? 1 : 0;
  const auto& reasons = proposed.decision.reasons;
  scope.sure = std::any_of(reasons.begin(), reasons.end(), [](const Reason& reason) {
    return reason.proposal || reason.code == "vpa-recommendation";
  });
}

void DecidedScopes::on(const record::Input& input) {
  now_ = input.event.time;
  const EventBody& body = input.event.body;
  if (const auto* arrived = std::get_if<SamplesArrived>(&body)) {
    ++arrivals_;
    samples_ += arrived->samples.size();
  }
  failed_ = failed_ || std::holds_alternative<SourceFailed>(body);
  synced_ = synced_ || std::holds_alternative<InventorySynced>(body);
}

}  // namespace evenkeel::program
