// libFuzzer target: whatever the bytes, objects of Kubernetes are read or refused with a reason.
#include <cstdlib>
#include <string_view>

#include "kubernetes/autoscaler.h"
#include "kubernetes/disruption_budget.h"
#include "kubernetes/lease.h"
#include "kubernetes/metric_values.h"
#include "kubernetes/node.h"
#include "kubernetes/object_meta.h"
#include "kubernetes/pod.h"
#include "kubernetes/pod_metrics.h"
#include "kubernetes/scaled_object.h"
#include "kubernetes/vertical_autoscaler.h"
#include "kubernetes/workload.h"

namespace {

template <class T>
void check(const evenkeel::Result<T>& read) {
  if (read ? read->meta.uid.empty() : read.error().what.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace evenkeel::kubernetes;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(readPod(text));
  check(readNode(text));
  check(readAutoscaler(text));
  check(readVerticalAutoscaler(text));
  check(readScaledObject(text));
  check(readDisruptionBudget(text));
  if (const auto values = readMetricValues(text); !values && values.error().what.empty())
    std::abort();
  if (const auto metrics = readPodMetrics(text);
      metrics ? metrics->name.empty() : metrics.error().what.empty())
    std::abort();
  if (const auto lease = readLease(text)) {
    // What is written is read as the same.
    auto again = readLease(leaseText(*lease, "shop", "evenkeel"));
    if (!again || again->transitions != lease->transitions || again->holder != lease->holder)
      std::abort();
  } else if (lease.error().what.empty()) {
    std::abort();
  }
  for (const char* kind : {"Deployment", "StatefulSet", "ReplicaSet"})
    check(readWorkload(text, kind));
  resourceVersionOf(text);
  endsInitialEvents(text);
  return 0;
}
