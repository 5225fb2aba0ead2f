// What every object of Kubernetes has: who it is, whose it is.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace evenkeel::kubernetes {

struct Owner {
  std::string apiVersion;
  std::string kind;
  std::string name;
  std::string uid;
  friend bool operator==(const Owner&, const Owner&) = default;
};

struct Metadata {
  std::string uid;
  std::string name;
  std::string space;  // namespace; empty: it is in none
  std::int64_t generation = 0;
  std::optional<WallTime> created;
  bool deleting = false;
  std::map<std::string, std::string> labels;
  std::map<std::string, std::string> annotations;
  std::optional<Owner> controller;  // the owner that manages it
  friend bool operator==(const Metadata&, const Metadata&) = default;
};

}  // namespace evenkeel::kubernetes
