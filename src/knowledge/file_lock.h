// The right to write a file, which one process has at a time.
//
// An advisory lock (flock) on the file itself, for as long as this lives; the kernel takes it back
// from a process that ends. Closing it does not disturb SQLite, whose own locks are of another kind
// only while no other descriptor of this process on the file is closed: keep it until the database
// is closed.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace evenkeel {

class FileLock {
 public:
  // Unavailable: another process has it; of a file that is there.
  static Result<FileLock> take(const std::string& path);
  ~FileLock();
  FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace evenkeel
