// The envelope that every kind shares: apiVersion, kind, metadata, spec.
#pragma once

#include <string>

#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "description/kind.h"

namespace evenkeel {

Schema<std::string> apiVersionSchema();
Schema<Metadata> metadataSchema();

template <class Spec>
Schema<Document<Spec>> documentSchema(const Schema<Spec>& spec, std::string text,
                                      bool specRequired = true) {
  return schema::Record<Document<Spec>>(text)
      .field("apiVersion", &Document<Spec>::apiVersion, apiVersionSchema(),
             "Version of this format.", {.required = true, .example = std::string(kApiVersion)})
      .field("kind", &Document<Spec>::kind, schema::text({.maximumLength = 64}),
             "What the document describes.", {.required = true})
      .field("metadata", &Document<Spec>::metadata, metadataSchema(), "Its name and labels.",
             {.required = true})
      .field("spec", &Document<Spec>::spec, spec, std::move(text), {.required = specRequired});
}

}  // namespace evenkeel
