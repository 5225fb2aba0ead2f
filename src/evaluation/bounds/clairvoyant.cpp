#include "evaluation/bounds/clairvoyant.h"

#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"

namespace evenkeel::evaluation {

const Schema<ClairvoyantParameters>& clairvoyantSchema() {
  using namespace schema;
  static const Schema<ClairvoyantParameters> schema =
      Record<ClairvoyantParameters>("The cheapest schedule that knows the load beforehand.")
          .field("bound", &ClairvoyantParameters::bound,
                 enumeration<Bound>({{"B1c", Bound::B1c}, {"B1", Bound::B1}, {"B0", Bound::B0}}),
                 "Windows that may violate: 1 % as expected with chance, 1 % in the mean, none in "
                 "the mean.");
  return schema;
}

Result<Bound> boundOf(const PolicyCall& call) {
  const auto read = readParameters(clairvoyantSchema(), call.parameters, call.text);
  if (!read) return tl::unexpected(read.error());
  return read->bound;
}

PolicyKind clairvoyantKind() {
  return {kClairvoyant, "A bound: the cheapest schedule that knows the load beforehand.",
          [] { return clairvoyantSchema().describe(); },
          [](const Parameters&, const std::string& where,
             std::span<const PolicyKind>) -> Result<std::unique_ptr<Policy>> {
            return fail(ErrorKind::Refused, where,
                        "it needs the future of the load, and so cannot decide in a loop",
                        "evenkeel compare takes it beside policies");
          }};
}

}  // namespace evenkeel::evaluation
