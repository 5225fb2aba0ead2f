// What is counted of requests, whatever families a program has.
#include "telemetry/request_figures.h"

#include <gtest/gtest.h>

#include <limits>

namespace evenkeel::telemetry {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

RequestFigures figuresOf(std::string_view text) {
  RequestFiguresReader figures("/metrics");
  ExpositionReader reader(ExpositionFormat::Text, RequestFiguresReader::wants,
                          [&](const ExposedSample& sample) { figures.take(sample); });
  EXPECT_TRUE(reader.push(text));
  EXPECT_TRUE(reader.end());
  return figures.result();
}

TEST(RequestFigures, OfOpenTelemetry) {
  const auto figures = figuresOf(R"(
http_server_request_duration_seconds_bucket{http_response_status_code="200",le="0.1"} 6
http_server_request_duration_seconds_bucket{http_response_status_code="200",le="+Inf"} 8
http_server_request_duration_seconds_sum{http_response_status_code="200"} 1.5
http_server_request_duration_seconds_count{http_response_status_code="200"} 8
http_server_request_duration_seconds_bucket{http_response_status_code="503",le="0.1"} 1
http_server_request_duration_seconds_bucket{http_response_status_code="503",le="+Inf"} 2
http_server_request_duration_seconds_sum{http_response_status_code="503"} 0.5
http_server_request_duration_seconds_count{http_response_status_code="503"} 2
http_server_active_requests{method="GET"} 3
http_server_active_requests{method="POST"} 1
process_cpu_seconds_total 12
)");
  EXPECT_EQ(figures.requests, 10);
  EXPECT_EQ(figures.errors, 2);
  EXPECT_EQ(figures.active, 4);
  EXPECT_EQ(figures.timed, 10);
  EXPECT_EQ(figures.seconds, 2);
  EXPECT_EQ(figures.buckets, (std::map<double, double>{{0.1, 7}, {kInfinity, 10}}));
}

TEST(RequestFigures, ACounterBesideAHistogramIsNotCountedTwice) {
  const auto figures = figuresOf(R"(
http_requests_total{code="200"} 90
http_requests_total{code="500"} 10
http_request_duration_seconds_count 80
http_request_duration_seconds_sum 16
http_server_requests_seconds_count{status="200"} 100
http_requests_in_flight 2
)");
  EXPECT_EQ(figures.requests, 100);
  EXPECT_EQ(figures.errors, 10);
  EXPECT_EQ(figures.timed, 80);
  EXPECT_EQ(figures.active, 2);
  EXPECT_TRUE(figures.buckets.empty());
}

TEST(RequestFigures, OfMicrometerAndOfIstio) {
  EXPECT_EQ(figuresOf("http_server_requests_seconds_count{status=\"500\",uri=\"/a\"} 7\n").errors,
            7);
  const auto figures = figuresOf(R"(
istio_requests_total{reporter="destination",response_code="200"} 5
istio_requests_total{reporter="source",response_code="500"} 50
istio_request_duration_milliseconds_sum{reporter="destination"} 250
istio_request_duration_milliseconds_count{reporter="destination"} 5
istio_request_duration_milliseconds_bucket{reporter="destination",le="500"} 5
)");
  EXPECT_EQ(figures.requests, 5);
  EXPECT_EQ(figures.errors, 0);
  EXPECT_EQ(figures.seconds, 0.25);
  EXPECT_EQ(figures.buckets, (std::map<double, double>{{0.5, 5}}));
}

TEST(RequestFigures, WhatIsNotSaidIsNotKnown) {
  const auto none = figuresOf("go_goroutines 7\n");
  EXPECT_FALSE(none.requests || none.errors || none.active || none.timed || none.seconds);
  const auto plain = figuresOf("http_requests_total 7\n");
  EXPECT_EQ(plain.requests, 7);
  EXPECT_FALSE(plain.errors);  // no label tells
  const auto strange = figuresOf("http_requests_total{status=\"success\"} 7\n");
  EXPECT_FALSE(strange.errors);
  const auto odd = figuresOf("http_requests_total NaN\nhttp_requests_in_flight +Inf\n");
  EXPECT_FALSE(odd.requests || odd.active);
}

TEST(RequestFigures, RequestsForTheEndpointItselfAreNoLoad) {
  const auto figures =
      figuresOf("http_requests_total{path=\"/metrics\"} 60\nhttp_requests_total{path=\"/\"} 5\n");
  EXPECT_EQ(figures.requests, 5);
}

TEST(RequestFigures, MoreBucketsThanAnybodyHasAreNone) {
  std::string text = "http_request_duration_seconds_count 1\n";
  for (int i = 0; i < 1000; ++i)
    text += "http_request_duration_seconds_bucket{le=\"" + std::to_string(i) + "\"} 1\n";
  const auto figures = figuresOf(text);
  EXPECT_TRUE(figures.buckets.empty());
  EXPECT_EQ(figures.requests, 1);
}

}  // namespace
}  // namespace evenkeel::telemetry
