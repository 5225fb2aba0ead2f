// The reference page says what the schemas say. To write it anew: EVENKEEL_WRITE_REFERENCE=1.
#include "description/reference.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace evenkeel {
namespace {

constexpr const char* kPage = EVENKEEL_SOURCE_DIR "/docs/reference/descriptions.md";

TEST(Reference, PageIsThatOfTheSchemas) {
  const std::string wanted = descriptionReference();
  if (std::getenv("EVENKEEL_WRITE_REFERENCE") != nullptr) std::ofstream(kPage) << wanted;
  std::ostringstream page;
  page << std::ifstream(kPage).rdbuf();
  EXPECT_TRUE(page.str() == wanted)
      << kPage << " is out of date: run this test once with EVENKEEL_WRITE_REFERENCE=1";
}

TEST(Reference, HasEveryKind) {
  const std::string page = descriptionReference();
  for (const char* kind : {"Application", "Node", "Cluster", "Datacenter", "Continuum", "Scenario"})
    EXPECT_NE(page.find(std::string("\n## ") + kind + "\n"), std::string::npos) << kind;
  EXPECT_NE(page.find("| `spec.components[].serving.timeout` | a duration with its unit, such as "
                      "250ms, 15s or 1h30m, above 0s |  |"),
            std::string::npos);
}

}  // namespace
}  // namespace evenkeel
