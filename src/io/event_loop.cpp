#include "io/event_loop.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace evenkeel::io {

namespace asio = boost::asio;
using boost::system::error_code;

struct EventLoop::Parts {
  explicit Parts(const std::optional<EarlierMoment>& earlier) : timeline(earlier) {}

  asio::io_context context{1};
  RealTimeline timeline;
  asio::steady_timer timer{context};
  std::atomic<std::size_t> posted{0};
  std::atomic<bool> stopped{false};

  // One real timer stands for the next of all.
  void awaitTimer() {
    const Instant next = timeline.next();
    if (next == armed) return;
    armed = next;
    if (next == Instant::max()) {
      timer.cancel();
      return;
    }
    timer.expires_after(std::max(next - timeline.now(), Duration::zero()));
    timer.async_wait([this](const error_code& error) {
      if (error) return;
      armed = Instant::max();
      timeline.runDue();
    });
  }
  Instant armed = Instant::max();
};

EventLoop::EventLoop(const std::optional<EarlierMoment>& earlier)
    : parts_(std::make_unique<Parts>(earlier)) {}
EventLoop::~EventLoop() = default;

asio::io_context& EventLoop::context() {
  return parts_->context;
}

Timeline& EventLoop::timeline() {
  return parts_->timeline;
}

bool EventLoop::post(std::function<void()> work) {
  if (parts_->stopped) return false;
  if (parts_->posted.fetch_add(1) >= kMostPosted) {
    --parts_->posted;
    return false;
  }
  asio::post(parts_->context, [parts = parts_.get(), work = std::move(work)] {
    --parts->posted;
    work();
  });
  return true;
}

void EventLoop::run() {
  const auto kept = asio::make_work_guard(parts_->context);
  while (!parts_->stopped) {
    parts_->timeline.runDue();
    parts_->awaitTimer();
    if (parts_->stopped) break;
    parts_->context.run_one();
  }
}

void EventLoop::stop() {
  parts_->stopped = true;
  parts_->context.stop();
}

struct DescriptorWatch::Parts : std::enable_shared_from_this<DescriptorWatch::Parts> {
  Parts(asio::io_context& context, int descriptor, std::function<void(Ready)> call)
      : stream(context, descriptor), ready(std::move(call)) {}

  asio::posix::stream_descriptor stream;
  std::function<void(Ready)> ready;
  Ready wanted{};
  Ready awaited{};
  bool over = false;

  void await() {
    if (wanted.reading && !awaited.reading) {
      awaited.reading = true;
      await(asio::posix::stream_descriptor::wait_read, &Ready::reading);
    }
    if (wanted.writing && !awaited.writing) {
      awaited.writing = true;
      await(asio::posix::stream_descriptor::wait_write, &Ready::writing);
    }
  }
  void await(asio::posix::stream_descriptor::wait_type what, bool Ready::* which) {
    stream.async_wait(what, [self = shared_from_this(), which](const error_code& error) {
      self->awaited.*which = false;
      if (error || self->over) return;
      if (self->wanted.*which) {
        Ready told;
        told.*which = true;
        self->ready(told);
      }
      if (!self->over) self->await();
    });
  }
};

DescriptorWatch::DescriptorWatch(EventLoop& loop, int descriptor, std::function<void(Ready)> ready)
    : parts_(std::make_shared<Parts>(loop.parts_->context, descriptor, std::move(ready))) {}

DescriptorWatch::~DescriptorWatch() {
  parts_->over = true;
  parts_->stream.release();
}

void DescriptorWatch::want(Ready wanted) {
  parts_->wanted = wanted;
  parts_->await();
}

}  // namespace evenkeel::io
