#include "kubernetes/micro_time.h"

#include <chrono>

#include "base/time_text.h"

namespace evenkeel::kubernetes {

std::string microTimeText(WallTime time) {
  const auto second = std::chrono::floor<std::chrono::seconds>(time);
  const auto micros = std::chrono::floor<std::chrono::microseconds>(time - second).count();
  std::string text = timestampText(second);  // ends with Z
  std::string digits = std::to_string(micros);
  digits.insert(0, 6 - digits.size(), '0');
  text.insert(text.size() - 1, '.' + digits);
  return text;
}

}  // namespace evenkeel::kubernetes
