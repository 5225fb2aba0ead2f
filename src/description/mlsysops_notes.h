// What a conversion has to say: warnings of what was read otherwise than written or left out, and
// faults that stop it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace evenkeel::mlsysops {

class Notes {
 public:
  explicit Notes(std::string file) : file_(std::move(file)) {}

  void warn(Place place, std::string path, std::string found, std::string done);
  void refuse(Place place, std::string path, std::string found, std::string valid);
  void add(std::vector<Diagnostic> diagnostics);

  const std::string& file() const { return file_; }
  std::vector<Diagnostic>& diagnostics() { return diagnostics_; }

 private:
  std::string file_;
  std::vector<Diagnostic> diagnostics_;
};

// `key` below `path`; a key that nobody would write is cut.
std::string pathBelow(const std::string& path, std::string_view key);
std::string pathBelow(const std::string& path, std::size_t index);

struct PathStep {
  std::string_view key;
  std::optional<std::size_t> index;  // of a list's item, which has no key
};
// The first step of `path`, which is taken off it.
PathStep takeStep(std::string_view& path);

}  // namespace evenkeel::mlsysops
