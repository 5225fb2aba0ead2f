// How much containers have used, as cAdvisor or the kubelet tells a Prometheus: what to ask.
//
// Labels are spelt in more than one way: those of the kubelet, the same with "exported_" where the
// scraper had labels of its own of that name, and those before Kubernetes 1.16.
#pragma once

#include <span>
#include <string>

#include "base/time.h"

namespace evenkeel::telemetry {

struct UsageLabels {
  std::string space;  // label that bears the namespace
  std::string pod;
  std::string container;
  std::string without = {};  // a label that series of another spelling have; empty: none
};

// Those that are preferred first, where two have as many series.
std::span<const UsageLabels> usageLabels();

// Series of CPU in the last hour; one namespace, empty: all.
std::string usageCountQuestion(const UsageLabels& labels, const std::string& space);
// How many series there are in the last `history` beyond one of each container: of those that were
// started again or are scraped twice.
std::string usageDoublesQuestion(const UsageLabels& labels, const std::string& space,
                                 Duration history);
// How often the one that is scraped most often was scraped in the last hour.
std::string usageScrapesQuestion(const UsageLabels& labels, const std::string& space);

// Cores of each container, a mean over `window`; where one has several series, the highest.
// Without doubles it is answered three times as fast by not looking for them.
std::string cpuQuestion(const UsageLabels& labels, const std::string& space, Duration window,
                        bool doubles);
// The largest working set in `window`, in bytes.
std::string memoryQuestion(const UsageLabels& labels, const std::string& space, Duration window);

// The shortest window over which there is a rate at every step.
Duration rateWindow(Duration step, Duration scrapeInterval);

}  // namespace evenkeel::telemetry
