// libFuzzer target: whatever the bytes, objects of Kubernetes are read or refused with a reason.
#include <cstdlib>
#include <string_view>

#include "kubernetes/autoscaler.h"
#include "kubernetes/node.h"
#include "kubernetes/object_meta.h"
#include "kubernetes/pod.h"
#include "kubernetes/pod_metrics.h"
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
  if (const auto metrics = readPodMetrics(text);
      metrics ? metrics->name.empty() : metrics.error().what.empty())
    std::abort();
  for (const char* kind : {"Deployment", "StatefulSet", "ReplicaSet"})
    check(readWorkload(text, kind));
  resourceVersionOf(text);
  endsInitialEvents(text);
  return 0;
}
