// Every policy of the catalogue as a call: its name, or where it wants to be told more, an example.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/metric.h"
#include "model/policy_call.h"
#include "policy/catalogue.h"

namespace evenkeel::bench {

// Null, and told on standard error, where it cannot be made.
inline std::unique_ptr<Policy> policyOf(const std::string& text) {
  const auto call = parsePolicyCall(text);
  auto policy = call ? makePolicy(*call) : tl::unexpected(call.error());
  if (policy) return std::move(*policy);
  std::fprintf(stderr, "%s\n", policy.error().text().c_str());
  return nullptr;
}

inline std::vector<std::string> catalogueCalls() {
  const std::vector<std::pair<std::string, std::string>> told{
      {"hpa", "hpa(cpu=60)"},
      {"schedule",
       "schedule(policy='hpa(cpu=60)', rules=[{start: '0 8 * * 1-5', duration: 10h, "
       "timezone: Europe/Rome, minReplicas: 5}])"}};
  std::vector<std::string> calls;
  for (const PolicyKind& kind : policyCatalogue()) {
    std::string& call = calls.emplace_back(kind.name);
    for (const auto& [name, text] : told) {
      if (name == kind.name) call = text;
    }
  }
  return calls;
}

// What a series of ten pods at their target reports, so that no rule changes anything: requests of
// 50 ms of CPU each, at 60 % of ten cores; of 100 in flight a pod 68, where kpa aims at 70.
inline double steadyLevel(std::string_view metric) {
  if (metric == metric::kCpuUsage) return 0.6;
  if (metric == metric::kMemoryWorkingSet) return 128 << 20;
  if (metric == metric::kRequestRate) return 120;
  if (metric == metric::kActiveRequests) return 680;
  return 0.06;  // a response time, in seconds
}

}  // namespace evenkeel::bench
