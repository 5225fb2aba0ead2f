// All objects of one kind, listed and watched: what exists now and what changes.
//
// Listed by a watch-list where the server serves one (KEP-3157), else page by page; then watched
// from that resource version on, with bookmarks, and taken up again from the last one when a watch
// ends, breaks or lies still. Where the server has forgotten that version (410) everything is
// listed anew, soon. Failures are told and tried again after a time that doubles, up to six
// seconds, give or take half of it by chance. Objects are handed on one by one, as text.
//
// On the thread of the loop; handlers may destroy the reflector.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/random.h"
#include "io/event_loop.h"
#include "kubernetes/api_client.h"

namespace evenkeel::kubernetes {

struct ReflectedKind {
  std::string path;      // "/api/v1/pods", "/apis/apps/v1/namespaces/shop/deployments"
  std::string selector;  // further query: "labelSelector=..."; empty: all
};

struct ReflectorHandler {
  // What is not observed from here until `listed` does not exist any more.
  std::function<void()> listing;
  std::function<void()> listed;
  std::function<void(std::string_view object)> observed;  // new, changed, or seen again
  std::function<void(std::string_view object)> removed;   // its last state
  std::function<void(const ApiFailure&)> failed;          // it is tried again
  std::function<void()> resumed;                          // watched on: nothing has been missed
};

class Reflector {
 public:
  // Loop and client outlive it.
  Reflector(io::EventLoop& loop, ApiClient& client, RandomStream random, ReflectedKind kind,
            ReflectorHandler handler);
  ~Reflector();
  Reflector(const Reflector&) = delete;
  Reflector& operator=(const Reflector&) = delete;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace evenkeel::kubernetes
