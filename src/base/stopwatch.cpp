#include "base/stopwatch.h"

#include <thread>

namespace evenkeel {
namespace {

Duration monotonic() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

}  // namespace

Stopwatch::Stopwatch() : start_(monotonic()) {}

Duration Stopwatch::elapsed() const {
  return monotonic() - start_;
}

void Stopwatch::wait(Duration duration) {
  std::this_thread::sleep_for(duration);
}

}  // namespace evenkeel
