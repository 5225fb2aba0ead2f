// A file that appears whole or not at all.
//
// open() makes a temporary file beside the target and claims some room, so that a place that cannot
// be written to, or is full, is noticed before the work is done; commit() writes, flushes to disk
// and renames. Without commit() nothing is left behind. What exists and is no regular file (a pipe,
// a device) is written to as it is; a pipe that nobody reads from is refused. A symbolic link stays
// one: what it points to is the target.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace evenkeel::program {

class OutputFile {
 public:
  static Result<OutputFile> open(const std::string& path);
  ~OutputFile();
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;

  Result<void> commit(std::string_view content);

 private:
  static Result<OutputFile> openAsItIs(const std::string& path);
  OutputFile(std::string path, std::string target, std::string temporary, int descriptor);

  std::string path_;       // as it was named
  std::string target_;     // where that leads
  std::string temporary_;  // empty: the target is written to directly
  int descriptor_;
};

}  // namespace evenkeel::program
