// Figures as people read them: three significant digits, and never without a unit.
//
// Arguments are in base units (seconds, bytes, cores, requests per second, shares of one). What is
// not finite is written as "-".
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"

namespace evenkeel::view {

std::string number(double value);                         // "0.034", "12.5", "1480", "12.4 M"
std::string number(double value, std::string_view unit);  // "12.5 requests/s"
std::string count(std::int64_t n, std::string_view one);  // "1 pod", "3 pods"
std::string seconds(double value);                        // "850 µs", "12.3 ms", "1.24 s", "12 min"
std::string percent(double share);                        // 0.834: "83.4 %"
std::string bytes(double value);                          // "512 MiB"
std::string cores(double value);                          // "250 millicores", "1.5 cores"
std::string span(Duration value);                         // "90 s", "1 h 30 min"
// Since the start of the run: "00:12:30", with days before it from the first day on ("2d
// 03:00:00").
std::string clock(Instant when);

}  // namespace evenkeel::view
