// libFuzzer target: whatever the bytes and wherever they are cut, the same series come out.
#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>

#include "telemetry/answer_reader.h"

namespace {

using evenkeel::telemetry::AnswerReader;
using evenkeel::telemetry::SampledSeries;

std::string read(std::string_view text, std::size_t piece) {
  std::string out;
  AnswerReader reader(
      [&](const SampledSeries& series) {
        for (const auto& [name, value] : series.labels) out += name + '=' + value + ';';
        for (const auto& point : series.points) {
          if (!std::isfinite(point.time) || !std::isfinite(point.value)) std::abort();
          out += std::to_string(point.time) + ':' + std::to_string(point.value) + ' ';
        }
        out += '\n';
      },
      {1 << 20, 1 << 20});
  for (std::size_t i = 0; i < text.size(); i += piece) {
    if (const auto done = reader.push(text.substr(i, piece)); !done) {
      if (done.error().what.empty()) std::abort();
      return out + done.error().what;
    }
  }
  const auto end = reader.end();
  return out + (end ? end->error : end.error().what);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (read(text, size + 1) != read(text, 1)) std::abort();
  return 0;
}
