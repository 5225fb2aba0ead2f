#include "program/workload_filter.h"

#include <gtest/gtest.h>

namespace evenkeel::program {
namespace {

view::Advice web() {
  view::Advice one;
  one.space = "shop";
  one.kind = "Deployment";
  one.name = "web";
  one.labels = {{"app", "web"}, {"tier", "front"}};
  one.replicas = 2;
  one.wanted = 2;
  return one;
}

bool takesByLabels(const std::string& selector) {
  return WorkloadFilter{{}, parseSelector(selector).value(), false}.takes(web());
}

TEST(WorkloadFilter, TakesAllWhereNothingIsAsked) {
  EXPECT_TRUE(WorkloadFilter{}.takes(web()));
}

TEST(WorkloadFilter, GoesByNamesAsAShellDoes) {
  for (const char* pattern : {"web", "w*", "deployment/web", "deployment/*", "*"})
    EXPECT_TRUE((WorkloadFilter{pattern, {}, false}.takes(web()))) << pattern;
  for (const char* pattern : {"we", "statefulset/*", "Web", "[a-c]*"})
    EXPECT_FALSE((WorkloadFilter{pattern, {}, false}.takes(web()))) << pattern;
}

TEST(WorkloadFilter, GoesByLabelsAsKubectlDoes) {
  for (const char* selector :
       {"app=web", "app==web", "app", "!old", "app!=db", "new!=x", "app=web,tier=front"})
    EXPECT_TRUE(takesByLabels(selector)) << selector;
  for (const char* selector : {"app=db", "old", "!app", "app!=web", "app=web,tier=back"})
    EXPECT_FALSE(takesByLabels(selector)) << selector;
}

TEST(WorkloadFilter, ASelectorThatIsNoneIsRefused) {
  for (const char* selector :
       {"", ",", "app=web,", "=web", "!", "app in (a,b)", "a=b=c", "app=we b"})
    EXPECT_FALSE(parseSelector(selector)) << selector;
}

TEST(WorkloadFilter, TakesWhatWouldBeChanged) {
  view::Advice one = web();
  const WorkloadFilter changed{{}, {}, true};
  EXPECT_FALSE(changed.takes(one));
  one.wanted = 3;
  EXPECT_TRUE(changed.takes(one));
}

}  // namespace
}  // namespace evenkeel::program
