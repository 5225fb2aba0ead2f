#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "description/document_schema.h"
#include "description/load_schema.h"
#include "description/schemas.h"

namespace evenkeel {
namespace {

using namespace schema;

Schema<Fault> faultSchema() {
  return Record<Fault>("Something that goes wrong.")
      .field("kind", &Fault::kind,
             enumeration<FaultKind>({{"podKill", FaultKind::PodKill},
                                     {"nodeDown", FaultKind::NodeDown},
                                     {"metricsMissing", FaultKind::MetricsMissing},
                                     {"metricsZero", FaultKind::MetricsZero},
                                     {"metricsStale", FaultKind::MetricsStale},
                                     {"metricsLate", FaultKind::MetricsLate},
                                     {"metricsDoubled", FaultKind::MetricsDoubled},
                                     {"mechanismFails", FaultKind::MechanismFails},
                                     {"mechanismHangs", FaultKind::MechanismHangs},
                                     {"mechanismAnswersTwice", FaultKind::MechanismAnswersTwice},
                                     {"clockJump", FaultKind::ClockJump},
                                     {"authorityLost", FaultKind::AuthorityLost}}),
             "What goes wrong.", {.required = true})
      .field("at", &Fault::at, duration(), "When, from the start of the run.", {.required = true})
      .field("duration", &Fault::duration, duration(),
             "How long; not for podKill and clockJump, which are over at once.")
      .field("subject", &Fault::subject, text({.maximumLength = 300}),
             "To whom: application/component for podKill, a node for nodeDown, a metric or "
             "mechanism for mechanism faults. Left out: any or all.",
             {.example = "shop/frontend"})
      .field("count", &Fault::count, integer<std::int32_t>({.minimum = 1}),
             "For podKill: how many pods.")
      .field("jump", &Fault::jump,
             duration({.minimum = -std::chrono::hours(24), .maximum = std::chrono::hours(24)}),
             "For clockJump: by how much the wall clock jumps, backwards where negative.")
      .field("replacedAfter", &Fault::replacedAfter, duration(),
             "For nodeDown: until the node's pods are replaced elsewhere; where it is back before, "
             "they start there again. The default is that of Kubernetes: 40 s until a node counts "
             "as unreachable and 5 min until its pods are evicted.");
}

Schema<ScenarioSpec> specSchema() {
  const Schema<Telemetry> telemetry =
      Record<Telemetry>("How metrics arrive.")
          .field("scrapeInterval", &Telemetry::scrapeInterval,
                 duration({.minimum = kShortestScrape}), "Between two samples of a series.")
          .field("delay", &Telemetry::delay, duration(), "From measuring to arriving.")
          .field("loss", &Telemetry::loss,
                 number({.minimum = 0, .maximum = 1, .exclusiveMaximum = true}),
                 "Probability that a sample never arrives.");
  return Record<ScenarioSpec>("A scenario.")
      .field("include", &ScenarioSpec::include, list(text({.minimumLength = 1}), {.unique = true}),
             "Files whose documents belong to the scenario too, relative to this file.",
             {.example = "[continuum.yaml]"})
      .field("duration", &ScenarioSpec::duration,
             duration({.maximum = kLongestRun, .exclusiveMinimum = true}),
             "Of the run, in simulated time.")
      .field(
          "start", &ScenarioSpec::start, timestamp(),
          "What the wall clock shows where the run begins, for policies that go by it (schedule).",
          {.example = "2026-03-28T06:00:00+01:00"})
      .field("warmUp", &ScenarioSpec::warmUp, duration(), "Left out of summaries, at the start.")
      .field("seed", &ScenarioSpec::seed, integer<std::uint64_t>(),
             "Of all random numbers: the same seed gives the same run.")
      .field("loads", &ScenarioSpec::loads, list(loadSchema()), "Requests from outside.")
      .field("faults", &ScenarioSpec::faults, list(faultSchema()), "What goes wrong.")
      .field(
          "policies", &ScenarioSpec::policies, list(text({.minimumLength = 1}), {.maximum = 100}),
          "Who decides, with parameters, see evenkeel policies; of several the safest wish counts.",
          {.example = "[hpa(cpu=60)]"})
      .field("fallback", &ScenarioSpec::fallback, optional(text({.minimumLength = 1})),
             "Who decides where a policy fails or misses its deadline; left out, nothing moves "
             "then.",
             {.example = "hpa(cpu=70)"})
      .field("routing", &ScenarioSpec::routing,
             enumeration<Routing>({{"pooled", Routing::Pooled}, {"random", Routing::Random}}),
             "To the pod that is free first, or to any.")
      .field("telemetry", &ScenarioSpec::telemetry, telemetry, "How metrics arrive.")
      .field("decisionDelay", &ScenarioSpec::decisionDelay, duration(),
             "How long a decision takes, in simulated time.")
      .field("prices", &ScenarioSpec::prices, pricesSchema(),
             "What resources cost where their cluster does not say.");
}

}  // namespace

const Schema<Document<ScenarioSpec>>& scenarioSchema() {
  static const auto schema = documentSchema(specSchema(), "The run.");
  return schema;
}

}  // namespace evenkeel
