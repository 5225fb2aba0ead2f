// Cuts objects out of JSON that arrives piece by piece, so that no answer need be held whole.
//
// Of each value of the text (a list: one; a watch: one after the other) the objects of one member
// are given out as they end: the elements of a list, or the member itself. What is left of the
// value, with each object replaced by null, follows at its end: its type or its resource version.
//
// It counts brackets and strings alone: text that is no JSON is not told as such, it may come out
// as pieces that are none.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace evenkeel::kubernetes {

class ObjectCutter {
 public:
  struct Limits {
    std::size_t object = std::size_t{8} << 20;  // bytes of one; etcd takes 1.5 MiB at most
    std::size_t rest = std::size_t{1} << 20;
  };
  using Take = std::function<void(std::string_view text)>;

  // `member`: "items", "object".
  ObjectCutter(std::string member, Take object, Take rest);
  ObjectCutter(std::string member, Take object, Take rest, const Limits& limits);

  // Invalid: something is longer than may be, or brackets do not match; no more may follow.
  Result<void> push(std::string_view data);
  // Whether the text so far is whole values.
  bool atEnd() const { return depth_ == 0; }

 private:
  std::string_view takePlain(std::string_view data);
  Result<void> step(char c);
  void inString(char c);
  void open(char c);
  Result<void> close(char c);
  std::size_t room() const;
  bool isMember() const { return key_ == member_; }
  void keep(std::string_view text);
  void keep(char c) { keep({&c, 1}); }

  std::string member_;
  Take takeObject_;
  Take takeRest_;
  Limits limits_;
  std::size_t depth_ = 0;
  std::string open_;      // brackets, one for each depth
  bool string_ = false;   // inside one
  bool escaped_ = false;  // after a backslash of it
  bool keyNext_ = false;  // a string at depth 1 is a key
  bool inKey_ = false;
  std::string key_;              // the last at depth 1
  std::size_t objectDepth_ = 0;  // of the object being cut out; 0: none
  std::string object_;
  std::string rest_;
};

}  // namespace evenkeel::kubernetes
