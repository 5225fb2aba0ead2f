// A file that appears whole or not at all.
//
// open() makes a temporary file beside the target and claims some room, so that a place that cannot
// be written to, or is full, is noticed before the work is done; commit() writes, flushes to disk
// and renames. Without commit() nothing is left behind. What exists and is no regular file (a pipe,
// a device) is written to as it is; a pipe that nobody reads from is refused.
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
  OutputFile(std::string path, std::string temporary, int descriptor);

  std::string path_;
  std::string temporary_;  // empty: `path_` is written to directly
  int descriptor_;
};

}  // namespace evenkeel::program
