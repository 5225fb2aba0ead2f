#include "model/window.h"

#include <algorithm>

namespace evenkeel {

void Window::add(const Sample& sample) {
  if (!newest_) {
    newest_ = sample;
  } else if (newest_->time == sample.time) {
    *newest_ = sample;
  } else if (newest_->time < sample.time) {
    if (newest_->time >= sample.time - span_) older_.push_back(*newest_);
    newest_ = sample;
    dropOld();
  } else {
    addLate(sample);
  }
}

void Window::addLate(const Sample& sample) {
  const auto place =
      std::lower_bound(older_.begin(), older_.end(), sample.time,
                       [](const Sample& kept, Instant time) { return kept.time < time; });
  if (place != older_.end() && place->time == sample.time) {
    *place = sample;
  } else if (place != older_.begin()) {  // before it: older than all that is kept
    older_.insert(place, sample);
    dropOld();
  }
}

void Window::dropOld() {
  const Instant oldest = newest_->time - span_;
  auto keep = older_.begin();
  while (keep != older_.end() && keep->time < oldest) ++keep;
  const auto most = static_cast<std::ptrdiff_t>(capacity_) - 1;
  if (older_.end() - keep > most) keep = older_.end() - most;
  older_.erase(older_.begin(), keep);
}
void Window::widen(Duration span) {
  span_ = std::max(span_, span);
}

const Sample* Window::fresh(Instant now, Duration maxAge) const {
  if (!newest_ || now - newest_->time > maxAge) return nullptr;
  return &*newest_;
}

std::optional<double> Window::mean(Instant since) const {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    const Sample& sample = (*this)[i];
    if (sample.time <= since) continue;
    sum += sample.value;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum / static_cast<double>(count);
}

std::optional<double> Window::max(Instant since) const {
  std::optional<double> largest;
  for (std::size_t i = 0; i < size(); ++i) {
    const Sample& sample = (*this)[i];
    if (sample.time > since) largest = std::max(largest.value_or(sample.value), sample.value);
  }
  return largest;
}

}  // namespace evenkeel
