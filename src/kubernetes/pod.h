// Pods of core/v1, as far as a loop needs them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "kubernetes/metadata.h"
#include "model/asset.h"

namespace evenkeel::kubernetes {

// That a container says it listens at.
struct ContainerPort {
  std::string name;  // may be empty
  std::int32_t number = 0;
};

struct Pod {
  Metadata meta;     // of its annotations those of prometheus.io alone: there are many pods
  std::string node;  // empty: not bound yet
  // Times of the wall, since `state` has instants of a timeline; its own are left empty.
  std::optional<WallTime> started;
  std::optional<WallTime> readyTransition;
  std::string address;  // of the pod, empty before it has one
  std::vector<ContainerPort> ports;
  std::string noPlace;  // what the scheduler says where it finds no node; empty: it has not tried
  PodState state;
};

// Of one object as text. Invalid: it is no pod, or has a quantity that is none. Fields that nobody
// knows are passed over; those that are missing are taken as the API's defaults have them.
Result<Pod> readPod(std::string_view json);

}  // namespace evenkeel::kubernetes
