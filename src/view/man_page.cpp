#include "view/man_page.h"

#include <fmt/format.h>

namespace evenkeel::view {

std::string roffText(std::string_view text) {
  std::string out;
  bool lineStart = true;
  for (const char c : text) {
    if (lineStart && (c == '.' || c == '\'')) out += "\\&";
    lineStart = c == '\n';
    switch (c) {
      case '\\':
        out += "\\(rs";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '"':
        out += "\\(dq";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '~':
        out += "\\(ti";
        break;
      default:
        out += c;
    }
  }
  return out;
}

ManPage::ManPage(std::string_view name, char section, std::string_view source,
                 std::string_view title)
    : text_(fmt::format(".TH {} {} \"\" \"{}\" \"{}\"\n.nh\n.ad l\n", roffText(name), section,
                        roffText(source), roffText(title))) {}

void ManPage::section(std::string_view title) {
  text_ += fmt::format(".SH {}\n", roffText(title));
}

void ManPage::subsection(std::string_view title) {
  text_ += fmt::format(".SS {}\n", roffText(title));
}

void ManPage::paragraph(std::string_view text) {
  text_ += fmt::format(".PP\n{}\n", roffText(text));
}

void ManPage::entry(std::string_view literal, std::string_view variable, std::string_view text) {
  text_ += fmt::format(".TP\n\\fB{}\\fR", roffText(literal));
  if (!variable.empty()) text_ += fmt::format("\\fI{}\\fR", roffText(variable));
  text_ += fmt::format("\n{}\n", roffText(text));
}

void ManPage::example(std::string_view lines) {
  text_ += fmt::format(".PP\n.nf\n{}\n.fi\n", roffText(lines));
}

}  // namespace evenkeel::view
