#include "knowledge/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace evenkeel {

Result<FileLock> FileLock::take(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return fail(ErrorKind::Unavailable, path,
                "cannot be opened: " + std::system_category().message(errno), "a file to write");
  }
  FileLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  const int why = errno;
  if (why != EWOULDBLOCK) return lock;  // a file system without such locks
  return fail(ErrorKind::Unavailable, path, "is being written by another process",
              "another file, or an end to that process");
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace evenkeel
