#include <fmt/core.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "workload/rate_trace.h"

namespace evenkeel {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{256} << 20;
constexpr std::string_view kGzipMagic = "\x1f\x8b";

Result<std::string> textOf(const std::string& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) {
    if (error && error != std::errc::no_such_file_or_directory) {
      return fail(ErrorKind::Unavailable, file, error.message(), "a CSV file");
    }
    return fail(ErrorKind::NotFound, file, "no such file", "a CSV file");
  }
  if (!std::filesystem::is_regular_file(status)) {
    return fail(ErrorKind::Invalid, file,
                std::filesystem::is_directory(status) ? "a directory" : "not a regular file",
                "a CSV file");
  }
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return fail(ErrorKind::Unavailable, file,
                errno != 0 ? std::generic_category().message(errno) : "cannot be opened",
                "a CSV file that may be read");
  }
  std::string text;
  std::string block(std::size_t{1} << 16, '\0');
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    text.append(block, 0, static_cast<std::size_t>(in.gcount()));
    if (std::string_view(text).substr(0, 2) == kGzipMagic) {
      return fail(ErrorKind::Invalid, file, "compressed with gzip", "unpack it first (gunzip)");
    }
    if (text.size() > kMaxBytes) {
      return fail(ErrorKind::Invalid, file, "the file is too large",
                  fmt::format("at most {} MiB", kMaxBytes >> 20));
    }
  }
  if (in.bad()) return fail(ErrorKind::Unavailable, file, "cannot be read to its end");
  return text;
}

}  // namespace

Result<RateTrace> readRateTrace(const TraceLoad& load) {
  const auto text = textOf(load.file);
  if (!text) return tl::unexpected(text.error());
  return parseRateTrace(*text, load);
}

}  // namespace evenkeel
