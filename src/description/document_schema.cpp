#include "description/document_schema.h"

namespace evenkeel {

using namespace schema;

Schema<std::string> apiVersionSchema() {
  return text({.accepts = [](std::string_view text) { return text == kApiVersion; },
               .phrase = std::string(kApiVersion)});
}

Schema<Metadata> metadataSchema() {
  return Record<Metadata>("What the document is called.")
      .field("name", &Metadata::name, subdomain(), "Unique among the documents of its kind.",
             {.required = true, .example = "shop"})
      .field("labels", &Metadata::labels, map(text({.maximumLength = 63})),
             "Names and values of your own; placement looks at those of nodes.");
}

}  // namespace evenkeel
