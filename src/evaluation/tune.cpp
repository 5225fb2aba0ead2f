#include "evaluation/tune.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "evaluation/policy_summary.h"
#include "workload/load.h"

namespace evenkeel::evaluation {
namespace {

using simulation::Detail;

// None: there was nothing to measure.
std::optional<double> meanOf(const ComparedPolicy& policy, std::string_view key) {
  for (const Measure& measure : measures()) {
    if (measure.key != key) continue;
    const auto summary = summaryOf(policy, measure);
    return summary ? std::optional(summary->mean) : std::nullopt;
  }
  return std::nullopt;
}

class Search {
 public:
  Search(const TuneSetup& setup, const std::vector<Intensity>& loads,
         const ComparisonProgress& progress, const StopAsked& stop)
      : setup_(setup),
        loads_(loads),
        progress_(progress),
        stop_(stop),
        detail_(setup.detail),
        ranges_(setup.ranges) {}

  Result<Tuning> run() {
    // From the middle of every range.
    PolicyCall start = setup_.call;
    for (const ParameterRange& range : ranges_) {
      const auto values = range.values(kValues);
      start = withParameter(std::move(start), range.name(), values[values.size() / 2]);
    }
    if (auto tried = tryAll({std::move(start)}); !tried) return tl::unexpected(tried.error());
    std::vector<ParameterRange> neighbourhood;
    for (std::size_t round = 0; round < kRounds; ++round) {
      if (auto done = improveAll(); !done) return tl::unexpected(done.error());
      if (round == 0) neighbourhood = ranges_;
    }
    if (detail_ == Detail::Fluid) {
      ranges_ = std::move(neighbourhood);
      if (auto done = confirm(); !done) return tl::unexpected(done.error());
    }
    for (const ParameterRange& range : setup_.ranges) noteEnd(range);
    return std::move(tuning_);
  }

 private:
  Result<void> improveAll() {
    for (ParameterRange& range : ranges_) {
      if (auto done = improve(range); !done) return done;
    }
    return {};
  }

  // What the fluid found, and what is near it, request by request.
  Result<void> confirm() {
    for (std::size_t i = 0; i < ranges_.size(); ++i) {
      if (ranges_[i].isChoice()) ranges_[i] = setup_.ranges[i];
    }
    detail_ = Detail::Requests;
    if (auto tried = tryAll({best().call}); !tried) return tried;
    return improveAll();
  }

  Result<void> improve(ParameterRange& range) {
    const std::vector<std::string> values = range.values(kValues);
    std::vector<PolicyCall> calls;
    for (const std::string& value : values) {
      calls.push_back(withParameter(best().call, range.name(), value));
    }
    if (auto tried = tryAll(calls); !tried) return tried;
    // The best is one of them, or has the value of one.
    const auto place = std::find_if(calls.begin(), calls.end(), [&](const PolicyCall& call) {
      return call.parameters == best().call.parameters;
    });
    if (place != calls.end()) {
      range = range.around(static_cast<std::size_t>(place - calls.begin()), kValues);
    }
    return {};
  }

  // A wider range might have a better value; choices have no ends.
  void noteEnd(const ParameterRange& range) {
    if (range.isChoice()) return;
    const auto values = range.values(kValues);
    for (const auto& [name, value] : best().call.parameters) {
      if (name == range.name() && (value == values.front() || value == values.back()))
        tuning_.atAnEnd.push_back(name);
    }
  }

  const TuningTrial& best() const { return tuning_.trials[tuning_.best]; }

  bool isTried(const PolicyCall& call) const {
    return std::any_of(tuning_.trials.begin(), tuning_.trials.end(), [&](const TuningTrial& trial) {
      return trial.detail == detail_ && trial.call.parameters == call.parameters;
    });
  }

  Result<void> tryAll(const std::vector<PolicyCall>& calls) {
    ComparisonSetup comparison;
    comparison.scenario = setup_.scenario;
    comparison.fallback = setup_.fallback;
    comparison.policyOfCall = setup_.policyOfCall;
    comparison.part = setup_.part;
    comparison.detail = detail_;
    comparison.seeds = setup_.seeds;
    comparison.threads = setup_.threads;
    std::vector<std::unique_ptr<Policy>> policies;
    std::vector<PolicyCall> fresh;
    for (const PolicyCall& call : calls) {
      if (isTried(call)) continue;
      auto policy = setup_.make(call);
      if (!policy) return tl::unexpected(policy.error());
      comparison.contenders.push_back({call.text, {{call.text, policy->get()}}});
      policies.push_back(std::move(*policy));
      fresh.push_back(call);
    }
    if (fresh.empty()) return {};
    const auto compared =
        compare(comparison, loads_, [this](std::size_t done) { progress_(runs_ + done); }, stop_);
    if (!compared) return tl::unexpected(compared.error());
    runs_ += fresh.size() * static_cast<std::size_t>(setup_.seeds);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      const ComparedPolicy& policy = compared->policies[i];
      const auto over = meanOf(policy, "violatedWindows");
      if (!over) {
        return fail(ErrorKind::Refused, setup_.scenario.name,
                    "no window is judged in the part that is tuned on: no request comes there",
                    "a load with requests in it");
      }
      tuning_.trials.push_back({fresh[i], detail_, *over, meanOf(policy, "coreHours").value_or(0)});
      if (best().detail != detail_ || isBetter(tuning_.trials.back(), best(), setup_.mostOver)) {
        tuning_.best = tuning_.trials.size() - 1;
      }
    }
    return {};
  }

  const TuneSetup& setup_;
  const std::vector<Intensity>& loads_;
  const ComparisonProgress& progress_;
  const StopAsked& stop_;
  Detail detail_;
  std::vector<ParameterRange> ranges_;
  Tuning tuning_;
  std::size_t runs_ = 0;
};

}  // namespace

bool isBetter(const TuningTrial& a, const TuningTrial& b, double mostOver) {
  const bool aKeeps = a.over <= mostOver;
  const bool bKeeps = b.over <= mostOver;
  if (aKeeps != bKeeps) return aKeeps;
  if (!aKeeps && a.over != b.over) return a.over < b.over;
  return a.coreHours < b.coreHours;
}

PolicyCall withParameter(PolicyCall call, const std::string& name, const std::string& value) {
  const auto found = std::find_if(call.parameters.begin(), call.parameters.end(),
                                  [&](const auto& parameter) { return parameter.first == name; });
  if (found == call.parameters.end()) {
    call.parameters.emplace_back(name, value);
  } else {
    found->second = value;
  }
  call.text = call.name + "(";
  for (const auto& [key, text] : call.parameters) {
    if (call.text.back() != '(') call.text += ", ";
    call.text += key + "=" + text;
  }
  call.text += ")";
  return call;
}

Result<Tuning> tune(const TuneSetup& setup, const ComparisonProgress& progress,
                    const StopAsked& stop) {
  const auto loads = intensitiesOf(setup.scenario.loads, setup.scenario.duration);
  if (!loads) return tl::unexpected(loads.error());
  return Search(setup, *loads, progress, stop).run();
}

}  // namespace evenkeel::evaluation
