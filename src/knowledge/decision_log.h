// Where the loop writes what it saw, decided and did: append-only, crash-safe, bounded.
//
// append() never blocks on a disk; commit() hands over what was appended since the last commit, and
// the log says when it is durable through the callback it was made with (as an IntentDurable event
// on the loop's timeline). One thread calls; implementations may write on another.
#pragma once

#include <cstdint>

#include "knowledge/record.h"

namespace evenkeel {

class DecisionLog {
 public:
  virtual ~DecisionLog() = default;
  virtual void append(const Record& record) = 0;
  // Number of records appended so far; the first record has position 1.
  virtual std::uint64_t position() const = 0;
  virtual void commit() = 0;
};

}  // namespace evenkeel
