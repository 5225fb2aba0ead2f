#include "policy/catalogue.h"

#include "base/text.h"
#include "policy/scaling/hpa_policy.h"
#include "policy/scaling/kpa_policy.h"
#include "policy/scaling/learning_policy.h"
#include "policy/scaling/queueing_policy.h"
#include "policy/scaling/schedule_policy.h"
#include "policy/scaling/static_policy.h"
#include "policy/scaling/vpa_policy.h"

namespace evenkeel {
namespace {

template <auto schemaOf>
TypeInfo parametersOf() {
  return schemaOf().describe();
}

template <auto schemaOf, auto makeFrom>
Result<std::unique_ptr<Policy>> make(const Parameters& parameters, const std::string& where,
                                     std::span<const PolicyKind>) {
  const auto read = readParameters(schemaOf(), parameters, where);
  if (!read) return tl::unexpected(read.error());
  return makeFrom(*read);
}

template <auto schemaOf, auto makeFrom>
constexpr PolicyKind kind(std::string_view name, std::string_view title) {
  return {name, title, parametersOf<schemaOf>, make<schemaOf, makeFrom>};
}

}  // namespace

const std::vector<PolicyKind>& policyCatalogue() {
  static const std::vector<PolicyKind> catalogue{
      kind<hpaSchema, makeHpaPolicy>("hpa", "The Kubernetes HorizontalPodAutoscaler v2, exactly."),
      kind<kpaSchema, makeKpaPolicy>("kpa", "Knative's pod autoscaler: concurrency or rate."),
      kind<qLearningSchema, makeQLearningPolicy>("q-learning",
                                                 "Q-learning of the number of pods (Rossi)."),
      kind<modelBasedSchema, makeModelBasedPolicy>("model-based",
                                                   "Model-based reinforcement learning (Rossi)."),
      kind<queueingSchema, makeQueueingPolicy>(
          "queueing", "A queueing formula at the load of the last minute, plus a margin."),
      {"schedule", "Bounds by time of day and week around another policy.",
       parametersOf<scheduleSchema>, makeSchedulePolicy},
      kind<staticSchema, makeStaticPolicy>("static", "Changes nothing, or keeps a fixed number."),
      kind<vpaSchema, makeVpaPolicy>("vpa", "The Kubernetes VerticalPodAutoscaler, in place."),
  };
  return catalogue;
}

Result<std::unique_ptr<Policy>> makePolicy(const PolicyCall& call,
                                           std::span<const PolicyKind> kinds) {
  std::vector<std::string> names;
  for (const auto& kind : kinds) {
    if (kind.name == call.name) return kind.make(call.parameters, call.text, kinds);
    names.emplace_back(kind.name);
  }
  const auto nearest = nearestName(call.name, names);
  return fail(ErrorKind::NotFound, call.text, "unknown policy " + quotedForPeople(call.name),
              nearest ? "did you mean " + *nearest + "?" : "write " + joinedByOr(names));
}

}  // namespace evenkeel
