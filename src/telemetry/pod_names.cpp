#include "telemetry/pod_names.h"

#include <algorithm>

namespace evenkeel::telemetry {
namespace {

constexpr std::size_t kRandom = 5;        // characters at the end of a pod's name
constexpr std::size_t kLongestHash = 10;  // of a ReplicaSet's template
constexpr std::size_t kLongestBase = 58;  // of a generated name, before the random part
constexpr std::string_view kSafe = "bcdfghjklmnpqrstvwxz2456789";

bool isRandom(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kSafe) == std::string_view::npos;
}

bool isNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "web" of "web-0"; empty, as `last`: it has no such end.
std::string_view before(std::string_view name, std::string_view& last) {
  const std::size_t dash = name.rfind('-');
  if (dash == std::string_view::npos || dash == 0) return {};
  last = name.substr(dash + 1);
  return name.substr(0, dash);
}

}  // namespace

void PodNames::add(const std::string& space, const std::string& kind, const std::string& name,
                   std::size_t workload) {
  const Form form = kind == "Deployment"    ? Form::Deployment
                    : kind == "StatefulSet" ? Form::StatefulSet
                                            : Form::Other;
  spaces_[space].insert_or_assign(name, Named{workload, form});
}

std::optional<std::size_t> PodNames::find(std::string_view space, std::string_view pod) const {
  const auto found = spaces_.find(space);
  if (found == spaces_.end()) return std::nullopt;
  const OfSpace& names = found->second;
  const auto named = [&](std::string_view name, auto... forms) -> std::optional<std::size_t> {
    const auto one = names.find(name);
    if (one == names.end() || ((one->second.form != forms) && ...)) return std::nullopt;
    return one->second.workload;
  };
  std::string_view last;
  const std::string_view base = before(pod, last);
  if (isNumber(last)) {
    if (const auto one = named(base, Form::StatefulSet)) return one;
  }
  if (last.size() == kRandom && isRandom(last)) {
    if (const auto one = named(base, Form::Other)) return one;
    std::string_view hash;
    const std::string_view owner = before(base, hash);
    if (!owner.empty() && hash.size() <= kLongestHash && isRandom(hash)) {
      if (const auto one = named(owner, Form::Deployment, Form::Other)) return one;
    }
  }
  // Cut: without a dash before the random part.
  if (pod.size() != kLongestBase + kRandom || !isRandom(pod.substr(kLongestBase)))
    return std::nullopt;
  const std::string_view kept = pod.substr(0, kLongestBase);
  std::optional<std::size_t> only;
  for (auto one = names.begin(); one != names.end(); ++one) {
    const std::string start = one->first + '-';
    const bool fits = start.size() < kLongestBase
                          ? kept.starts_with(start) && isRandom(kept.substr(start.size()))
                          : std::string_view(start).starts_with(kept);
    if (!fits || one->second.form == Form::StatefulSet) continue;
    if (only) return std::nullopt;
    only = one->second.workload;
  }
  return only;
}

}  // namespace evenkeel::telemetry
