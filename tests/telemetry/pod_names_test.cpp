#include "telemetry/pod_names.h"

#include <gtest/gtest.h>

namespace evenkeel::telemetry {
namespace {

PodNames names() {
  PodNames all;
  all.add("shop", "Deployment", "web", 1);
  all.add("shop", "Deployment", "web-cache", 2);
  all.add("shop", "StatefulSet", "db", 3);
  all.add("shop", "ReplicaSet", "old", 4);
  all.add("shop", "Rollout.argoproj.io", "canary", 5);
  all.add("shop", "StatefulSet", "web-5d4f8", 6);
  all.add("other", "Deployment", "web", 7);
  return all;
}

TEST(PodNames, FindsTheWorkloadOfAPod) {
  const PodNames all = names();
  EXPECT_EQ(all.find("shop", "web-6d4cf56db6-x2vkz"), 1u);
  EXPECT_EQ(all.find("other", "web-6d4cf56db6-x2vkz"), 7u);
  EXPECT_EQ(all.find("shop", "web-cache-6d4cf56db6-x2vkz"), 2u);
  EXPECT_EQ(all.find("shop", "db-0"), 3u);
  EXPECT_EQ(all.find("shop", "db-12"), 3u);
  EXPECT_EQ(all.find("shop", "old-x2vkz"), 4u);
  EXPECT_EQ(all.find("shop", "canary-6d4cf56db6-x2vkz"), 5u);
  EXPECT_EQ(all.find("shop", "canary-x2vkz"), 5u);
}

TEST(PodNames, WhatFitsNoneIsOfNone) {
  const PodNames all = names();
  for (const char* pod :
       {"", "web", "web-", "-", "web-0", "web-x2vkz", "web-cache-0", "db-x2vkz",
        "web-6d4cf56db6-aeiou", "web-6d4cf56db6-x2vk", "web-other-x2vkz", "web-6d4cf56db6b7b-x2vkz",
        "db-6d4cf56db6-x2vkz", "unknown-6d4cf56db6-x2vkz"})
    EXPECT_EQ(all.find("shop", pod), std::nullopt) << pod;
  EXPECT_EQ(all.find("nowhere", "web-6d4cf56db6-x2vkz"), std::nullopt);
}

TEST(PodNames, NamesThatAreCutFitWhereOneAloneIsMeant) {
  PodNames all;
  const std::string longName(60, 'a');
  all.add("shop", "Deployment", longName, 1);
  all.add("shop", "Deployment", std::string(50, 'b'), 2);
  EXPECT_EQ(all.find("shop", std::string(58, 'a') + "x2vkz"), 1u);
  EXPECT_EQ(all.find("shop", std::string(50, 'b') + "-6d4cf5" + "x2vkz"), std::nullopt);
  EXPECT_EQ(all.find("shop", std::string(50, 'b') + "-6d4cf56" + "x2vkz"), 2u);
  all.add("shop", "Deployment", longName + "a", 3);
  EXPECT_EQ(all.find("shop", std::string(58, 'a') + "x2vkz"), std::nullopt);
}

}  // namespace
}  // namespace evenkeel::telemetry
