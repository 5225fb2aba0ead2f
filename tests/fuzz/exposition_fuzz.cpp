// libFuzzer target: whatever the bytes and wherever they are cut, the same samples come out.
#include <cstdlib>
#include <string>
#include <string_view>

#include "telemetry/exposition.h"

namespace {

using namespace evenkeel::telemetry;

std::string read(std::string_view text, std::size_t piece, ExpositionFormat format) {
  std::string out;
  ExpositionReader reader(
      format, [](std::string_view name) { return !name.starts_with('o'); },
      [&](const ExposedSample& sample) {
        out.append(sample.name);
        for (const ExposedLabel& label : sample.labels) out.append(label.name).append(label.value);
        out.append(std::to_string(sample.value));
      },
      {1024, 64});
  for (std::size_t i = 0; i < text.size(); i += piece) {
    if (const auto done = reader.push(text.substr(i, piece)); !done) {
      if (done.error().what.empty() || done.error().where.empty()) std::abort();
      return out + "f" + done.error().text();
    }
  }
  const auto done = reader.end();
  return out + (done ? "e" : done.error().text());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto format : {ExpositionFormat::Text, ExpositionFormat::OpenMetrics}) {
    if (read(text, size + 1, format) != read(text, 1, format)) std::abort();
  }
  return 0;
}
