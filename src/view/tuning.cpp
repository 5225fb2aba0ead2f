#include "view/tuning.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <vector>

#include "view/comparison.h"
#include "view/table.h"
#include "view/text_layout.h"

namespace evenkeel::view {
namespace {

using Json = nlohmann::ordered_json;

Json searchJson(const evaluation::Tuning& tuning, double mostOver) {
  const evaluation::TuningTrial& best = tuning.trials[tuning.best];
  Json out{{"best", best.call.text}, {"keeps", best.over <= mostOver}};
  out["atAnEnd"] = tuning.atAnEnd;
  Json& trials = out["trials"] = Json::array();
  for (const evaluation::TuningTrial& trial : tuning.trials) {
    trials.push_back({{"policy", trial.call.text},
                      {"detail", simulation::nameOf(trial.detail)},
                      {"violatedWindows", trial.over},
                      {"coreHours", trial.coreHours}});
  }
  return out;
}

}  // namespace

std::string tuningTable(const evaluation::Tuning& tuning, const evaluation::TuneSetup& setup) {
  std::vector<std::size_t> order(tuning.trials.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto keeps = [&](std::size_t i) { return tuning.trials[i].over <= setup.mostOver; };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const evaluation::TuningTrial& first = tuning.trials[a];
    const evaluation::TuningTrial& second = tuning.trials[b];
    if (first.detail != second.detail) return first.detail == simulation::Detail::Requests;
    return evaluation::isBetter(first, second, setup.mostOver);
  });
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t i : order) {
    const evaluation::TuningTrial& trial = tuning.trials[i];
    rows.push_back({printable(trial.call.text), std::string(simulation::nameOf(trial.detail)),
                    fmt::format("{:.2f} %", trial.over), fmt::format("{:.4g}", trial.coreHours),
                    i == tuning.best ? "best"
                    : keeps(i)       ? ""
                                     : "over"});
  }
  const std::string head =
      fmt::format("{}: {} trials on the first 60 % of the time, at most {:g} % of windows over\n\n",
                  printable(setup.scenario.name), tuning.trials.size(), setup.mostOver);
  const std::string none =
      keeps(tuning.best)
          ? ""
          : "No value keeps the target often enough: the best has the fewest over.\n";
  std::string ends;
  for (const std::string& name : tuning.atAnEnd) {
    ends += fmt::format("The best {} lies at an end of its range: try a wider one.\n", name);
  }
  const evaluation::TuningTrial& best = tuning.trials[tuning.best];
  const auto alike =
      std::count_if(tuning.trials.begin(), tuning.trials.end(), [&](const auto& one) {
        return one.detail == best.detail && one.over == best.over &&
               one.coreHours == best.coreHours;
      });
  if (alike > 1)
    ends +=
        fmt::format("{} of the values did the same; the first that was tried is taken.\n", alike);
  return head + none + ends +
         table({{"TRIED", Align::Left},
                {"BY", Align::Left},
                {"WINDOWS OVER"},
                {"CORE-HOURS"},
                {"", Align::Left}},
               rows);
}

std::string tuningJson(const TuningReport& report, const evaluation::TuneSetup& setup) {
  Json out{{"version", kTuningVersion},
           {"scenario", setup.scenario.name},
           {"policy", setup.call.text},
           {"mostOver", setup.mostOver},
           {"seeds", setup.seeds}};
  out["past"] = searchJson(report.past, setup.mostOver);
  out["test"] = report.test ? searchJson(*report.test, setup.mostOver) : Json(nullptr);
  out["judged"] = report.judged ? Json::parse(comparisonJson(*report.judged)) : Json(nullptr);
  return out.dump(2) + "\n";
}

}  // namespace evenkeel::view
