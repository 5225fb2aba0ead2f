// Where a pod exposes metrics, by what it says of itself.
#pragma once

#include <string>

#include "base/result.h"
#include "kubernetes/pod.h"

namespace evenkeel::telemetry {

struct ScrapeTarget {
  std::string url;
  std::string path;  // of it, without a query
  friend bool operator==(const ScrapeTarget&, const ScrapeTarget&) = default;
};

// By the annotations prometheus.io/scrape, port, path and scheme, as the examples of Prometheus
// have them; where they name no port, the container port named "metrics" or "http-metrics", and of
// a pod with prometheus.io/scrape "true" its only one.
//
// NotFound: it names no endpoint, or says that it has none. Invalid: an annotation is not what it
// should be. Unavailable: it has no address yet.
Result<ScrapeTarget> scrapeTargetOf(const kubernetes::Pod& pod);

}  // namespace evenkeel::telemetry
