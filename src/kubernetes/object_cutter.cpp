#include "kubernetes/object_cutter.h"

#include <algorithm>
#include <utility>

namespace evenkeel::kubernetes {
namespace {

constexpr std::size_t kDeepest = 1000;
constexpr std::size_t kLongestKey = 256;

}  // namespace

ObjectCutter::ObjectCutter(std::string member, Take object, Take rest)
    : ObjectCutter(std::move(member), std::move(object), std::move(rest), Limits{}) {}

ObjectCutter::ObjectCutter(std::string member, Take object, Take rest, const Limits& limits)
    : member_(std::move(member)),
      takeObject_(std::move(object)),
      takeRest_(std::move(rest)),
      limits_(limits) {}

Result<void> ObjectCutter::push(std::string_view data) {
  while (!data.empty()) {
    if (auto done = step(data.front()); !done) return done;
    data = takePlain(data.substr(1));
  }
  return {};
}

// What a string goes on with until a quote or a backslash, in one piece, as far as step() would
// take it. What follows it.
std::string_view ObjectCutter::takePlain(std::string_view data) {
  if (!string_ || escaped_) return data;
  const auto end =
      std::find_if(data.begin(), data.end(), [](char c) { return c == '"' || c == '\\'; });
  const std::string_view plain =
      data.substr(0, std::min(static_cast<std::size_t>(end - data.begin()), room()));
  keep(plain);
  if (inKey_) key_ += plain;
  return data.substr(plain.size());
}

// Bytes until a limit is passed, the one that passes it among them.
std::size_t ObjectCutter::room() const {
  const auto left = [](std::size_t limit, std::size_t size) {
    return size > limit ? 0 : limit - size + 1;
  };
  const std::size_t room =
      std::min(left(limits_.object, object_.size()), left(limits_.rest, rest_.size()));
  return inKey_ ? std::min(room, left(kLongestKey, key_.size())) : room;
}

Result<void> ObjectCutter::step(char c) {
  if (object_.size() > limits_.object)
    return fail(ErrorKind::Invalid, "",
                "an object is longer than " + std::to_string(limits_.object) + " bytes");
  if (rest_.size() > limits_.rest || key_.size() > kLongestKey || depth_ > kDeepest)
    return fail(ErrorKind::Invalid, "", "the answer is not that of an API server");
  if (string_) {
    keep(c);
    inString(c);
    return {};
  }
  switch (c) {
    case '"':
      keep(c);
      string_ = true;
      inKey_ = depth_ == 1 && keyNext_;
      if (inKey_) key_.clear();
      return {};
    case '{':
    case '[':
      open(c);
      return {};
    case '}':
    case ']':
      return close(c);
    case ',':
      keyNext_ = depth_ == 1;
      break;
    case ':':
      if (depth_ == 1) keyNext_ = false;
      break;
    default:
      break;
  }
  if (depth_ > 0) keep(c);
  return {};
}

void ObjectCutter::inString(char c) {
  if (escaped_) {
    escaped_ = false;
  } else if (c == '\\') {
    escaped_ = true;
  } else if (c == '"') {
    string_ = inKey_ = false;
    return;
  }
  if (inKey_) key_ += c;
}

void ObjectCutter::open(char c) {
  ++depth_;
  open_ += c;
  if (depth_ == 1) {
    keyNext_ = c == '{';
    key_.clear();
  }
  // The member itself, or an element of it.
  const bool starts = objectDepth_ == 0 && c == '{' && isMember() &&
                      (depth_ == 2 || (depth_ == 3 && open_[1] == '['));
  if (starts) {
    objectDepth_ = depth_;
    object_.clear();
  }
  keep(c);
}

Result<void> ObjectCutter::close(char c) {
  if (depth_ == 0 || open_.back() != (c == '}' ? '{' : '['))
    return fail(ErrorKind::Invalid, "", "the answer is no JSON: its brackets do not match");
  keep(c);
  open_.pop_back();
  if (objectDepth_ == depth_) {
    objectDepth_ = 0;
    rest_ += "null";
    takeObject_(object_);
    object_.clear();
  }
  if (--depth_ > 0) return {};
  takeRest_(rest_);
  rest_.clear();
  return {};
}

void ObjectCutter::keep(std::string_view text) {
  (objectDepth_ > 0 ? object_ : rest_) += text;
}

}  // namespace evenkeel::kubernetes
