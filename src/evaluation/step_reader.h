// A log as steps of its loop: each input with what the loop wrote in answer to it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "knowledge/log_reader.h"

namespace evenkeel::evaluation {

struct Step {
  Event event;
  std::vector<LogReader::Entry> entries;  // the input first; the loop's own records alone
};

// Whether the loop itself writes such records after its start, rather than what runs it.
bool isTheLoops(const Record& record);

// Reads one run: up to its last step, the start of another run, or a damaged place. A step torn by
// damage is not given. The log outlives it.
class StepReader {
 public:
  explicit StepReader(LogReader& log) : log_(log) {}

  // Nothing: that was the last one.
  std::optional<Step> next();
  // Why the log ended early; empty: it did not.
  const std::string& damage() const { return damage_; }

 private:
  std::optional<LogReader::Entry> take();

  LogReader& log_;
  std::optional<LogReader::Entry> ahead_;
  bool started_ = false;
  std::string damage_;
};

}  // namespace evenkeel::evaluation
