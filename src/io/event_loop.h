// The loop of one thread in the real world: timers, descriptors, and work handed in by others.
//
// Everything is called on the thread that is in run(), apart from post() and stop(), which any
// thread may call. Callbacks do not throw and return soon. What is still waiting when the loop is
// destroyed is dropped without being called.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "base/timeline.h"
#include "io/real_timeline.h"

namespace boost::asio {
class io_context;
}

namespace evenkeel::io {

class EventLoop {
 public:
  explicit EventLoop(const std::optional<EarlierMoment>& earlier = {});
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Real time: now() since the loop was made (CLOCK_MONOTONIC), after what went before by the wall
  // where it goes on from an earlier moment; wall() of the system.
  Timeline& timeline();
  // Calls `work` soon. False: it is not taken, since too much is waiting or the loop has stopped.
  bool post(std::function<void()> work);
  // Until stop() is called, before or meanwhile.
  void run();
  void stop();

  static constexpr std::size_t kMostPosted = 100'000;

 private:
  friend class DescriptorWatch;
  friend class HttpServer;
  boost::asio::io_context& context();
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// Tells when a descriptor, which somebody else owns and closes, can be read from or written to.
// Destroyed before the descriptor is closed and before the loop; may be destroyed by its own
// callback.
class DescriptorWatch {
 public:
  struct Ready {
    bool reading = false;
    bool writing = false;
  };
  // `ready` is called again and again while what is wanted is the case.
  DescriptorWatch(EventLoop& loop, int descriptor, std::function<void(Ready)> ready);
  ~DescriptorWatch();
  DescriptorWatch(const DescriptorWatch&) = delete;
  DescriptorWatch& operator=(const DescriptorWatch&) = delete;

  void want(Ready wanted);

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace evenkeel::io
