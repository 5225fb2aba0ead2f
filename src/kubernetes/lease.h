// Leases of coordination.k8s.io/v1: who holds a right, and how often it has passed on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace evenkeel::kubernetes {

struct Lease {
  std::string holder;                // empty: nobody
  Duration duration{};               // whole seconds; zero: it does not say
  std::optional<WallTime> acquired;  // to the microsecond, by the holder's clock
  std::optional<WallTime> renewed;
  std::uint64_t transitions = 0;  // from holder to holder; as Kubernetes has it, an int32
  std::string resourceVersion;    // empty: it is to be made
  std::string object;             // what it was read from, to be kept; empty: nothing
  friend bool operator==(const Lease&, const Lease&) = default;

  static constexpr std::uint64_t kMostTransitions = 0x7fff'ffff;
};

// Invalid: it is none, or says what no Lease may say.
Result<Lease> readLease(std::string_view json);
// As it is to be written: what is in `object` and not above stays as it is.
std::string leaseText(const Lease& lease, const std::string& space, const std::string& name);

}  // namespace evenkeel::kubernetes
