#include "kubernetes/small_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace evenkeel::kubernetes {

Result<std::string> readSmallFile(const std::string& path) {
  constexpr std::uintmax_t kMost = 1 << 20;
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status))
    return fail(ErrorKind::NotFound, path, "cannot be read: there is no such file");
  if (!std::filesystem::is_regular_file(status))
    return fail(ErrorKind::Invalid, path, "is no regular file");
  if (std::filesystem::file_size(path, error) > kMost)
    return fail(ErrorKind::Invalid, path, "is longer than 1 MiB");
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return fail(ErrorKind::Refused, path, std::string("cannot be read: ") + std::strerror(errno));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace evenkeel::kubernetes
