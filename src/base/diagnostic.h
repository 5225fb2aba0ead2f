// What is wrong in a document: where, what was found, what would be valid. All faults of a reading
// are collected, none stops it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"

namespace evenkeel {

enum class Severity : std::uint8_t { Warning, Error };

struct Diagnostic {
  std::string file;
  std::uint32_t line = 0;  // from 1; zero: the whole file
  std::uint32_t column = 0;
  std::string path;   // "spec.components[0].replicas"; empty: the whole document
  std::string found;  // a phrase: "found 'x'", "unknown key 'replica'"
  std::string valid;  // a phrase: "write an integer from 0 to 10"; may be empty
  Severity severity = Severity::Error;

  // "file:line: path: found; valid"
  std::string text() const;
  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

bool hasErrors(const std::vector<Diagnostic>& diagnostics);
// By file in order of appearance, then line and column; stable.
void sortByPlace(std::vector<Diagnostic>& diagnostics);

// Collects diagnostics of one file while a tree is walked; knows the path it is at. Keeps the first
// kLimit of them.
class Faults {
 public:
  static constexpr std::size_t kLimit = 200;

  explicit Faults(std::string file) : file_(std::move(file)) {}

  void add(Place place, std::string found, std::string valid);
  // At `key` below the current path.
  void addAt(Place place, std::string_view key, std::string found, std::string valid);

  std::vector<Diagnostic>& diagnostics() { return diagnostics_; }
  std::size_t count() const { return count_; }

  class Scope {  // one step down the path, for as long as it lives
   public:
    Scope(Faults& faults, std::string_view key);
    Scope(Faults& faults, std::size_t index);
    ~Scope() { faults_.path_.resize(length_); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Faults& faults_;
    std::size_t length_;
  };

 private:
  std::string file_;
  std::string path_;
  std::vector<Diagnostic> diagnostics_;
  std::size_t count_ = 0;
};

}  // namespace evenkeel
