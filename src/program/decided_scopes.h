// What a loop has decided last, on which figures, and for which of its scopes that is a number,
// read out of its records as it writes them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "evaluation/story_collector.h"
#include "knowledge/record.h"
#include "program/known_figures.h"

namespace evenkeel::program {

class DecidedScopes {
 public:
  void see(const Record& record);

  // Of everything a number is known, or has been asked for often enough with figures that were
  // there, or no source has had any.
  bool all() const;
  // The newest decision of each scope that is open.
  std::vector<evaluation::Story> stories() const { return stories_.stories(); }
  const KnownFigures& figures() const { return figures_; }

  std::uint64_t decisions() const { return decisions_; }
  std::uint64_t failures() const { return failures_; }  // of policies that did not decide
  std::uint64_t samples() const { return samples_; }
  // Of the scope that has waited longest since its last decision; absent: none has decided.
  std::optional<Instant> oldestDecision() const;

 private:
  static evaluation::StoryQuery newest();

  struct Open {
    std::uint64_t arrivals = 0;  // before it was opened
    int tries = 0;               // decisions since figures have arrived
    std::optional<Instant> decided;
    bool sure = false;  // the newest decision has a number, or a size
  };

  void on(const record::ScopeOpened& opened);
  void on(const record::ScopeClosed& closed);
  void on(const record::Proposed& proposed);
  void on(const record::Input& input);
  void on(const auto&) {}

  evaluation::StoryCollector stories_{newest()};
  KnownFigures figures_;
  std::map<std::uint64_t, Open> scopes_;  // by number
  Instant now_{};
  std::uint64_t arrivals_ = 0;  // of figures
  std::uint64_t decisions_ = 0;
  std::uint64_t failures_ = 0;
  std::uint64_t samples_ = 0;
  bool failed_ = false;
  bool synced_ = false;
};

}  // namespace evenkeel::program
