#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "model/mechanism_names.h"
#include "model/metric_names.h"
#include "plugin/json_fields.h"
#include "plugin/protocol.h"

namespace evenkeel::plugin {
namespace {

constexpr std::size_t kLongestName = 253;
constexpr std::size_t kMostNeeds = 64;
constexpr std::size_t kMostActions = 1000;
constexpr std::size_t kMostReasons = 100;
constexpr double kLongestSeconds = 366.0 * 24 * 3600;
constexpr double kAny = 1e300;
constexpr double kLargest = 1e15;  // of a knob; a Quantity holds some more

// An answer that has the right version and type, and is well formed all over.
template <class T, class Read>
Result<T> readAnswer(std::string_view text, const std::string& type, Read read) {
  const auto parsed = parseObject(text);
  if (!parsed) return tl::unexpected(parsed.error());
  std::string fault;
  Fields fields(*parsed, fault);
  const auto version = fields.number("version", 0, kLargest);
  if (!version || *version != kProtocolVersion)
    fields.say("version", "is not " + std::to_string(kProtocolVersion));
  if (fields.text("type", kLongestName) != type) fields.say("type", "is not " + type);
  T value{};
  read(fields, value);
  fields.finish();
  if (!fault.empty())
    return fail(ErrorKind::Invalid, "", "its answer to " + type + " is faulty: " + fault,
                "see docs/policy-protocol.schema.json");
  return value;
}

Duration seconds(Fields& fields, const char* key, double low, Duration otherwise) {
  const auto value = fields.number(key, low, kLongestSeconds);
  return value ? fromSeconds(*value) : otherwise;
}

bool isMechanism(const std::string& name) {
  return std::any_of(kMechanismNames.begin(), kMechanismNames.end(),
                     [&](const MechanismName& known) { return known.name == name; });
}

MetricNeed readNeed(Fields& item) {
  MetricNeed need;
  need.metric = item.text("metric", kLongestName, true);
  if (const auto meant = nearestName(need.metric, {metric::kNames.begin(), metric::kNames.end()});
      meant && *meant != need.metric) {
    item.say("metric", "is not known; did you mean " + *meant);
  }
  const std::string of = item.text("of", kLongestName, true);
  if (of != "pod" && of != "component") item.say("of", "is neither pod nor component");
  need.of = of == "component" ? MetricOf::Component : MetricOf::Pod;
  need.container = item.text("container", kLongestName);
  need.window = seconds(item, "windowSeconds", 0, Duration::zero());
  need.deciding = item.flag("deciding", true);
  item.finish();
  return need;
}

std::vector<Reason> readReasons(Fields& fields) {
  std::vector<Reason> reasons;
  for (Fields& item : fields.list("reasons", kMostReasons)) {
    Reason reason;
    reason.code = item.text("code", kLongestName, true);
    reason.subject = item.text("subject", kLongestName);
    reason.observed = item.number("observed", -kAny, kAny);
    reason.target = item.number("target", -kAny, kAny);
    reason.proposal = item.number("proposal", -kAny, kAny);
    item.finish();
    reasons.push_back(std::move(reason));
  }
  return reasons;
}

PolicyState readState(Fields& fields, const PolicyState& before) {
  auto state = fields.anything("state");
  return state ? PolicyState{kProtocolVersion, std::move(*state)} : before;
}

// What may be acted upon: a component or one of its pods.
struct Found {
  const ComponentView* component = nullptr;
  bool itself = false;
};

Found findAsset(const Snapshot& snapshot, double id) {
  for (const ComponentView& component : snapshot.components) {
    if (component.id.value == id) return {&component, true};
    for (const PodView& pod : component.pods)
      if (pod.id.value == id) return {&component, false};
  }
  return {};
}

std::vector<Setting> readSettings(Fields& fields, const ComponentView& component,
                                  const std::string& mechanism) {
  std::vector<Setting> settings;
  for (const auto& [knob, number] : fields.numbers(0, kLargest)) {
    const auto capability = std::find_if(
        component.capabilities.begin(), component.capabilities.end(),
        [&](const KnobCapability& c) { return c.mechanism == mechanism && c.knob == knob; });
    if (capability == component.capabilities.end()) {
      fields.say(quotedForPeople(knob), "is no knob of " + mechanism + " there");
      continue;
    }
    const Quantity value = Quantity::fromDouble(number);
    if (capability->step.milli > 0 && value.milli % capability->step.milli != 0)
      fields.say(knob, "is no multiple of " + capability->step.text());
    settings.push_back({knob, value});
  }
  return settings;
}

Action readAction(Fields& item, std::size_t index, const PolicyNeeds& needs,
                  const Snapshot& snapshot) {
  Action action;
  action.mechanism = item.text("mechanism", kLongestName, true);
  if (std::find(needs.mechanisms.begin(), needs.mechanisms.end(), action.mechanism) ==
      needs.mechanisms.end())
    item.say("mechanism", quotedForPeople(action.mechanism) + " was not declared");
  const auto id = item.number("asset", 1, 4294967295.0);
  if (!id) item.say("asset", "is missing");
  const Found found = id ? findAsset(snapshot, *id) : Found{};
  if (found.component == nullptr) {
    item.say("asset", "is not in the snapshot");
    return action;
  }
  action.asset = AssetId{static_cast<std::uint32_t>(*id)};
  if (found.itself) action.generation = found.component->generation;
  if (auto settings = item.object("settings"))
    action.settings = readSettings(*settings, *found.component, action.mechanism);
  if (action.settings.empty()) item.say("settings", "are missing");
  action.after = item.positions("after", index);
  item.finish();
  return action;
}

// One wish for each knob: of two nobody could say which counts.
void refuseRepeated(const std::vector<Action>& actions, std::vector<Fields>& items) {
  std::map<std::tuple<std::uint32_t, std::string, std::string>, std::size_t> first;
  for (std::size_t i = 0; i < actions.size(); ++i)
    for (const Setting& setting : actions[i].settings) {
      const auto [known, added] =
          first.try_emplace({actions[i].asset.value, actions[i].mechanism, setting.knob}, i);
      if (!added)
        items[i].say("settings." + setting.knob,
                     "is set by actions[" + std::to_string(known->second) + "] already");
    }
}

Effect readEffect(Fields& fields) {
  Effect effect;
  auto given = fields.object("effect");
  if (!given) return effect;
  effect.responseTime = given->number("responseTimeSeconds", 0, kLargest);
  effect.utilization = given->number("utilization", 0, kLargest);
  effect.requestRate = given->number("requestRate", 0, kLargest);
  effect.horizon = seconds(*given, "horizonSeconds", 0, Duration::zero());
  given->finish();
  return effect;
}

}  // namespace

Result<Declared> readDeclared(std::string_view answer) {
  return readAnswer<Declared>(answer, "declare", [](Fields& fields, Declared& value) {
    PolicyNeeds& needs = value.needs;
    const std::string scope = fields.text("scope", kLongestName);
    if (scope == "application") needs.scope = PolicyScope::Application;
    if (!scope.empty() && scope != "application" && scope != "component")
      fields.say("scope", "is neither component nor application");
    for (Fields& item : fields.list("metrics", kMostNeeds)) needs.metrics.push_back(readNeed(item));
    needs.mechanisms = fields.texts("mechanisms", kMechanismNames.size(), kLongestName);
    for (const std::string& name : needs.mechanisms)
      if (!isMechanism(name))
        fields.say("mechanisms", "name " + quotedForPeople(name) + ", which is none");
    needs.period = seconds(fields, "periodSeconds", 1, needs.period);
    needs.learns = fields.flag("learns", false);
    value.analyzes = fields.flag("analyze", false);
    value.text = fields.json();
  });
}

Result<Analyzed> readAnalyzed(std::string_view answer, const PolicyState& before) {
  return readAnswer<Analyzed>(answer, "analyze", [&](Fields& fields, Analyzed& value) {
    if (!fields.has("plan")) fields.say("plan", "is missing");
    value.plan = fields.flag("plan", true);
    value.reasons = readReasons(fields);
    value.state = readState(fields, before);
  });
}

Result<PolicyAnswer> readPlanned(std::string_view answer, const PolicyNeeds& needs,
                                 const Snapshot& snapshot, const PolicyState& before) {
  return readAnswer<PolicyAnswer>(answer, "plan", [&](Fields& fields, PolicyAnswer& value) {
    value.state = readState(fields, before);
    auto decision = fields.object("decision");
    if (!decision) return fields.say("decision", "is missing");
    std::vector<Fields> actions = decision->list("actions", kMostActions);
    for (std::size_t i = 0; i < actions.size(); ++i)
      value.decision.actions.push_back(readAction(actions[i], i, needs, snapshot));
    refuseRepeated(value.decision.actions, actions);
    value.decision.reasons = readReasons(*decision);
    value.decision.effect = readEffect(*decision);
    value.decision.validFor = seconds(*decision, "validForSeconds", 1, value.decision.validFor);
    decision->finish();
  });
}

}  // namespace evenkeel::plugin
