// A schema as JSON Schema, in the subset that Kubernetes takes as a structural schema of a custom
// resource: no references, nothing but validation inside oneOf.
#pragma once

#include "base/document.h"
#include "base/schema_info.h"

namespace evenkeel {

DocumentNode jsonSchema(const TypeInfo& type);

}  // namespace evenkeel
