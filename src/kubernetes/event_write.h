// A request that tells an Event about an object (events.k8s.io/v1): what `kubectl describe` shows.
#pragma once

#include <string>

#include "base/time.h"
#include "kubernetes/api_client.h"

namespace evenkeel::kubernetes {

struct ObjectEvent {
  struct Regarding {
    std::string apiVersion;
    std::string kind;
    std::string space;  // empty: it is in none
    std::string name;
    std::string uid;
  };
  Regarding regarding;
  bool isWarning = false;
  std::string action;  // "Scale": what was done or tried, 128 bytes at most
  std::string reason;  // "Scaled": a word in upper camel case, 128 bytes at most
  std::string note;    // a sentence, cut at a kilobyte
  std::string
      id;  // told once: of two events about an object with one id the second is refused (409)
  std::string reporter;  // which of us, the holder of a lease
  WallTime time{};
};

ApiRequest eventRequest(const ObjectEvent& event);

}  // namespace evenkeel::kubernetes
