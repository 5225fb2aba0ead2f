// Every example is valid, and written and read back it is the same scenario.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "description/read_scenario.h"
#include "description/write_scenario.h"

namespace evenkeel {
namespace {

std::vector<std::string> examples() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(EVENKEEL_SOURCE_DIR "/examples"))
    if (entry.path().extension() == ".yaml") out.push_back(entry.path().string());
  std::sort(out.begin(), out.end());
  return out;
}

std::string textOf(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const auto& d : diagnostics) out += d.text() + "\n";
  return out;
}

TEST(Examples, AreValid) {
  ASSERT_FALSE(examples().empty());
  for (const auto& path : examples()) {
    const auto diagnostics = validateFile(path);
    EXPECT_FALSE(hasErrors(diagnostics)) << textOf(diagnostics);
  }
}

TEST(Examples, AreTheSameWrittenAndReadBack) {
  for (const auto& path : examples()) {
    if (path.ends_with("/shop.yaml")) continue;  // holds no scenario
    const auto read = readScenario(path, {.tracesMustExist = false});
    ASSERT_TRUE(read.ok()) << textOf(read.diagnostics);
    const std::string text = writeScenario(read.scenario);
    const auto again = readScenarioText(text, "", {.tracesMustExist = false});
    ASSERT_TRUE(again.ok()) << textOf(again.diagnostics) << text;
    EXPECT_TRUE(again.scenario == read.scenario) << text;
    EXPECT_EQ(writeScenario(again.scenario), text);
  }
}

}  // namespace
}  // namespace evenkeel
