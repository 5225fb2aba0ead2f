#include "policy/scaling/schedule_policy.h"

#include <algorithm>
#include <utility>

#include "base/codec.h"
#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "model/policy_call.h"
#include "policy/scaling/scale_action.h"

namespace evenkeel {
namespace {

constexpr std::uint32_t kVersion = 1;

// Version 1: the inner policy's name, the version of its state, its bytes.
PolicyState wrapped(std::string_view name, const PolicyState& inner) {
  if (inner == PolicyState{}) return {};
  ByteWriter out;
  out.text(name);
  out.varint(inner.version);
  out.text(inner.bytes);
  return {kVersion, out.take()};
}

// Absent: it is not of this version, form and policy.
std::optional<PolicyState> unwrapped(std::string_view name, const PolicyState& state) {
  if (state.bytes.empty()) return PolicyState{};
  ByteReader in(state.bytes);
  const bool same = in.text() == name;
  PolicyState inner;
  const std::uint64_t version = in.varint();
  inner.version = static_cast<std::uint32_t>(version);
  inner.bytes = in.text();
  if (state.version != kVersion || in.failed() || in.left() != 0 || !same ||
      inner.version != version)
    return std::nullopt;
  return inner;
}

Setting* replicasOf(AssetId component, std::vector<Action>& actions) {
  for (Action& action : actions) {
    if (action.asset != component) continue;
    for (Setting& setting : action.settings) {
      if (setting.knob == knob::kReplicas) return &setting;
    }
  }
  return nullptr;
}

std::int32_t countOf(Quantity value) {
  constexpr std::int64_t kMost = 1'000'000'000;
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(value.ceilUnits(), 0, kMost));
}

class SchedulePolicy final : public Policy {
 public:
  SchedulePolicy(std::unique_ptr<Policy> inner, std::vector<TimedRule> rules)
      : inner_(std::move(inner)), rules_(std::move(rules)) {
    if (inner_ != nullptr) needs_ = inner_->needs();
    auto& mechanisms = needs_.mechanisms;
    if (std::find(mechanisms.begin(), mechanisms.end(), "scale") == mechanisms.end())
      mechanisms.emplace_back("scale");
  }

  std::string_view name() const override { return "schedule"; }
  const PolicyNeeds& needs() const override { return needs_; }

  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream& random) const override {
    const TimedBounds bounds = boundsInForce(rules_, snapshot.wall);
    auto answer = ask(snapshot, state, random);
    if (!answer) {
      if (!isBelow(bounds, snapshot)) return answer;
      PolicyAnswer alone{{}, state};
      alone.decision.reasons.push_back({"inner-policy-failed", answer.error().text(), {}, {}, {}});
      answer = std::move(alone);
    }
    for (const ComponentView& component : snapshot.components) bound(component, bounds, *answer);
    answer->standsUntil = Instant::min();  // the rules go by the clock
    return answer;
  }

 private:
  Result<PolicyAnswer> ask(const Snapshot& snapshot, const PolicyState& state,
                           RandomStream& random) const {
    if (inner_ == nullptr) return PolicyAnswer{{}, state};
    const auto memory = unwrapped(inner_->name(), state);
    auto answer = inner_->decide(snapshot, memory.value_or(PolicyState{}), random);
    if (!answer) return answer;
    answer->state = wrapped(inner_->name(), answer->state);
    if (!memory) answer->decision.reasons.push_back({"state-reset", {}, {}, {}, {}});
    return answer;
  }

  static bool isBelow(const TimedBounds& bounds, const Snapshot& snapshot) {
    if (bounds.minimum == nullptr) return false;
    return std::any_of(snapshot.components.begin(), snapshot.components.end(),
                       [&](const ComponentView& component) {
                         const std::int32_t least = within(component, bounds.apply(0));
                         return component.state->replicas < least;
                       });
  }

  static std::int32_t within(const ComponentView& component, std::int32_t count) {
    const ScalingBounds& own = component.description->scaling;
    return std::max(own.minReplicas, std::min(count, own.maxReplicas));
  }

  static void bound(const ComponentView& component, const TimedBounds& bounds,
                    PolicyAnswer& answer) {
    if (!bounds.any()) return;
    Decision& decision = answer.decision;
    Setting* const asked = replicasOf(component.id, decision.actions);
    const std::int32_t wanted =
        asked != nullptr ? countOf(asked->value) : component.state->replicas;
    const std::int32_t bounded = bounds.apply(wanted);
    if (const TimedRule* rule = bounds.ruleAgainst(wanted)) {
      // In front: it is what counted. What the policy expects was of another number.
      decision.reasons.insert(decision.reasons.begin(),
                              {"schedule", rule->label(), static_cast<double>(wanted), std::nullopt,
                               static_cast<double>(bounded)});
      decision.effect.responseTime.reset();
      decision.effect.utilization.reset();
    }
    const std::int32_t count = within(component, bounded);
    if (asked != nullptr) {
      asked->value = Quantity::units(count);
    } else if (count != component.state->replicas || isLeast(bounds, count)) {
      decision.actions.push_back(scaleTo(component, count));  // insists on a minimum
    }
  }

  static bool isLeast(const TimedBounds& bounds, std::int32_t count) {
    return bounds.minimum != nullptr && count <= bounds.apply(0);
  }

  std::unique_ptr<Policy> inner_;
  std::vector<TimedRule> rules_;
  PolicyNeeds needs_;
};

// A text that must be something: told as that something's own reader tells it.
class TextOf final : public SchemaType {
 public:
  using Check = std::optional<Error> (*)(const std::string&);
  TextOf(std::string phrase, Check check)
      : text_(schema::text({.phrase = std::move(phrase), .maximumLength = 200})), check_(check) {}

  void read(const DocumentNode& node, void* target, Faults& faults) const override {
    auto& text = *static_cast<std::string*>(target);
    const std::size_t before = faults.count();
    text_.read(node, text, faults);
    if (faults.count() != before) return;
    if (const auto error = check_(text)) faults.add(node.place, error->what, error->valid);
  }
  DocumentNode write(const void* source, const void* defaults) const override {
    return text_.type()->write(source, defaults);
  }
  TypeInfo describe(const void* defaults) const override {
    return text_.type()->describe(defaults);
  }

 private:
  Schema<std::string> text_;
  Check check_;
};

Schema<std::string> textOf(std::string phrase, TextOf::Check check) {
  return Schema<std::string>(std::make_shared<TextOf>(std::move(phrase), check));
}

template <class T>
std::optional<Error> errorOf(const Result<T>& result) {
  return result ? std::nullopt : std::optional(result.error());
}

void checkRule(const ScheduleRule& rule, const DocumentNode& node, Faults& faults) {
  if (!rule.minReplicas && !rule.maxReplicas)
    faults.add(node.place, "found neither minReplicas nor maxReplicas", "write one at least");
  if (rule.minReplicas && rule.maxReplicas && *rule.minReplicas > *rule.maxReplicas)
    faults.addAt(placeOf(node, "maxReplicas"), "maxReplicas", "found a maximum below the minimum",
                 "write at least minReplicas");
}

Result<std::unique_ptr<Policy>> makeInner(const std::string& text,
                                          std::span<const PolicyKind> kinds) {
  const auto call = parsePolicyCall(text);
  if (!call) return tl::unexpected(call.error());
  return makePolicy(*call, kinds);
}

}  // namespace

const Schema<ScheduleParameters>& scheduleSchema() {
  using namespace schema;
  using std::chrono::hours;
  const Schema<std::int32_t> replicas = integer<std::int32_t>({.minimum = 0, .maximum = 1'000'000});
  const Schema<std::string> cron = textOf(
      "a cron expression", [](const std::string& text) { return errorOf(Cron::parse(text)); });
  const Schema<std::string> zone =
      textOf("a time zone", [](const std::string& text) { return errorOf(TimeZone::named(text)); });
  const Schema<ScheduleRule> rule =
      Record<ScheduleRule>("Bounds that are in force at times.")
          .field("start", &ScheduleRule::start, cron,
                 "When it comes into force: minute, hour, day of month, month, day of week.",
                 {.required = true, .example = "'0 8 * * 1-5'"})
          .field("duration", &ScheduleRule::duration,
                 duration({.maximum = hours(24 * 366), .exclusiveMinimum = true}),
                 "How long it stays in force, each time.", {.required = true, .example = "10h"})
          .field("timezone", &ScheduleRule::timezone, zone,
                 "That the start is in, a name of the tz database.", {.example = "Europe/Rome"})
          .field("minReplicas", &ScheduleRule::minReplicas, optional(replicas),
                 "At least so many replicas; beats every maxReplicas.", {.example = "5"})
          .field("maxReplicas", &ScheduleRule::maxReplicas, optional(replicas), "At most so many.",
                 {.example = "10"})
          .check(checkRule);
  static const Schema<ScheduleParameters> schema =
      Record<ScheduleParameters>("Bounds by time of day and week around another policy.")
          .field("policy", &ScheduleParameters::policy, optional(text({.minimumLength = 1})),
                 "Who decides within the bounds; without it the number stays as it is.",
                 {.example = "'hpa(cpu=60)'"})
          .field("rules", &ScheduleParameters::rules, list(rule, {.minimum = 1, .maximum = 100}),
                 "Of those in force at once the largest minimum and the smallest maximum count.",
                 {.required = true,
                  .example = "[{start: '0 8 * * 1-5', duration: 10h, timezone: Europe/Rome, "
                             "minReplicas: 5}]"});
  return schema;
}

Result<std::unique_ptr<Policy>> makeSchedulePolicy(const Parameters& given,
                                                   const std::string& where,
                                                   std::span<const PolicyKind> kinds) {
  std::vector<Diagnostic> diagnostics;
  const DocumentNode tree = parameterTree(given, where, diagnostics);
  Faults faults(where);
  ScheduleParameters parameters;
  scheduleSchema().read(tree, parameters, faults);
  std::unique_ptr<Policy> inner;
  if (parameters.policy && !parameters.policy->empty()) {
    auto made = makeInner(*parameters.policy, kinds);
    if (made) {
      inner = std::move(*made);
    } else {
      for (const Error& error : faultsIn(made.error())) {
        const std::string whose = error.where.empty() ? "" : error.where + ": ";
        faults.addAt({}, "policy", whose + error.what, error.valid);
      }
    }
  }
  diagnostics.insert(diagnostics.end(), faults.diagnostics().begin(), faults.diagnostics().end());
  if (const auto fine = parameterError(where, diagnostics); !fine)
    return tl::unexpected(fine.error());
  std::vector<TimedRule> rules;
  for (const ScheduleRule& rule : parameters.rules) {
    auto timed = TimedRule::make(rule);
    if (!timed) return tl::unexpected(timed.error());
    rules.push_back(std::move(*timed));
  }
  return scheduled(std::move(inner), std::move(rules));
}

std::unique_ptr<Policy> scheduled(std::unique_ptr<Policy> inner, std::vector<TimedRule> rules) {
  return std::make_unique<SchedulePolicy>(std::move(inner), std::move(rules));
}

}  // namespace evenkeel
