// A decision log in memory that can lose its tail, as a crash would, and crash at any record.
#pragma once

#include <functional>
#include <vector>

#include "knowledge/decision_log.h"

namespace evenkeel::testing {

struct Crash {};  // deliberately no std::exception: nothing in the loop may swallow it

class VectorLog final : public DecisionLog {
 public:
  // `durable` is told the position up to which records would survive.
  std::function<void(std::uint64_t)> durable = [](std::uint64_t) {};
  std::vector<Record> records;
  std::size_t committed = 0;
  std::size_t crashAt = 0;  // the number of an append that does not return; zero: none

  void append(const Record& record) override {
    if (crashAt != 0 && --crashAt == 0) throw Crash{};
    records.push_back(record);
  }
  std::uint64_t position() const override { return records.size(); }
  void commit() override {
    committed = records.size();
    durable(committed);
  }
  void loseTail() { records.resize(committed); }

  template <class T>
  std::vector<T> all() const {
    std::vector<T> found;
    for (const Record& record : records) {
      if (const T* body = std::get_if<T>(&record)) found.push_back(*body);
    }
    return found;
  }
};

}  // namespace evenkeel::testing
