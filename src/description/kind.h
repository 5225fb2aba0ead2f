// The kinds of document, and what every document has beside its spec.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/schema_containers.h"

namespace evenkeel {

inline constexpr std::string_view kApiVersion = "evenkeel.dev/v1alpha1";

struct Metadata {
  std::string name;
  schema::MapOf<std::string> labels;
};

// A document: `spec` is the plain struct of its kind.
template <class Spec>
struct Document {
  std::string apiVersion;
  std::string kind;
  Metadata metadata;
  Spec spec;
};

}  // namespace evenkeel
