// A decision log that shows every record to somebody else too.
#pragma once

#include <functional>
#include <utility>

#include "knowledge/decision_log.h"

namespace evenkeel::evaluation {

class ObservedLog final : public DecisionLog {
 public:
  // `log` outlives this.
  ObservedLog(DecisionLog& log, std::function<void(const Record&)> seen)
      : log_(log), seen_(std::move(seen)) {}

  void append(const Record& record) override {
    log_.append(record);
    seen_(record);
  }
  std::uint64_t position() const override { return log_.position(); }
  void commit() override { log_.commit(); }

 private:
  DecisionLog& log_;
  std::function<void(const Record&)> seen_;
};

}  // namespace evenkeel::evaluation
