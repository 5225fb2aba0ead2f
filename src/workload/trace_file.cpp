#include <fmt/core.h>
#include <zlib.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>

#include "workload/rate_trace.h"

namespace evenkeel {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{256} << 20;

struct CloseGzip {
  void operator()(gzFile file) const { gzclose_r(file); }
};

// zlib gives a file that is not compressed as it is.
Result<std::string> unpacked(const std::string& file) {
  const std::unique_ptr<gzFile_s, CloseGzip> in(gzopen(file.c_str(), "rbe"));
  if (!in) return fail(ErrorKind::Unavailable, file, "cannot be opened", "a CSV file");
  std::string text;
  std::string block(std::size_t{1} << 16, '\0');
  while (true) {
    const int got = gzread(in.get(), block.data(), static_cast<unsigned>(block.size()));
    int error = Z_OK;
    const char* message = gzerror(in.get(), &error);
    if (got < 0 || error == Z_BUF_ERROR) {
      return fail(error == Z_ERRNO ? ErrorKind::Unavailable : ErrorKind::Invalid, file,
                  error == Z_BUF_ERROR ? std::string("the compressed file is cut off")
                                       : "cannot be read to its end: " + std::string(message),
                  "a CSV file, plain or whole as gzip wrote it");
    }
    if (got == 0) return text;
    text.append(block, 0, static_cast<std::size_t>(got));
    if (text.size() > kMaxBytes) {
      return fail(ErrorKind::Invalid, file, "the file is too large",
                  fmt::format("at most {} MiB, unpacked", kMaxBytes >> 20));
    }
  }
}

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
  in.close();
  return unpacked(file);
}

}  // namespace

Result<RateTrace> readRateTrace(const TraceLoad& load) {
  const auto text = textOf(load.file);
  if (!text) return tl::unexpected(text.error());
  return parseRateTrace(*text, load);
}

}  // namespace evenkeel
