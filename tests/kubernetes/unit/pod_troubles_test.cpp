// What is told of pods that find no place or were killed for memory.
#include "kubernetes/pod_troubles.h"

#include <gtest/gtest.h>

#include <array>

namespace evenkeel::kubernetes {
namespace {

Pod parsed(const std::string& status) {
  const auto pod = readPod(
      R"({"metadata": {"name": "p", "uid": "u"}, "spec": {"containers": [{"name": "c"}, {"name": "d"}]},
    "status": )" +
      status + "}");
  EXPECT_TRUE(pod);
  return pod.value_or(Pod());
}

const char* const kNoPlace = R"({"phase": "Pending", "conditions": [{"type": "PodScheduled",
  "status": "False", "reason": "Unschedulable", "message":
  "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available."}]})";
const char* const kGated = R"({"phase": "Pending", "conditions": [{"type": "PodScheduled",
  "status": "False", "reason": "SchedulingGated", "message": "gated"}]})";
const char* const kKilled = R"({"phase": "Running", "containerStatuses": [
  {"name": "c", "restartCount": 1, "lastState": {"terminated": {"reason": "OOMKilled"}}},
  {"name": "d", "restartCount": 1, "lastState": {"terminated": {"reason": "OOMKilled"}}}]})";

TEST(PodTroubles, NoneAreNotTold) {
  const Pod fine = parsed(R"({"phase": "Running"})");
  const Pod gated = parsed(kGated);
  EXPECT_EQ(troublesOf({}), "");
  EXPECT_EQ(troublesOf(std::array<const Pod*, 2>{&fine, &gated}), "");
}

TEST(PodTroubles, ArePodsWithoutAPlaceAndWhy) {
  const Pod pod = parsed(kNoPlace);
  EXPECT_EQ(troublesOf(std::array<const Pod*, 1>{&pod}),
            "1 pod finds no place (0/3 nodes are available: 3 Insufficient cpu)");
  EXPECT_EQ(troublesOf(std::array<const Pod*, 2>{&pod, &pod}),
            "2 pods find no place (0/3 nodes are available: 3 Insufficient cpu)");
}

TEST(PodTroubles, ArePodsKilledForMemoryEachOnce) {
  const Pod pod = parsed(kKilled);
  const Pod other = parsed(kNoPlace);
  EXPECT_EQ(troublesOf(std::array<const Pod*, 1>{&pod}), "1 pod was killed for memory");
  EXPECT_EQ(troublesOf(std::array<const Pod*, 3>{&pod, &other, &pod}),
            "1 pod finds no place (0/3 nodes are available: 3 Insufficient cpu); "
            "2 pods were killed for memory");
}

}  // namespace
}  // namespace evenkeel::kubernetes
