// What the runners of conformance sections share: how a vector is judged.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evaluation/conformance/defaults.h"
#include "evaluation/conformance/json_value.h"

namespace evenkeel::conformance {

// Collects what one vector should have given and what it gave, where these differ.
class Comparison {
 public:
  void differs(std::string_view what, const std::string& expected, const std::string& got);
  void judge(std::string_view what, const std::string& expected, const std::string& got);
  // Those whose `expected` is null are not judged.
  void integer(std::string_view what, const JsonReader& expected, std::optional<std::int64_t> got);
  void text(std::string_view what, const JsonReader& expected, std::string_view got);
  // `expected` is [status, reason].
  void condition(std::string_view type, const JsonReader& expected,
                 const std::optional<std::pair<bool, std::string_view>>& got);
  // For a key of `expected` that no rule here can judge.
  void unknown(const std::string& key);

  bool judged() const { return judged_; }  // at least one value was there to compare with
  bool equal() const { return expected_.empty(); }
  const std::string& expected() const { return expected_; }
  const std::string& got() const { return got_; }

 private:
  bool judged_ = false;
  std::string expected_;
  std::string got_;
};

// A fault where `kind` is there and is another one; for sections of one kind.
void checkKind(const JsonReader& vector, std::string_view kind);

using Runner = void (*)(const JsonReader& vector, const Defaults& defaults, Comparison& comparison);

struct Section {
  std::string_view name;
  Runner run;
  std::string_view field = {};  // that its vectors have; of two sections of one name
};

// A file of runners each.
const std::vector<Section>& hpaSections();
const std::vector<Section>& hpaBehaviorSections();
const std::vector<Section>& kpaSections();
const std::vector<Section>& vpaSections();

}  // namespace evenkeel::conformance
