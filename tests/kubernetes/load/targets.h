// Where requests go: a file of ADDRESS:PORT lines, read anew while it changes, so that pods that
// come get load and those that go get none. IPv4. Not shared between threads.
#pragma once

#include <netinet/in.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace evenkeel::load {

using Address = sockaddr_in;

// One address a line; blank lines and those that begin with # say nothing. Errors bear name:line.
Result<std::vector<Address>> parseTargets(std::string_view text, const std::string& name);

class Targets {
 public:
  explicit Targets(std::string file) : file_(std::move(file)) {}

  // An error leaves the old ones: a file may be half written.
  Result<void> read();
  // In turn; null: there are none.
  const Address* next();

 private:
  std::string file_;
  std::vector<Address> addresses_;
  std::size_t turn_ = 0;
};

}  // namespace evenkeel::load
