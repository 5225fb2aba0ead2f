// Who we are to an API server, kept fresh.
//
// Tokens in files are read again once a minute, as they are replaced before they expire; plug-ins
// are run again when what they said expires or is refused. On the thread of its loop.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/event_loop.h"
#include "kubernetes/access.h"

namespace evenkeel::kubernetes {

struct Identity {
  std::vector<std::string> headers;
  std::shared_ptr<const io::TlsIdentity> tls;
};

class IdentitySource {
 public:
  using Use = std::function<void(const Result<Identity>&)>;

  // The loop outlives it.
  IdentitySource(io::EventLoop& loop, ClusterAccess access);
  ~IdentitySource();

  // At once where it is known, else when the plug-in has ended. An error says what to do about it
  // as far as it is known.
  void get(Use use);
  // The server did not take it (401): it is made anew, where it can be, when it is next asked for.
  void refused();

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace evenkeel::kubernetes
