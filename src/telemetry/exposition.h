// Metrics as programs expose them over HTTP, read line by line as bytes come: Prometheus' text
// format 0.0.4 and OpenMetrics 1.0, as far as counters, gauges and classic histograms need them.
//
// Of a sample that nobody wants only its name is looked at, and nothing but hashes is kept of those
// that were given out, so that memory is bounded by the limits below. Both formats are read by one
// grammar, which takes what either allows; comments, types, units, timestamps and exemplars are
// passed over. What OpenMetrics asks for beyond that is its end, "# EOF".
//
// Sources: prometheus.io/docs/instrumenting/exposition_formats, OpenMetrics 1.0.0 (the ABNF).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"

namespace evenkeel::telemetry {

struct ExposedLabel {
  std::string name;
  std::string value;  // without its escapes
};

struct ExposedSample {
  std::string_view name;  // "http_requests_total"
  const std::vector<ExposedLabel>& labels;
  double value = 0;  // may be NaN or infinite, as it is said

  // Empty: there is no such label, or an empty one, which is the same.
  std::string_view label(std::string_view of) const;
};

enum class ExpositionFormat { Text, OpenMetrics };

class ExpositionReader {
 public:
  struct Limits {
    std::size_t line = std::size_t{64} << 10;  // bytes
    std::size_t samples = 50'000;              // that are given out
  };
  using Wanted = std::function<bool(std::string_view name)>;
  using Take = std::function<void(const ExposedSample&)>;

  ExpositionReader(ExpositionFormat format, Wanted wanted, Take take);
  ExpositionReader(ExpositionFormat format, Wanted wanted, Take take, const Limits& limits);

  // Invalid, with the line: it is none of this format, too long, or a series is there twice; no
  // more may follow.
  Result<void> push(std::string_view data);
  // Once, after the last of it. Invalid: it was cut off.
  Result<void> end();

 private:
  Result<void> read(std::string_view line);
  Result<void> sample(std::string_view line);
  tl::unexpected<Error> fault(const std::string& what, const std::string& valid = {}) const;

  ExpositionFormat format_;
  Wanted wanted_;
  Take take_;
  Limits limits_;
  std::string begun_;  // of a line
  std::size_t line_ = 0;
  bool ended_ = false;  // "# EOF"
  std::vector<ExposedLabel> labels_;
  std::unordered_set<std::size_t> seen_;
};

}  // namespace evenkeel::telemetry
