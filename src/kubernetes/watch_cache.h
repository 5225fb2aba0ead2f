// Which objects of one kind a cluster has: a reflector, read. What they say is its handler's to
// keep; here are their uids.
//
// Objects that cannot be read are left out. A kind that may not be listed, or that the
// cluster does not serve, counts as complete without any. On the thread of the loop.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "kubernetes/object_meta.h"
#include "kubernetes/reflector.h"

namespace evenkeel::kubernetes {

// What became known, of objects of type T with a `meta`.
template <class T>
struct WatchHandler {
  std::function<void(const T&)> changed;             // new, or seen again
  std::function<void(const std::string& uid)> gone;  // it had changed before
  std::function<void()> complete;  // all there are have been seen, again and again
};

// How much of it is known.
class WatchState {
 public:
  bool isComplete() const { return complete_; }
  // Or it is known why not.
  bool isSettled() const { return complete_ || !failure_.empty(); }
  // Why it is not known what there is now, or an object of it; empty: it is known.
  const std::string& failure() const { return failure_.empty() ? unreadable_ : failure_; }
  // Nothing new comes of it at the moment.
  bool isLost() const { return !failure_.empty(); }
  // The server had no room for the last question: it is asked again.
  bool isOverloaded() const { return overloaded_ && !failure_.empty(); }

 protected:
  bool complete_ = false;
  bool overloaded_ = false;  // while there is a failure
  std::string failure_;
  std::string unreadable_;  // of the newest that could not be read
};

template <class T>
class WatchCache : public WatchState {
 public:
  using Read = Result<T> (*)(std::string_view);

  WatchCache(io::EventLoop& loop, ApiClient& client, RandomStream random, ReflectedKind kind,
             Read read, WatchHandler<T> handler)
      : read_(read),
        handler_(std::move(handler)),
        reflector_(loop, client, random, std::move(kind), reflectorHandler()) {}
  WatchCache(const WatchCache&) = delete;
  WatchCache& operator=(const WatchCache&) = delete;

 private:
  ReflectorHandler reflectorHandler() {
    return {[this] { beginListing(); },
            [this] { endListing(); },
            [this](std::string_view object) { observe(object); },
            [this](std::string_view object) { remove(object); },
            [this](const ApiFailure& failure) { fail(failure); },
            [this] { failure_.clear(); }};
  }
  void beginListing() {
    unreadable_.clear();
    unseen_ = seen_;
  }
  void endListing() {
    for (const std::string& uid : std::exchange(unseen_, {})) drop(uid);
    complete_ = true;
    failure_.clear();
    handler_.complete();
  }
  void observe(std::string_view text) {
    failure_.clear();
    auto object = read_(text);
    if (!object) {
      unreadable_ = object.error().text();
      return;
    }
    unseen_.erase(object->meta.uid);
    seen_.insert(object->meta.uid);
    handler_.changed(*object);
  }
  void remove(std::string_view text) { drop(uidOf(text)); }
  void drop(const std::string& uid) {
    if (seen_.erase(uid) > 0) handler_.gone(uid);
  }
  void fail(const ApiFailure& failure) {
    failure_ = failure.error.text();
    overloaded_ = failure.isOverload();
    if (complete_ || !(failure.isForbidden() || failure.isNotFound())) return;
    complete_ = true;
    handler_.complete();
  }

  Read read_;
  WatchHandler<T> handler_;
  std::set<std::string> seen_;    // uids of what there is
  std::set<std::string> unseen_;  // and of these, since the listing began
  Reflector reflector_;
};

}  // namespace evenkeel::kubernetes
