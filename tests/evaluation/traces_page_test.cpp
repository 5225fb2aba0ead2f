// Every line of docs/traces.md reads what it says, where the real data sets are at hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "description/read_scenario.h"
#include "workload/load.h"

namespace evenkeel {
namespace {

// The flow mappings in the last column.
std::vector<std::string> samples() {
  std::ifstream page(EVENKEEL_SOURCE_DIR "/docs/traces.md");
  const std::regex sample(R"(\| `(\{file: .*\})` \|$)");
  std::vector<std::string> out;
  std::smatch found;
  for (std::string line; std::getline(page, line);)
    if (std::regex_search(line, found, sample)) out.push_back(found[1]);
  return out;
}

ReadResult scenarioOf(const std::string& sample, const ReadOptions& options) {
  return readScenarioText(
      "apiVersion: evenkeel.dev/v1alpha1\nkind: Scenario\nmetadata: {name: traces}\nspec:\n"
      "  policies: [static]\n  loads:\n    - application: web\n      trace: " +
          sample +
          "\n---\napiVersion: evenkeel.dev/v1alpha1\nkind: Application\nmetadata: {name: "
          "web}\nspec:\n"
          "  components: [{name: server}]\n---\napiVersion: evenkeel.dev/v1alpha1\nkind: Node\n"
          "metadata: {name: machine}\nspec: {allocatable: {cpu: 8, memory: 16Gi}}\n",
      "traces.yaml", options);
}

std::string textOf(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const auto& diagnostic : diagnostics) out += diagnostic.text() + "\n";
  return out;
}

TEST(TracesPage, SamplesAreValid) {
  ASSERT_GE(samples().size(), 19u);
  for (const std::string& sample : samples()) {
    const auto read = scenarioOf(sample, {.dataDirectory = "data", .tracesMustExist = false});
    EXPECT_TRUE(read.ok()) << sample << "\n" << textOf(read.diagnostics);
  }
}

TEST(TracesPage, SamplesReadTheirSets) {
  const char* data = std::getenv("EVENKEEL_DATA");
  if (data == nullptr) GTEST_SKIP() << "EVENKEEL_DATA is not set";
  for (const std::string& sample : samples()) {
    const auto read = scenarioOf(sample, {.dataDirectory = data});
    ASSERT_TRUE(read.ok()) << sample << "\n" << textOf(read.diagnostics);
    auto load = std::get<TraceLoad>(read.scenario.loads.at(0).shape);
    const auto trace = readRateTrace(load);
    ASSERT_TRUE(trace) << trace.error().text();
    const Duration length = fromSeconds(std::floor(toSeconds(trace->interval) * load.stretch *
                                                   static_cast<double>(trace->counts.size())));
    load.peak = 100;
    const auto intensity = intensityOf(load, length);
    ASSERT_TRUE(intensity) << intensity.error().text();
    EXPECT_GE(intensity->segments().size(), 20u) << sample;
    EXPECT_GE(intensity->peak(), 99.999) << sample;
    EXPECT_GT(intensity->mean(), 0) << sample;
  }
}

}  // namespace
}  // namespace evenkeel
