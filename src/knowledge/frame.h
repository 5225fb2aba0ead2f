// Records on their way to disk: a run of whole records with what one must know to find them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "base/codec.h"
#include "base/time.h"
#include "knowledge/record.h"

namespace evenkeel {

struct Frame {
  enum class Begin : std::uint8_t { Anywhere, Run, Keyframe };

  std::uint64_t first = 0;  // position of its first record
  std::uint64_t last = 0;
  Begin begin = Begin::Anywhere;  // what its first record is
  Instant from{};                 // of the newest input at its start
  Instant until{};                // of its newest input
  WallTime wall{};                // of its newest input
  std::string body;               // encoded records, one after the other
};

// Gathers records in a frame and gives it away when it is large, before a run starts, before its
// first input and before a keyframe: so that replay can start there, and that what names a run can
// be kept alone when what followed is deleted.
class FrameBuilder {
 public:
  static constexpr std::size_t kLargeBytes = std::size_t{1} << 20;

  // `after`: the position of the last record written before.
  FrameBuilder(std::uint64_t after, std::function<void(Frame)> full);

  void add(const Record& record);
  // Gives away what was gathered, if anything.
  void cut();
  std::uint64_t position() const { return position_; }

 private:
  bool cutsBefore(const Record& record) const;

  std::function<void(Frame)> full_;
  std::uint64_t position_;
  Frame frame_;
  ByteWriter body_;
};

}  // namespace evenkeel
