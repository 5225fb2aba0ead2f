// libFuzzer target: whatever the bytes and wherever they are cut, the same objects come out.
#include <cstdlib>
#include <string>
#include <string_view>

#include "kubernetes/object_cutter.h"

namespace {

std::string cut(std::string_view text, std::size_t piece) {
  std::string out;
  evenkeel::kubernetes::ObjectCutter cutter(
      "items", [&](std::string_view object) { out.append("o").append(object); },
      [&](std::string_view rest) { out.append("r").append(rest); }, {4096, 4096});
  for (std::size_t i = 0; i < text.size(); i += piece) {
    if (const auto done = cutter.push(text.substr(i, piece)); !done) {
      if (done.error().what.empty()) std::abort();
      return out + "f" + done.error().what;
    }
  }
  return out + (cutter.atEnd() ? "e" : "");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (cut(text, size + 1) != cut(text, 1)) std::abort();
  return 0;
}
