#include "view/tuning.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "view/table.h"
#include "view/text_layout.h"

namespace evenkeel::view {

std::string tuningTable(const evaluation::Tuning& tuning, const evaluation::TuneSetup& setup) {
  std::vector<std::size_t> order(tuning.trials.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto keeps = [&](std::size_t i) { return tuning.trials[i].over <= setup.mostOver; };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return evaluation::isBetter(tuning.trials[a], tuning.trials[b], setup.mostOver);
  });
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t i : order) {
    const evaluation::TuningTrial& trial = tuning.trials[i];
    rows.push_back({printable(trial.call.text), fmt::format("{:.2f} %", trial.over),
                    fmt::format("{:.4g}", trial.coreHours),
                    i == tuning.best ? "best"
                    : keeps(i)       ? ""
                                     : "over"});
  }
  const std::string head = fmt::format(
      "{}: {} trials on the first 60 % of the time{}, at most {:g} % of windows over\n\n",
      printable(setup.scenario.name), tuning.trials.size(),
      setup.detail == simulation::Detail::Fluid ? ", the load as a fluid" : "", setup.mostOver);
  const std::string none =
      keeps(tuning.best)
          ? ""
          : "No value keeps the target often enough: the best has the fewest over.\n";
  std::string ends;
  for (const std::string& name : tuning.atAnEnd) {
    ends += fmt::format("The best {} lies at an end of its range: try a wider one.\n", name);
  }
  return head + none + ends +
         table({{"TRIED", Align::Left}, {"WINDOWS OVER"}, {"CORE-HOURS"}, {"", Align::Left}}, rows);
}

}  // namespace evenkeel::view
