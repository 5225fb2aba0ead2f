#include "view/man_page.h"

#include <gtest/gtest.h>

namespace evenkeel::view {
namespace {

TEST(ManPage, NothingInTextIsARequest) {
  EXPECT_EQ(roffText(".br is text"), "\\&.br is text");
  EXPECT_EQ(roffText("one\n.two\n'three"), "one\n\\&.two\n\\&\\(aqthree");
  EXPECT_EQ(roffText("a\\fBb"), "a\\(rsfBb");
}

TEST(ManPage, AShellTakesWhatIsPrinted) {
  EXPECT_EQ(roffText("--policy 'hpa(cpu=60)'"), "\\-\\-policy \\(aqhpa(cpu=60)\\(aq");
  EXPECT_EQ(roffText("`~^\""), "\\(ga\\(ti\\(ha\\(dq");
}

TEST(ManPage, IsMadeOfMacros) {
  ManPage page("TOOL", '1', "tool 1.0", "User Commands");
  page.section("OPTIONS");
  page.entry("-o, --output", " FILE", "a file");
  page.entry("--quiet", "", ".");
  page.subsection("tool run");
  page.paragraph("Runs.");
  page.example("tool run\ntool -o x");
  EXPECT_EQ(page.text(),
            ".TH TOOL 1 \"\" \"tool 1.0\" \"User Commands\"\n"
            ".nh\n.ad l\n"
            ".SH OPTIONS\n"
            ".TP\n\\fB\\-o, \\-\\-output\\fR\\fI FILE\\fR\na file\n"
            ".TP\n\\fB\\-\\-quiet\\fR\n\\&.\n"
            ".SS tool run\n"
            ".PP\nRuns.\n"
            ".PP\n.nf\ntool run\ntool \\-o x\n.fi\n");
}

}  // namespace
}  // namespace evenkeel::view
