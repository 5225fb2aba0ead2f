// What a parameter of a policy may be while it is tuned: `cpu=40..90`, `loop=15s..5m`,
// `queueing=split|pooled`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace evenkeel::evaluation {

class ParameterRange {
 public:
  // Both ends belong to it. Of whole numbers, whole ones; of durations, by ratio.
  static Result<ParameterRange> parse(std::string_view text);

  const std::string& name() const { return name_; }
  bool isChoice() const { return std::holds_alternative<Choices>(range_); }
  // At most so many values (>= 2), spread over it, rising, as they are written in a call; of
  // choices all.
  std::vector<std::string> values(std::size_t most) const;
  // What lies between the neighbours of the value at that place; of choices that one.
  ParameterRange around(std::size_t place, std::size_t most) const;

 private:
  struct Numbers {
    double from = 0;
    double to = 0;
    bool whole = false;
  };
  struct Durations {
    Duration from{};
    Duration to{};
  };
  using Choices = std::vector<std::string>;

  static double at(const Numbers& numbers, std::size_t place, std::size_t count);
  static Duration at(const Durations& durations, std::size_t place, std::size_t count);

  std::string name_;
  std::variant<Choices, Numbers, Durations> range_;
};

}  // namespace evenkeel::evaluation
