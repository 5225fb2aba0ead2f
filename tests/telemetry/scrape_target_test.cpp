// Where pods say that their metrics are.
#include "telemetry/scrape_target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace evenkeel::telemetry {
namespace {

using ::testing::HasSubstr;

kubernetes::Pod podWith(std::map<std::string, std::string> annotations,
                        std::vector<kubernetes::ContainerPort> ports = {}) {
  kubernetes::Pod pod;
  pod.address = "10.0.0.7";
  for (auto& [name, value] : annotations) pod.meta.annotations["prometheus.io/" + name] = value;
  pod.ports = std::move(ports);
  return pod;
}

std::string urlOf(const kubernetes::Pod& pod) {
  const auto target = scrapeTargetOf(pod);
  return target ? target->url : target.error().text();
}

TEST(ScrapeTarget, IsWhereAnnotationsSay) {
  EXPECT_EQ(urlOf(podWith({{"port", "9090"}})), "http://10.0.0.7:9090/metrics");
  EXPECT_EQ(urlOf(podWith({{"scrape", "true"}, {"port", "1"}, {"path", "/m?x=1"}})),
            "http://10.0.0.7:1/m?x=1");
  EXPECT_EQ(scrapeTargetOf(podWith({{"port", "1"}, {"path", "/m?x=1"}}))->path, "/m");
  EXPECT_EQ(urlOf(podWith({{"port", "9"}, {"scheme", "https"}})), "https://10.0.0.7:9/metrics");
}

TEST(ScrapeTarget, IsAPortByItsName) {
  EXPECT_EQ(urlOf(podWith({}, {{"http", 80}, {"metrics", 9090}})), "http://10.0.0.7:9090/metrics");
  EXPECT_EQ(urlOf(podWith({}, {{"http-metrics", 10}})), "http://10.0.0.7:10/metrics");
  EXPECT_EQ(urlOf(podWith({{"port", "81"}}, {{"metrics", 9090}})), "http://10.0.0.7:81/metrics");
  EXPECT_EQ(urlOf(podWith({{"scrape", "true"}}, {{"http", 80}})), "http://10.0.0.7:80/metrics");
}

TEST(ScrapeTarget, AddressesOfVersion6AreInBrackets) {
  kubernetes::Pod pod = podWith({{"port", "9090"}});
  pod.address = "fd00::7";
  EXPECT_EQ(urlOf(pod), "http://[fd00::7]:9090/metrics");
}

TEST(ScrapeTarget, APodThatNamesNoneHasNone) {
  const std::vector<kubernetes::ContainerPort> two{{"http", 80}, {"", 81}};
  for (const auto& pod : {podWith({}), podWith({}, two), podWith({{"scrape", "true"}}, two),
                          podWith({{"scrape", "false"}, {"port", "1"}}, {{"metrics", 1}})}) {
    const auto target = scrapeTargetOf(pod);
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().kind, ErrorKind::NotFound);
  }
  kubernetes::Pod unplaced = podWith({{"port", "1"}});
  unplaced.address.clear();
  EXPECT_EQ(scrapeTargetOf(unplaced).error().kind, ErrorKind::Unavailable);
}

TEST(ScrapeTarget, AnnotationsThatAreWrongAreSaid) {
  EXPECT_THAT(urlOf(podWith({{"port", "0"}})), HasSubstr("prometheus.io/port: found '0'"));
  EXPECT_THAT(urlOf(podWith({{"port", "65536"}})), HasSubstr("1 to 65535"));
  EXPECT_THAT(urlOf(podWith({{"port", "80x"}})), HasSubstr("'80x'"));
  EXPECT_THAT(urlOf(podWith({{"port", "1"}, {"scheme", "file"}})), HasSubstr("http or https"));
  for (const char* path : {"metrics", "@evil/", "/a b", "/a\r\nX: y", "/a#b"})
    EXPECT_THAT(urlOf(podWith({{"port", "1"}, {"path", path}})), HasSubstr("begins with /"));
}

}  // namespace
}  // namespace evenkeel::telemetry
