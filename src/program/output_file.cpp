#include "program/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace evenkeel::program {
namespace {

constexpr std::size_t kRoom = 64 * 1024;

tl::unexpected<Error> failure(const std::string& path, int code) {
  return fail(ErrorKind::Unavailable, path,
              std::string("cannot be written: ") + std::strerror(code));
}

// Zero, or the error.
int writeAll(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = ::write(descriptor, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

// Writes and takes back: some file systems promise room that they do not have until it is used.
int claimRoom(int descriptor) {
  const std::string zeros(kRoom, '\0');
  if (const int code = writeAll(descriptor, zeros); code != 0) return code;
  if (::ftruncate(descriptor, 0) != 0 || ::lseek(descriptor, 0, SEEK_SET) != 0) return errno;
  return 0;
}

// Where links lead, whether or not something is there; one that leads nowhere is left as it is.
std::string followed(const std::string& path) {
  constexpr int kMostLinks = 40;  // as the system has it
  std::filesystem::path at = path;
  std::error_code error;
  for (int i = 0; i < kMostLinks; ++i) {
    const auto next = std::filesystem::read_symlink(at, error);
    if (error) return at.string();
    at = at.parent_path() / next;  // the latter alone where it is absolute
  }
  return path;
}

mode_t modeOf(const std::string& path) {
  struct stat existing{};
  if (::stat(path.c_str(), &existing) == 0) return existing.st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

// Never waits for a reader.
Result<OutputFile> OutputFile::openAsItIs(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENXIO)
    return fail(ErrorKind::Invalid, path, "is a pipe that nobody reads from", "name a file");
  if (descriptor < 0) return failure(path, errno);
  OutputFile file(path, path, "", descriptor);
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0 || ::fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK) != 0)
    return failure(path, errno);
  return file;
}

Result<OutputFile> OutputFile::open(const std::string& path) {
  struct stat existing{};
  const bool exists = ::stat(path.c_str(), &existing) == 0;
  if (!exists && errno == ELOOP) return failure(path, errno);
  if (exists && S_ISDIR(existing.st_mode)) {
    return fail(ErrorKind::Invalid, path, "is a folder", "name a file");
  }
  if (exists && !S_ISREG(existing.st_mode)) {
    return openAsItIs(path);
  }
  if (exists && ::access(path.c_str(), W_OK) != 0) return failure(path, errno);
  const std::string target = followed(path);
  std::string temporary = target + ".XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return failure(path, errno);
  OutputFile file(path, target, temporary, descriptor);
  if (::fchmod(descriptor, modeOf(target)) != 0) return failure(path, errno);
  if (const int code = claimRoom(descriptor); code != 0) return failure(path, code);
  return file;
}

OutputFile::OutputFile(std::string path, std::string target, std::string temporary, int descriptor)
    : path_(std::move(path)),
      target_(std::move(target)),
      temporary_(std::move(temporary)),
      descriptor_(descriptor) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<void> OutputFile::commit(std::string_view content) {
  if (const int code = writeAll(descriptor_, content); code != 0) return failure(path_, code);
  if (!temporary_.empty() && ::fsync(descriptor_) != 0) return failure(path_, errno);
  if (::close(std::exchange(descriptor_, -1)) != 0) return failure(path_, errno);
  if (temporary_.empty()) return {};
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) return failure(path_, errno);
  temporary_.clear();
  return {};
}

}  // namespace evenkeel::program
