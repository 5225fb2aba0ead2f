#include "base/stopwatch.h"

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

}  // namespace evenkeel
