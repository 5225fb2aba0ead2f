#include "kubernetes/disruption_budget.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "kubernetes/json_parts.h"

namespace evenkeel::kubernetes {
namespace {

// A number of pods, or "25%".
Result<void> readAmount(const Json& value, DisruptionBudget& budget) {
  if (value.is_number_integer()) {
    budget.amount = static_cast<std::int32_t>(std::clamp<std::int64_t>(
        value.get<std::int64_t>(), 0, std::numeric_limits<std::int32_t>::max()));
    return {};
  }
  const std::string text = value.is_string() ? value.get<std::string>() : std::string();
  const char* const last = text.data() + text.size();
  const auto [end, fault] = std::from_chars(text.data(), last, budget.amount);
  budget.isPercent = end + 1 == last && *end == '%';
  const bool isRead =
      fault == std::errc() && budget.amount >= 0 && (end == last || budget.isPercent);
  if (isRead) return {};
  return fail(ErrorKind::Invalid, budget.meta.space + '/' + budget.meta.name,
              text + " is no number of pods", "3 or 25%");
}

}  // namespace

std::string DisruptionBudget::text() const {
  return std::string(ofAvailable ? "minAvailable " : "maxUnavailable ") + std::to_string(amount) +
         (isPercent ? " %" : "");
}

// Percentages are rounded up, as the controller does.
std::int32_t DisruptionBudget::allowedOf(std::int32_t pods) const {
  const std::int64_t share =
      isPercent ? (std::int64_t{amount} * pods + 99) / 100 : std::int64_t{amount};
  const std::int64_t left = ofAvailable ? pods - share : share;
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(left, 0, pods));
}

Result<DisruptionBudget> readDisruptionBudget(std::string_view text) {
  const Json object = parsedJson(text);
  auto meta = readMetadata(object, "PodDisruptionBudget");
  if (!meta) return tl::unexpected(std::move(meta.error()));
  DisruptionBudget budget;
  budget.meta = std::move(*meta);
  forgetNotes(budget.meta);
  const Json& spec = memberOf(object, "spec");
  if (const Json& given = memberOf(spec, "selector"); !given.is_null()) {
    auto selector = readSelector(given);
    if (!selector) return tl::unexpected(std::move(selector.error()));
    budget.selector = std::move(*selector);
  }
  const Json& most = memberOf(spec, "maxUnavailable");
  const Json& least = memberOf(spec, "minAvailable");
  budget.ofAvailable = most.is_null();
  if (!most.is_null() || !least.is_null()) {
    if (auto read = readAmount(budget.ofAvailable ? least : most, budget); !read)
      return tl::unexpected(std::move(read.error()));
  }
  budget.allowed = countAt(memberOf(object, "status"), "disruptionsAllowed");
  return budget;
}

}  // namespace evenkeel::kubernetes
