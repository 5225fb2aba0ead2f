#include "knowledge/frame.h"

#include <utility>
#include <variant>

#include "knowledge/record_codec.h"

namespace evenkeel {
namespace {

Frame::Begin beginOf(const Record& record) {
  if (std::holds_alternative<record::RunStarted>(record)) return Frame::Begin::Run;
  if (std::holds_alternative<record::Keyframe>(record)) return Frame::Begin::Keyframe;
  return Frame::Begin::Anywhere;
}

}  // namespace

FrameBuilder::FrameBuilder(std::uint64_t after, std::function<void(Frame)> full)
    : full_(std::move(full)), position_(after) {}

void FrameBuilder::add(const Record& record) {
  if (cutsBefore(record)) cut();
  if (const auto* input = std::get_if<record::Input>(&record)) {
    frame_.until = input->event.time;
    frame_.wall = input->event.wall;
  }
  if (const auto* run = std::get_if<record::RunStarted>(&record)) {
    frame_.from = frame_.until = Instant{};  // a new life, a new timeline
    frame_.wall = run->wall;
  }
  ++position_;
  if (body_.bytes().empty()) {
    frame_.first = position_;
    frame_.begin = beginOf(record);
  }
  frame_.last = position_;
  encode(body_, record);
  if (body_.bytes().size() >= kLargeBytes) cut();
}

bool FrameBuilder::cutsBefore(const Record& record) const {
  return beginOf(record) != Frame::Begin::Anywhere ||
         (frame_.begin == Frame::Begin::Run && std::holds_alternative<record::Input>(record));
}

void FrameBuilder::cut() {
  if (body_.bytes().empty()) return;
  frame_.body = body_.take();
  body_.reserve(frame_.body.size());
  Frame next;
  next.from = next.until = frame_.until;
  next.wall = frame_.wall;
  full_(std::exchange(frame_, std::move(next)));
}

}  // namespace evenkeel
