#include "kubernetes/object_write.h"

#include <gtest/gtest.h>

#include "kubernetes/event_write.h"
#include "kubernetes/field_conflict.h"
#include "kubernetes/micro_time.h"
#include "kubernetes/pod_write.h"

namespace evenkeel::kubernetes {
namespace {

const ObjectRef kWeb{"apps/v1", "deployments", "shop", "web"};
constexpr const char* kWebPath = "/apis/apps/v1/namespaces/shop/deployments/web";
const std::string kWriting = "?fieldValidation=Strict&fieldManager=evenkeel";

TEST(ObjectPath, IsOfAnObjectAndItsParts) {
  EXPECT_EQ(pathOf(kWeb), kWebPath);
  EXPECT_EQ(pathOf(kWeb, "scale"), std::string(kWebPath) + "/scale");
  EXPECT_EQ(pathOf(ObjectRef{"v1", "nodes", "", "n"}), "/api/v1/nodes/n");
}

TEST(Apply, SaysWhoWritesAndTakesNothingByDefault) {
  const ApiRequest request = applyRequest(kWeb, "status", "{}");
  EXPECT_EQ(request.method, "PATCH");
  EXPECT_EQ(request.path, std::string(kWebPath) + "/status" + kWriting);
  EXPECT_EQ(request.contentType, "application/apply-patch+yaml");
  EXPECT_EQ(applyRequest(kWeb, "", "{}", Contested::Taken).path,
            kWebPath + kWriting + "&force=true");
}

TEST(Merge, HasItsPreconditionsBesideWhatIsWanted) {
  const auto request =
      mergeRequest(kWeb, "", R"({"metadata":{"annotations":{"a":null}}})", {"u1", "77"});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->contentType, "application/merge-patch+json");
  EXPECT_EQ(request->body,
            R"({"metadata":{"annotations":{"a":null},"resourceVersion":"77","uid":"u1"}})");
  EXPECT_EQ(mergeRequest(kWeb, "", "{}", {})->body, "{}");
}

TEST(Merge, IsOfAnObject) {
  for (const char* patch : {"", "[]", "7", "{", R"({"metadata":7})"}) {
    const auto request = mergeRequest(kWeb, "", patch, {"u1", ""});
    ASSERT_FALSE(request) << patch;
    EXPECT_EQ(request.error().text(),
              std::string(kWebPath) + ": the patch, or its metadata, is no object");
  }
}

TEST(Scale, IsOneNumber) {
  const ApiRequest request = scaleRequest(kWeb, 5, {"u1", "77"});
  EXPECT_EQ(request.path, std::string(kWebPath) + "/scale" + kWriting);
  EXPECT_EQ(request.body,
            R"({"metadata":{"resourceVersion":"77","uid":"u1"},"spec":{"replicas":5}})");
}

TEST(Resize, NamesWhatChangesAlone) {
  const ApiRequest request = resizeRequest(
      {"shop", "web-1"},
      {{"c", Quantity::millis(250), {}, {}, Quantity::units(1 << 20)}, {"d", {}, {}, {}, {}}},
      {"u1", ""});
  EXPECT_EQ(request.path, "/api/v1/namespaces/shop/pods/web-1/resize" + kWriting);
  EXPECT_EQ(request.contentType, "application/strategic-merge-patch+json");
  EXPECT_EQ(request.body,
            R"({"metadata":{"uid":"u1"},"spec":{"containers":[)"
            R"({"name":"c","resources":{"limits":{"memory":"1048576"},"requests":{"cpu":"250m"}}},)"
            R"({"name":"d","resources":{}}]}})");
}

TEST(Eviction, IsOfThatPodAndNoOtherOfItsName) {
  const ApiRequest request = evictionRequest({"shop", "web-1"}, {"u1", "77"});
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/api/v1/namespaces/shop/pods/web-1/eviction" + kWriting);
  EXPECT_EQ(request.body,
            R"({"apiVersion":"policy/v1","deleteOptions":{"preconditions":{"resourceVersion":"77",)"
            R"("uid":"u1"}},"kind":"Eviction","metadata":{"name":"web-1","namespace":"shop"}})");
}

TEST(MicroTime, HasSixDigitsAlways) {
  EXPECT_EQ(microTimeText(WallTime{} + 24h), "1970-01-02T00:00:00.000000Z");
  EXPECT_EQ(microTimeText(WallTime{} + 24h + 1234567ns), "1970-01-02T00:00:00.001234Z");
  EXPECT_EQ(microTimeText(WallTime{} - 1ns), "1969-12-31T23:59:59.999999Z");
}

TEST(Event, IsToldOnceAboutAnObject) {
  ObjectEvent event;
  event.regarding = {"apps/v1", "Deployment", "shop", "web", "u1"};
  event.action = "Scale";
  event.reason = "Scaled";
  event.note = std::string(1023, 'x') + "ä";  // of two bytes
  event.id = "evenkeel-17-0";
  event.reporter = "evenkeel-0";
  const ApiRequest request = eventRequest(event);
  EXPECT_EQ(request.path, "/apis/events.k8s.io/v1/namespaces/shop/events" + kWriting);
  EXPECT_EQ(
      request.body,
      R"({"action":"Scale","apiVersion":"events.k8s.io/v1","eventTime":"1970-01-01T00:00:00.000000Z",)"
      R"("kind":"Event","metadata":{"name":"web.evenkeel-17-0","namespace":"shop"},"note":")" +
          std::string(1023, 'x') +
          R"(","reason":"Scaled","regarding":{"apiVersion":"apps/v1","kind":"Deployment","name":"web",)"
          R"("namespace":"shop","uid":"u1"},"reportingController":"evenkeel",)"
          R"("reportingInstance":"evenkeel-0","type":"Normal"})");
}

TEST(Event, HasANameThatAnObjectMayHave) {
  ObjectEvent event;
  event.regarding.name = std::string(238, 'n') + '.' + std::string(14, 'm');
  event.id = "evenkeel-17-0";
  const std::string body = eventRequest(event).body;
  EXPECT_NE(body.find('"' + std::string(238, 'n') + ".evenkeel-17-0\""), std::string::npos);
  EXPECT_NE(body.find(R"("namespace":"default")"), std::string::npos);
}

io::HttpHead head(int status) {
  io::HttpHead head;
  head.status = status;
  return head;
}

TEST(Conflict, NamesFieldAndManager) {
  const ApiFailure failure = failureOf("PATCH /x", head(409), R"({"kind":"Status","code":409,
    "reason":"Conflict","message":"Apply failed with 2 conflicts","details":{"causes":[
    {"reason":"FieldManagerConflict","message":"conflict with \"kubectl\" using apps/v1","field":".spec.replicas"},
    {"reason":"FieldManagerConflict","message":"conflict with \"a \\\"b\\\"\" with subresource \"scale\"","field":".x"},
    {"reason":"Other","message":"conflict with \"c\"","field":".y"}]}})");
  EXPECT_TRUE(failure.isConflict());
  EXPECT_EQ(conflictsOf(failure),
            (std::vector<FieldConflict>{{".spec.replicas", "kubectl"}, {".x", "a \"b\""}}));
}

TEST(Conflict, OfAnOddAnswerIsNone) {
  for (const char* body :
       {R"({"kind":"Status","details":{"causes":7}})",
        R"({"kind":"Status","details":{"causes":[1]}})", R"({"kind":"Status"})", ""}) {
    EXPECT_TRUE(conflictsOf(failureOf("PATCH /x", head(409), body)).empty());
  }
  const ApiFailure unnamed = failureOf("PATCH /x", head(409), R"({"kind":"Status","details":
    {"causes":[{"reason":"FieldManagerConflict","message":"conflict","field":".x"}]}})");
  EXPECT_EQ(conflictsOf(unnamed), (std::vector<FieldConflict>{{".x", ""}}));
}

TEST(EvictionRefusal, IsToldFromOverload) {
  const auto refused = failureOf("POST /x", head(429), R"({"kind":"Status","details":{"causes":[
    {"reason":"DisruptionBudget","message":"The disruption budget web needs 3 healthy pods"}]}})");
  EXPECT_TRUE(refused.isRefusedByBudget());
  EXPECT_FALSE(failureOf("POST /x", head(429), R"({"kind":"Status"})").isRefusedByBudget());
}

}  // namespace
}  // namespace evenkeel::kubernetes
