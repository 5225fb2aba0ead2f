// Which workloads of a look are shown: the options --workload, --selector and --changed.
#pragma once

#include <string>

#include "base/result.h"
#include "model/label_selector.h"
#include "view/advice.h"

namespace evenkeel::program {

struct WorkloadFilter {
  std::string pattern;  // of "web" or "deployment/web", with * ? []; empty: all
  LabelSelector selector;
  bool changed = false;  // only those that would be changed

  bool takes(const view::Advice& advice) const;
};

// As kubectl has it, without sets: "app=web,tier!=db,canary,!old".
Result<LabelSelector> parseSelector(const std::string& text);

}  // namespace evenkeel::program
