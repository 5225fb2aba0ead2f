#include <algorithm>
#include <array>

#include "base/schema_parameters.h"
#include "base/time_text.h"
#include "description/checks.h"
#include "model/mechanism_names.h"
#include "model/metric.h"
#include "model/policy_call.h"

namespace evenkeel {
namespace {

const std::vector<std::string> kMechanisms = [] {
  std::vector<std::string> names;
  for (const MechanismName& mechanism : kMechanismNames) {
    if (mechanism.simulated) names.emplace_back(mechanism.name);
  }
  return names;
}();

const std::vector<std::string> kMetrics{
    std::string(metric::kCpuUsage),       std::string(metric::kMemoryWorkingSet),
    std::string(metric::kRequestRate),    std::string(metric::kErrorRate),
    std::string(metric::kActiveRequests), std::string(metric::kDurationMean),
    std::string(metric::kDurationP50),    std::string(metric::kDurationP95),
    std::string(metric::kDurationP99),    std::string(metric::kNodeCpuUsage),
    std::string(metric::kNodePower)};

class ScenarioCheck {
 public:
  ScenarioCheck(const LoadedDocument& document, const std::vector<LoadedDocument>& documents,
                const PolicyCheck& checkPolicy, std::vector<Diagnostic>& diagnostics)
      : document_(document),
        spec_(std::get<ScenarioSpec>(document.spec)),
        documents_(documents),
        checkPolicy_(checkPolicy),
        diagnostics_(diagnostics) {
    for (const auto& other : documents) {
      if (const auto* application = std::get_if<Application>(&other.spec)) {
        warnOfActions(other, application->permittedActions);
        described_.push_back(application);
        applications_.push_back(application->name);
        for (const auto& component : application->components)
          components_.push_back(application->name + "/" + component.name);
      }
      if (const auto* node = std::get_if<NodeSpec>(&other.spec))
        for (const auto& n : nodesOf(*node)) nodes_.push_back(n.name);
    }
  }

  void run() {
    if (applications_.empty())
      fault("", "found no Application",
            "add a document of kind Application, or include a file that has one");
    if (nodes_.empty())
      fault("", "found no Node", "add a document of kind Node, or include a file that has one");
    if (spec_.warmUp >= spec_.duration)
      fault("spec.warmUp", "found " + durationText(spec_.warmUp) + ", not less than the duration",
            "write less than " + durationText(spec_.duration));
    if (spec_.start < WallTime{} || spec_.start > kLatestStart)
      fault("spec.start", "found " + timestampText(spec_.start),
            "write a time from 1970 to 2035, such as 2026-03-28T06:00:00+01:00");
    for (std::size_t i = 0; i < spec_.loads.size(); ++i) {
      const std::string& name = spec_.loads[i].application;
      if (!name.empty() && !contains(applications_, name))
        unknown(at("loads", i) + ".application", "Application", name, applications_);
    }
    for (std::size_t i = 0; i < spec_.faults.size(); ++i)
      checkFault(spec_.faults[i], at("faults", i));
    for (std::size_t i = 0; i < spec_.policies.size(); ++i) {
      if (!spec_.policies[i].empty())
        checkForAll(at("policies", i), spec_.policies[i], PolicyRole::Decides);
    }
    if (spec_.fallback) checkForAll("spec.fallback", *spec_.fallback, PolicyRole::Fallback);
    for (const LoadedDocument& document : documents_) {
      if (const auto* application = std::get_if<Application>(&document.spec))
        checkOwnPolicies(document, *application);
    }
  }

 private:
  static std::string at(const char* key, std::size_t i) {
    return std::string("spec.") + key + "[" + std::to_string(i) + "]";
  }

  // Where the call may not be used it says why, else by which mechanisms it acts.
  std::vector<std::string> checkCall(const LoadedDocument& document, const std::string& path,
                                     const std::string& text, PolicyRole role) {
    const auto fault = [&](const Error& error, const std::string& where) {
      addFault(document, path, where + error.what, error.valid, diagnostics_);
    };
    const auto call = parsePolicyCall(text);
    if (!call) fault(call.error(), "");
    if (!call || !checkPolicy_) return {};
    auto mechanisms = checkPolicy_(*call, role);
    if (mechanisms) return std::move(*mechanisms);
    for (const Error& error : faultsIn(mechanisms.error())) fault(error, error.where + ": ");
    return {};
  }

  void checkForAll(const std::string& path, const std::string& text, PolicyRole role) {
    for (const std::string& mechanism : checkCall(document_, path, text, role)) {
      for (const Application* application : described_)
        warnOfPermission(document_, path, text, mechanism, *application);
    }
  }

  void checkOwnPolicies(const LoadedDocument& document, const Application& application) {
    for (std::size_t c = 0; c < application.components.size(); ++c) {
      const std::vector<std::string>& policies = application.components[c].policies;
      for (std::size_t i = 0; i < policies.size(); ++i) {
        const std::string path =
            "spec.components[" + std::to_string(c) + "].policies[" + std::to_string(i) + "]";
        for (const std::string& mechanism :
             checkCall(document, path, policies[i], PolicyRole::Decides))
          warnOfPermission(document, path, policies[i], mechanism, application);
      }
    }
  }

  void warnOfPermission(const LoadedDocument& document, const std::string& path,
                        const std::string& policy, const std::string& mechanism,
                        const Application& application) {
    const auto name = std::find_if(kMechanismNames.begin(), kMechanismNames.end(),
                                   [&](const MechanismName& m) { return m.name == mechanism; });
    if (name == kMechanismNames.end()) return;
    const std::vector<PermittedAction>& permitted = application.permittedActions;
    if (std::find(permitted.begin(), permitted.end(), name->action) != permitted.end()) return;
    addFault(document, path,
             "found " + policy + ", which acts by " + mechanism + ", and " + application.name +
                 " does not permit that",
             "add " + mechanism + " to its permittedActions, or expect that nothing is done",
             diagnostics_, Severity::Warning);
  }

  static bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  void fault(std::string path, std::string found, std::string valid) {
    addFault(document_, std::move(path), std::move(found), std::move(valid), diagnostics_);
  }
  void unknown(std::string path, std::string_view noun, const std::string& name,
               const std::vector<std::string>& known) {
    addUnknown(document_, std::move(path), noun, name, known, diagnostics_);
  }

  // Permitted elsewhere, perhaps: a run of a scenario has no mechanism for it.
  void warnOfActions(const LoadedDocument& application,
                     const std::vector<PermittedAction>& permitted) {
    for (std::size_t i = 0; i < permitted.size(); ++i) {
      if (permitted[i] < PermittedAction::ChangeSpec) continue;
      const DocumentNode& written =
          application.root.find("spec")->find("permittedActions")->items[i];
      addFault(application, "spec.permittedActions[" + std::to_string(i) + "]",
               "found " + written.scalar + ", which nothing does in a simulated run",
               "expect no effect, or leave it out", diagnostics_, Severity::Warning);
    }
  }

  void checkFault(const Fault& f, const std::string& path) {
    const bool momentary = f.kind == FaultKind::PodKill || f.kind == FaultKind::ClockJump;
    if (momentary && f.duration != Duration::zero())
      fault(path + ".duration", "found a duration of what is over at once", "leave it out");
    if (!momentary && f.duration == Duration::zero())
      fault(path + ".duration", "found no duration", "write how long the fault lasts, such as 2m");
    if (f.kind == FaultKind::ClockJump && f.jump == Duration::zero())
      fault(path + ".jump", "found no jump",
            "write by how much the clock jumps, such as 30s or -30s");
    if (f.subject.empty()) return;
    const std::string subject = path + ".subject";
    switch (f.kind) {
      case FaultKind::PodKill:
        if (!contains(components_, f.subject))
          unknown(subject, "component", f.subject, components_);
        break;
      case FaultKind::NodeDown:
        if (!contains(nodes_, f.subject)) unknown(subject, "Node", f.subject, nodes_);
        break;
      case FaultKind::MetricsMissing:
      case FaultKind::MetricsZero:
      case FaultKind::MetricsStale:
      case FaultKind::MetricsLate:
      case FaultKind::MetricsDoubled:
        if (!contains(kMetrics, f.subject)) unknown(subject, "metric", f.subject, kMetrics);
        break;
      case FaultKind::MechanismFails:
      case FaultKind::MechanismHangs:
      case FaultKind::MechanismAnswersTwice:
        if (!contains(kMechanisms, f.subject))
          unknown(subject, "mechanism", f.subject, kMechanisms);
        break;
      case FaultKind::ClockJump:
      case FaultKind::AuthorityLost:
        fault(subject, "found the subject of a fault that has none", "leave it out");
        break;
    }
  }

  const LoadedDocument& document_;
  const ScenarioSpec& spec_;
  const std::vector<LoadedDocument>& documents_;
  const PolicyCheck& checkPolicy_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<std::string> applications_;
  std::vector<const Application*> described_;
  std::vector<std::string> components_;
  std::vector<std::string> nodes_;
};

}  // namespace

void checkScenario(const LoadedDocument& scenario, const std::vector<LoadedDocument>& documents,
                   const PolicyCheck& checkPolicy, std::vector<Diagnostic>& diagnostics) {
  ScenarioCheck(scenario, documents, checkPolicy, diagnostics).run();
}

}  // namespace evenkeel
