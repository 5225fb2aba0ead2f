#include "telemetry/container_usage.h"

#include <algorithm>
#include <array>

namespace evenkeel::telemetry {
namespace {

// Of a value in quotes.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// Of containers alone: pods and nodes have sums of their own there.
std::string selected(const std::string& metric, const UsageLabels& labels, const std::string& space,
                     Duration window) {
  std::string text = metric + '{' + labels.pod + "!=\"\"," + labels.container + "!=\"\"," +
                     labels.container + "!=\"POD\"";
  if (!labels.without.empty()) text += ',' + labels.without + "=\"\"";
  if (!space.empty()) text += ',' + labels.space + '=' + quoted(space);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(window).count();
  return text + "}[" + std::to_string(seconds) + "s]";
}

std::string highest(const UsageLabels& labels, const std::string& of) {
  return "max by (" + labels.space + ',' + labels.pod + ',' + labels.container + ") (" + of + ')';
}

const std::string kCpu = "container_cpu_usage_seconds_total";
const std::string kMemory = "container_memory_working_set_bytes";
constexpr Duration kHour = std::chrono::hours(1);

std::string seen(const UsageLabels& labels, const std::string& space, Duration lately) {
  return "last_over_time(" + selected(kCpu, labels, space, lately) + ')';
}

}  // namespace

std::span<const UsageLabels> usageLabels() {
  static const std::array<UsageLabels, 3> all{
      {{"exported_namespace", "exported_pod", "exported_container"},
       {"namespace", "pod", "container", "exported_pod"},
       {"namespace", "pod_name", "container_name"}}};
  return all;
}

std::string usageCountQuestion(const UsageLabels& labels, const std::string& space) {
  return "count(" + highest(labels, seen(labels, space, kHour)) + ')';
}

std::string usageDoublesQuestion(const UsageLabels& labels, const std::string& space,
                                 Duration history) {
  const std::string all = seen(labels, space, history);
  return "count(" + all + ") - count(" + highest(labels, all) + ')';
}

std::string usageScrapesQuestion(const UsageLabels& labels, const std::string& space) {
  return "max(count_over_time(" + selected(kCpu, labels, space, kHour) + "))";
}

std::string cpuQuestion(const UsageLabels& labels, const std::string& space, Duration window,
                        bool doubles) {
  const std::string rate = "rate(" + selected(kCpu, labels, space, window) + ')';
  return doubles ? highest(labels, rate) : rate;
}

std::string memoryQuestion(const UsageLabels& labels, const std::string& space, Duration window) {
  return highest(labels, "max_over_time(" + selected(kMemory, labels, space, window) + ")");
}

Duration rateWindow(Duration step, Duration scrapeInterval) {
  // Two scrapes, wherever they fall; not three, which would be a mean over two intervals.
  return std::max(step, 2 * scrapeInterval - 1s);
}

}  // namespace evenkeel::telemetry
