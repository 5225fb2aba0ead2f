// A first-in-first-out queue of requests that any of them may leave; links are in the requests.
#pragma once

#include "simulation/request.h"

namespace evenkeel::simulation {

class WaitQueue {
 public:
  std::uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  void push(std::uint32_t request, Slab<Request>& requests) {
    requests[request].previous = last_;
    requests[request].next = kNone;
    (last_ == kNone ? first_ : requests[last_].next) = request;
    last_ = request;
    ++size_;
  }

  std::uint32_t pop(Slab<Request>& requests) {
    const std::uint32_t request = first_;
    remove(request, requests);
    return request;
  }

  void remove(std::uint32_t request, Slab<Request>& requests) {
    const Request& r = requests[request];
    (r.previous == kNone ? first_ : requests[r.previous].next) = r.next;
    (r.next == kNone ? last_ : requests[r.next].previous) = r.previous;
    --size_;
  }

 private:
  std::uint32_t first_ = kNone;
  std::uint32_t last_ = kNone;
  std::uint32_t size_ = 0;
};

}  // namespace evenkeel::simulation
