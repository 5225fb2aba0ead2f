// Reads an answer of Prometheus' query API as it arrives, so that it need not be held whole: series
// are given out one by one.
//
// Of a matrix or a vector; a vector's series have one point each. Points that are no finite numbers
// are left out, and so are native histograms. Source: prometheus.io/docs/prometheus/latest/
// querying/api. Memory: one series, and what is not of the series.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "telemetry/sampled_series.h"

namespace evenkeel::telemetry {

// What an answer says beside its series.
struct AnswerEnd {
  bool success = false;
  std::string errorType;  // "bad_data", "execution", "timeout"; empty: none
  std::string error;
  std::vector<std::string> warnings;
};

class AnswerReader {
 public:
  struct Limits {
    std::size_t series = std::size_t{8} << 20;  // bytes of one
    std::size_t rest = std::size_t{1} << 20;
  };
  // A series is valid during the call.
  using Take = std::function<void(const SampledSeries&)>;

  explicit AnswerReader(Take take) : AnswerReader(std::move(take), Limits{}) {}
  AnswerReader(Take take, const Limits& limits) : take_(std::move(take)), limits_(limits) {}

  // Invalid: it is no such answer, or a part of it is longer than may be; no more may follow.
  Result<void> push(std::string_view data);
  // Invalid: it ended within the answer, or is none.
  Result<AnswerEnd> end() const;

 private:
  Result<void> scan();
  void open(char c);
  Result<void> close();
  Result<void> give(std::string_view text);
  void settle();
  bool inSeries() const { return isList_ && depth_ > kListDepth; }

  static constexpr std::size_t kListDepth = 3;  // brackets open within "result"

  Take take_;
  Limits limits_;
  SampledSeries series_;
  std::string text_;       // what has arrived and is neither in rest_ nor given out
  std::size_t at_ = 0;     // of text_: read up to here
  std::size_t begin_ = 0;  // of text_: of the series that is open
  std::string rest_;       // the answer with null for each series
  std::size_t depth_ = 0;
  bool string_ = false;  // inside one
  bool escaped_ = false;
  std::string last_;     // string at depth 1 or 2: before a bracket, the key of what it opens
  bool inData_ = false;  // depth 2 is the object "data"
  bool isList_ = false;  // depth 3 is its list "result"
};

}  // namespace evenkeel::telemetry
