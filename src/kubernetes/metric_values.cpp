#include "kubernetes/metric_values.h"

#include <utility>

#include "kubernetes/json_parts.h"

namespace evenkeel::kubernetes {
namespace {

// v1beta2 and external ones; v1beta1 of custom ones calls it `window`.
std::int64_t secondsOf(const Json& item) {
  return std::max(numberAt(item, "windowSeconds"), numberAt(item, "window"));
}

}  // namespace

Result<std::vector<MetricValue>> readMetricValues(std::string_view text) {
  const Json list = parsedJson(text);
  const Json& items = memberOf(list, "items");
  const std::string kind = textAt(list, "kind");
  if (!kind.ends_with("MetricValueList"))
    return fail(ErrorKind::Invalid, kind, "is no list of metric values", "a MetricValueList");
  std::vector<MetricValue> values;
  for (const Json& item : items) {
    MetricValue& value = values.emplace_back();
    value.object = textAt(memberOf(item, "describedObject"), "name");
    const auto time = timeAt(item, "timestamp");
    if (!time)
      return fail(ErrorKind::Invalid, value.object, "has no timestamp", "a time (RFC 3339)");
    auto amount = quantityAt(item, "value");
    if (!amount) return tl::unexpected(std::move(amount.error()));
    if (!*amount) return fail(ErrorKind::Invalid, value.object, "has no value", "a quantity");
    value.time = *time;
    value.window = std::chrono::seconds(std::clamp<std::int64_t>(secondsOf(item), 0, 86'400));
    value.value = **amount;
  }
  return values;
}

}  // namespace evenkeel::kubernetes
