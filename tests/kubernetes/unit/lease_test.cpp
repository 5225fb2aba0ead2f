// Leases as API servers write them, and as they take them.
#include "kubernetes/lease.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/time_text.h"

namespace evenkeel::kubernetes {
namespace {

using nlohmann::json;

constexpr std::string_view kLease = R"({
  "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
  "metadata": {"name": "evenkeel", "namespace": "shop", "uid": "u1", "resourceVersion": "7",
    "labels": {"app": "evenkeel"}, "ownerReferences": [{"name": "x"}]},
  "spec": {"holderIdentity": "a", "leaseDurationSeconds": 15, "leaseTransitions": 3,
    "acquireTime": "2026-01-01T00:00:00.000001Z", "renewTime": "2026-01-01T00:00:02.5Z",
    "strategy": "OldestEmulationVersion"}})";

// With one member of its spec otherwise.
std::string with(const char* key, const json& value) {
  json lease = json::parse(kLease);
  lease["spec"][key] = value;
  return lease.dump();
}

TEST(Lease, IsReadAsAnApiServerWritesIt) {
  const auto lease = readLease(kLease);
  ASSERT_TRUE(lease) << lease.error().text();
  EXPECT_EQ(lease->holder, "a");
  EXPECT_EQ(lease->duration, 15s);
  EXPECT_EQ(lease->transitions, 3u);
  EXPECT_EQ(lease->acquired, *parseTimestamp("2026-01-01T00:00:00.000001Z"));
  EXPECT_EQ(lease->renewed, *parseTimestamp("2026-01-01T00:00:02.5Z"));
  EXPECT_EQ(lease->resourceVersion, "7");
}

TEST(Lease, NeedSayNothing) {
  const auto lease =
      readLease(R"({"metadata": {"name": "e", "uid": "u", "resourceVersion": "1"}})");
  ASSERT_TRUE(lease) << lease.error().text();
  EXPECT_EQ(lease->holder, "");
  EXPECT_EQ(lease->duration, 0s);
  EXPECT_EQ(lease->transitions, 0u);
  EXPECT_FALSE(lease->renewed);
}

TEST(Lease, WhatIsNoneIsRefused) {
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string(R"({"metadata": {"name": "e"}})"),
        std::string(R"({"metadata": {"name": "e", "uid": "u"}})"), with("leaseTransitions", -1),
        with("leaseTransitions", 1LL << 31), with("leaseTransitions", "3"),
        with("leaseDurationSeconds", 0), with("leaseDurationSeconds", 1.5)}) {
    const auto lease = readLease(text);
    ASSERT_FALSE(lease) << text;
    EXPECT_EQ(lease.error().kind, ErrorKind::Invalid);
    EXPECT_FALSE(lease.error().what.empty());
  }
}

TEST(Lease, IsWrittenWithWhatItHadBeside) {
  auto lease = *readLease(kLease);
  lease.holder = "b";
  lease.transitions = 4;
  lease.renewed = *parseTimestamp("2026-01-01T00:00:09.0012345Z");
  json expected = json::parse(kLease);
  expected["spec"]["holderIdentity"] = "b";
  expected["spec"]["leaseTransitions"] = 4;
  // API servers take six digits, no more and no fewer (metav1.MicroTime).
  expected["spec"]["renewTime"] = "2026-01-01T00:00:09.001234Z";
  EXPECT_EQ(json::parse(leaseText(lease, "shop", "evenkeel")), expected);
}

TEST(Lease, IsWrittenAnew) {
  Lease lease;
  lease.holder = "a\xff";  // no UTF-8
  lease.duration = 15s;
  lease.renewed = *parseTimestamp("2026-01-01T00:00:09Z");
  EXPECT_EQ(json::parse(leaseText(lease, "shop", "evenkeel")),
            json::parse(R"({"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
                "metadata": {"name": "evenkeel", "namespace": "shop"},
                "spec": {"holderIdentity": "a\ufffd", "leaseDurationSeconds": 15,
                  "leaseTransitions": 0, "renewTime": "2026-01-01T00:00:09.000000Z"}})"));
}

TEST(Lease, ASpecThatIsNoneIsMadeOne) {
  auto lease = readLease(
      R"({"metadata": {"name": "e", "uid": "u", "resourceVersion": "1"}, "spec": "none"})");
  ASSERT_TRUE(lease) << lease.error().text();
  lease->holder = "a";
  EXPECT_EQ(json::parse(leaseText(*lease, "s", "e"))["spec"]["holderIdentity"], "a");
}

}  // namespace
}  // namespace evenkeel::kubernetes
