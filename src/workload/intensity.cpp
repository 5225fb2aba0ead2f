#include "workload/intensity.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace evenkeel {

Result<void> Intensity::append(Duration length, double rate) {
  if (length <= Duration::zero() || length > kMaxLength - (end() - Instant{})) {
    return fail(ErrorKind::Invalid, "", fmt::format("a segment of {} s", toSeconds(length)),
                "segments are longer than zero and last 100 years at most");
  }
  if (!(rate >= 0 && rate <= kMaxRate)) {
    return fail(ErrorKind::Invalid, "", fmt::format("a rate of {} requests/s", rate),
                fmt::format("rates lie between 0 and {} requests/s", kMaxRate));
  }
  segments_.push_back({end() + length, rate});
  return {};
}

double Intensity::rateAt(Instant time) const {
  if (time < Instant{} || time >= end()) return 0;
  const auto segment = std::upper_bound(segments_.begin(), segments_.end(), time,
                                        [](Instant t, const Segment& s) { return t < s.end; });
  return segment->rate;
}

double Intensity::mean() const {
  if (empty()) return 0;
  double requests = 0;
  Instant begin{};
  for (const auto& s : segments_) {
    requests += s.rate * toSeconds(s.end - begin);
    begin = s.end;
  }
  return requests / toSeconds(end() - Instant{});
}

double Intensity::peak() const {
  double peak = 0;
  for (const auto& s : segments_) peak = std::max(peak, s.rate);
  return peak;
}

Result<Intensity> Intensity::scaled(double factor) const {
  Intensity result;
  result.segments_.reserve(segments_.size());
  Instant begin{};
  for (const auto& s : segments_) {
    const auto appended = result.append(s.end - begin, s.rate * factor);
    if (!appended) return tl::unexpected(appended.error());
    begin = s.end;
  }
  return result;
}

Result<Intensity> Intensity::stretched(double factor) const {
  Intensity result;
  result.segments_.reserve(segments_.size());
  for (const auto& s : segments_) {
    // From the end itself: rounding does not add up over the segments.
    const Duration end = fromSeconds(toSeconds(s.end - Instant{}) * factor);
    const auto appended = result.append(end - (result.end() - Instant{}), s.rate);
    if (!appended) return tl::unexpected(appended.error());
  }
  return result;
}

Intensity Intensity::slice(Instant from, Instant to) const {
  Intensity result;
  Instant begin{};
  for (const auto& s : segments_) {
    const Instant left = std::max(begin, from);
    const Instant right = std::min(s.end, to);
    if (left < right) result.segments_.push_back({result.end() + (right - left), s.rate});
    begin = s.end;
  }
  return result;
}

Duration trainingTime(Duration whole) {
  return whole / 5 * 3 + whole % 5 * 3 / 5;
}

Instant trainingEnd(const Intensity& intensity) {
  const Instant limit = Instant{} + trainingTime(intensity.end() - Instant{});
  Instant border{};
  for (const auto& s : intensity.segments()) {
    if (s.end <= limit) border = s.end;
  }
  return border == Instant{} ? limit : border;
}

}  // namespace evenkeel
