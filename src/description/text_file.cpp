#include "description/text_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace evenkeel {

namespace fs = std::filesystem;

Result<std::string> readTextFile(const std::string& path, std::size_t limit) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found)
    return fail(ErrorKind::NotFound, path, "there is no such file", "write the path of a file");
  if (error) return fail(ErrorKind::Unavailable, path, "cannot be read: " + error.message());
  if (status.type() == fs::file_type::directory)
    return fail(ErrorKind::Invalid, path, "found a directory", "write the path of a file in it");
  if (status.type() != fs::file_type::regular)
    return fail(ErrorKind::Invalid, path, "found a device or pipe", "write the path of a file");
  const auto size = fs::file_size(path, error);
  if (error) return fail(ErrorKind::Unavailable, path, "cannot be read: " + error.message());
  if (size > limit)
    return fail(ErrorKind::Invalid, path, "found " + std::to_string(size) + " bytes",
                "write at most " + std::to_string(limit) + " bytes in one file");
  std::ifstream in(path, std::ios::binary);
  std::string text(size, '\0');
  if (!in || !in.read(text.data(), static_cast<std::streamsize>(size)))
    return fail(ErrorKind::Unavailable, path,
                std::string("cannot be read: ") + std::strerror(errno == 0 ? EIO : errno));
  return text;
}

}  // namespace evenkeel
