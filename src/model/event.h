// Everything that can reach a loop: the only input it has, and what the decision log keeps of it.
//
// Events are numbered by the inbox in the order of their arrival and carry the time at which they
// were taken out. Feeding the same events to the same policies gives the same decisions (DESIGN
// decision 5).
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "model/asset.h"
#include "model/decision.h"
#include "model/metric.h"
#include "model/plan.h"

namespace evenkeel {

// Who may act: a lease with an epoch. A higher epoch has always taken over from a lower one.
struct Grant {
  bool mayAct = false;
  std::uint64_t epoch = 0;
  std::string holder;
  friend bool operator==(const Grant&, const Grant&) = default;
};

struct AssetObserved {
  Asset asset;
};  // new or changed
struct AssetRemoved {
  AssetId asset;
  Instant observed{};
};
struct InventorySynced {};  // the first full listing is complete
struct SamplesArrived {
  std::string source;
  std::vector<Sample> samples;
};
struct SourceFailed {
  std::string source;
  std::string detail;
};
struct OutcomeArrived {
  Outcome outcome;
};
struct GrantChanged {
  Grant grant;
};
struct IntentDurable {
  std::uint64_t position = 0;
};  // the log holds everything up to here
// The answer of a policy that takes its time (PolicyNeeds::deadline), whoever asked it.
struct PolicyAnswered {
  std::uint64_t scope = 0;     // its number in the log
  std::uint64_t decision = 0;  // how many that scope had decided when the policy was asked
  std::string failure;         // why there is no answer; empty: there is one
  PolicyAnswer answer;
};
struct WakeUp {};  // a scope is due
struct StopRequested {};

using EventBody = std::variant<AssetObserved, AssetRemoved, InventorySynced, SamplesArrived,
                               SourceFailed, OutcomeArrived, GrantChanged, IntentDurable, WakeUp,
                               StopRequested, PolicyAnswered>;

struct Event {
  std::uint64_t number = 0;
  Instant time{};
  WallTime wall{};
  EventBody body;
};

// Where a world puts its events. Bounded: false means that it was not taken (see agent/inbox.h for
// what that does to which kind). Callable only on the timeline's thread.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual bool post(EventBody body) = 0;
};

}  // namespace evenkeel
