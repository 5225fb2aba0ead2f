#include "model/window.h"

#include <algorithm>

namespace evenkeel {

void Window::add(const Sample& sample) {
  if (samples_.empty() || samples_.back().time < sample.time) {
    samples_.push_back(sample);
  } else {
    const auto place =
        std::lower_bound(samples_.begin(), samples_.end(), sample.time,
                         [](const Sample& kept, Instant time) { return kept.time < time; });
    if (place->time == sample.time) {
      *place = sample;
      return;
    }
    if (place == samples_.begin()) return;  // older than all that is kept
    samples_.insert(place, sample);
  }
  const Instant oldest = samples_.back().time - span_;
  auto keep = samples_.begin();
  while (keep + 1 != samples_.end() && keep->time < oldest) ++keep;
  if (static_cast<std::size_t>(samples_.end() - keep) > capacity_) {
    keep = samples_.end() - static_cast<std::ptrdiff_t>(capacity_);
  }
  samples_.erase(samples_.begin(), keep);
}

void Window::widen(Duration span) {
  span_ = std::max(span_, span);
}

const Sample* Window::fresh(Instant now, Duration maxAge) const {
  if (samples_.empty() || now - samples_.back().time > maxAge) return nullptr;
  return &samples_.back();
}

std::optional<double> Window::mean(Instant since) const {
  double sum = 0;
  std::size_t count = 0;
  for (const Sample& s : samples_) {
    if (s.time <= since) continue;
    sum += s.value;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / static_cast<double>(count);
}

std::optional<double> Window::max(Instant since) const {
  std::optional<double> largest;
  for (const Sample& s : samples_) {
    if (s.time > since) largest = std::max(largest.value_or(s.value), s.value);
  }
  return largest;
}

}  // namespace evenkeel
