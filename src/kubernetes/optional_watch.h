// The objects of a kind that a cluster may or may not serve: watched once it does.
//
// Whether it does comes from discovery, asked again every minute until it does. Not served is
// nothing to be told. On the thread of the loop.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/timeline.h"
#include "kubernetes/api_path.h"
#include "kubernetes/resource_names.h"
#include "kubernetes/watch_cache.h"

namespace evenkeel::kubernetes {

struct OptionalKind {
  std::string apiVersion;
  std::string kind;
};

template <class T>
class OptionalWatch {
 public:
  // Loop, client and names outlive it. `space`: one namespace; empty: all.
  OptionalWatch(io::EventLoop& loop, ApiClient& client, ResourceNames& names, RandomStream random,
                OptionalKind kind, std::string space, typename WatchCache<T>::Read read,
                WatchHandler<T> handler)
      : loop_(loop),
        client_(client),
        names_(names),
        random_(random),
        kind_(std::move(kind)),
        space_(std::move(space)),
        read_(read),
        handler_(std::move(handler)) {
    ask();
  }
  ~OptionalWatch() {
    loop_.timeline().cancel(asking_);
    if (finding_) names_.drop(*finding_);
  }
  OptionalWatch(const OptionalWatch&) = delete;
  OptionalWatch& operator=(const OptionalWatch&) = delete;

  // All there are have been seen, or there are none, or it is known why not.
  bool isSettled() const { return cache_ ? cache_->isSettled() : answered_; }
  const std::string& failure() const { return cache_ ? cache_->failure() : failure_; }

 private:
  static constexpr Duration kAgain = std::chrono::minutes(1);

  void ask() {
    finding_ = names_.find(kind_.apiVersion, kind_.kind,
                           [this](const ResourceNames::Answer& found) { take(found); });
  }
  void take(const ResourceNames::Answer& found) {
    finding_.reset();
    answered_ = true;
    failure_ = found ? std::string() : found.error().error.text();
    if (found && *found) {
      cache_.emplace(loop_, client_, random_,
                     ReflectedKind{pathOf(kind_.apiVersion, space_, (*found)->name), {}}, read_,
                     std::move(handler_));
    } else {
      asking_ = loop_.timeline().at(loop_.timeline().now() + kAgain, [this] { ask(); });
    }
  }

  io::EventLoop& loop_;
  ApiClient& client_;
  ResourceNames& names_;
  RandomStream random_;
  OptionalKind kind_;
  std::string space_;
  typename WatchCache<T>::Read read_;
  WatchHandler<T> handler_;
  TimerId asking_;
  std::optional<ResourceNames::Question> finding_;
  bool answered_ = false;
  std::string failure_;
  std::optional<WatchCache<T>> cache_;
};

}  // namespace evenkeel::kubernetes
