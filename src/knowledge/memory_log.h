// A decision log that only remembers, or forgets: for tests, comparisons and benchmarks.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "knowledge/decision_log.h"

namespace evenkeel {

// Keeps every record. What is committed is durable at once: `durable` is called within commit().
class MemoryLog final : public DecisionLog {
 public:
  explicit MemoryLog(std::function<void(std::uint64_t position)> durable = {})
      : durable_(std::move(durable)) {}

  void append(const Record& record) override { records_.push_back(record); }
  std::uint64_t position() const override { return records_.size(); }
  void commit() override {
    if (durable_) durable_(position());
  }
  const std::vector<Record>& records() const { return records_; }

 private:
  std::function<void(std::uint64_t)> durable_;
  std::vector<Record> records_;
};

// Gives every record to a function and keeps none: what `compare` needs of a run, without the run.
class ForwardingLog final : public DecisionLog {
 public:
  ForwardingLog(std::function<void(const Record&)> seen,
                std::function<void(std::uint64_t position)> durable)
      : seen_(std::move(seen)), durable_(std::move(durable)) {}

  void append(const Record& record) override {
    ++position_;
    seen_(record);
  }
  std::uint64_t position() const override { return position_; }
  void commit() override { durable_(position_); }

 private:
  std::function<void(const Record&)> seen_;
  std::function<void(std::uint64_t)> durable_;
  std::uint64_t position_ = 0;
};

}  // namespace evenkeel
