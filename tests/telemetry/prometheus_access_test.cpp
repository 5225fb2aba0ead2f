#include "telemetry/prometheus_access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace evenkeel::telemetry {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(PrometheusAccess, TakesAUrlAsItIsOpened) {
  const auto access = prometheusAccess("https://example.com:9090/prometheus/", "", "");
  ASSERT_TRUE(access) << access.error().text();
  EXPECT_EQ(access->url, "https://example.com:9090/prometheus");
  EXPECT_EQ(access->authorization, "");
  EXPECT_EQ(access->tls, nullptr);
}

TEST(PrometheusAccess, UserAndPasswordLeaveTheUrl) {
  const auto access = prometheusAccess("http://me:p%40ss@[::1]:9090", "", "PEM");
  ASSERT_TRUE(access) << access.error().text();
  EXPECT_EQ(access->url, "http://[::1]:9090");
  EXPECT_EQ(access->authorization, "Basic bWU6cEBzcw==");
  EXPECT_EQ(access->tls->authorities, "PEM");
}

TEST(PrometheusAccess, ATokenIsTrimmed) {
  EXPECT_EQ(prometheusAccess("http://a", " abc.def\n", "")->authorization, "Bearer abc.def");
}

TEST(PrometheusAccess, WhatIsNoUrlIsRefusedWithoutItsPassword) {
  for (const char* url :
       {"", "localhost:9090", "ftp://x", "http://", "http:///x", "http://a b", "http://a/?query=up",
        "http://a#b", "http://me:secret@", "http://me:se/secret@a"}) {
    const auto access = prometheusAccess(url, "", "");
    ASSERT_FALSE(access) << url;
    EXPECT_EQ(access.error().kind, ErrorKind::Invalid);
    EXPECT_THAT(access.error().text(), Not(HasSubstr("secret")));
  }
  EXPECT_THAT(prometheusAccess("http://me:x@a", "token", "").error().what, HasSubstr("token"));
  EXPECT_THAT(prometheusAccess("http://a", "two\nlines", "").error().what, HasSubstr("blanks"));
}

}  // namespace
}  // namespace evenkeel::telemetry
