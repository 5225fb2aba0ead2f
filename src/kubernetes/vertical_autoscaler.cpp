#include "kubernetes/vertical_autoscaler.h"

#include <utility>

#include "kubernetes/json_parts.h"

namespace evenkeel::kubernetes {

Result<VerticalAutoscaler> readVerticalAutoscaler(std::string_view text) {
  const Json object = parsedJson(text);
  auto meta = readMetadata(object, "VerticalPodAutoscaler");
  if (!meta) return tl::unexpected(std::move(meta.error()));
  VerticalAutoscaler scaler;
  scaler.meta = std::move(*meta);
  forgetNotes(scaler.meta);
  const Json& spec = memberOf(object, "spec");
  const Json& target = memberOf(spec, "targetRef");
  scaler.targetApiVersion = textAt(target, "apiVersion");
  scaler.targetKind = textAt(target, "kind");
  scaler.targetName = textAt(target, "name");
  const std::string mode = textAt(memberOf(spec, "updatePolicy"), "updateMode");
  if (!mode.empty()) scaler.mode = mode;
  const Json& status = memberOf(object, "status");
  for (const Json& one : memberOf(memberOf(status, "recommendation"), "containerRecommendations")) {
    ContainerSize size;
    size.name = textAt(one, "containerName");
    for (const auto& [amounts, key] :
         {std::pair{&size.lower, "lowerBound"}, std::pair{&size.target, "target"},
          std::pair{&size.upper, "upperBound"}}) {
      const auto read = readResources(memberOf(one, key));
      if (!read) {
        Error error = read.error();
        error.where = scaler.meta.space + '/' + scaler.meta.name;
        return tl::unexpected(std::move(error));
      }
      *amounts = read->value_or(Resources{});
    }
    scaler.containers.push_back(std::move(size));
  }
  const Json& provided = conditionOf(status, "RecommendationProvided");
  if (scaler.containers.empty()) {
    scaler.doubt = textAt(provided, "message");
    if (scaler.doubt.empty()) scaler.doubt = textAt(provided, "reason");
  }
  return scaler;
}

}  // namespace evenkeel::kubernetes
