#include "kubernetes/object_meta.h"

#include <gtest/gtest.h>

namespace evenkeel::kubernetes {
namespace {

TEST(ObjectMeta, TheVersionIsThatOfTheObjectItself) {
  EXPECT_EQ(resourceVersionOf(R"({"spec":{"resourceVersion":"1"},"metadata":{"x":{"resourceVersion":
      "2"},"resourceVersion":"3"},"y":[)"),
            "3");
  EXPECT_EQ(resourceVersionOf(R"({"resourceVersion":"1","metadata":{"name":"resourceVersion"}})"),
            "");
  EXPECT_EQ(resourceVersionOf(R"({"metadata":[{"resourceVersion":"1"}]})"), "");
  for (const char* odd : {"", "[]", "{", "null", "{\"metadata\":7}"})
    EXPECT_EQ(resourceVersionOf(odd), "") << odd;
}

TEST(ObjectMeta, TheUidIsThatOfTheObjectItself) {
  EXPECT_EQ(uidOf(R"({"metadata":{"ownerReferences":[{"uid":"1"}],"uid":"2"},"uid":"3"})"), "2");
  EXPECT_EQ(uidOf(R"({"metadata":{"name":"uid"}})"), "");
}

TEST(ObjectMeta, OfListsAndEvents) {
  const ListMeta meta =
      listMetaOf(R"({"metadata":{"resourceVersion":"7","continue":"abc"},"items":[null]})");
  EXPECT_EQ(meta.resourceVersion, "7");
  EXPECT_EQ(meta.next, "abc");
  EXPECT_EQ(listMetaOf("[]").resourceVersion, "");
  EXPECT_EQ(eventTypeOf(R"({"type":"ADDED","object":null})"), "ADDED");
  EXPECT_EQ(eventTypeOf("7"), "");
  EXPECT_TRUE(
      endsInitialEvents(R"({"metadata":{"annotations":{"k8s.io/initial-events-end":"true"}}})"));
  EXPECT_FALSE(endsInitialEvents(R"({"metadata":{"annotations":null}})"));
  EXPECT_FALSE(endsInitialEvents("["));
}

}  // namespace
}  // namespace evenkeel::kubernetes
