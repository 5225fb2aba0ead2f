// A page for man(1), in roff's man macros. Source: man(7), groff_man(7).
#pragma once

#include <string>
#include <string_view>

namespace evenkeel::view {

// Text so that roff prints it as it is: nothing in it is a request, hyphens and quotes are those
// that a shell takes.
std::string roffText(std::string_view text);

class ManPage {
 public:
  // "EVENKEEL", '1', "evenkeel 0.1.0", "User Commands"
  ManPage(std::string_view name, char section, std::string_view source, std::string_view title);

  void section(std::string_view title);
  void subsection(std::string_view title);
  void paragraph(std::string_view text);
  // What is typed as it is, then what stands for something else (may be empty), and what it does.
  void entry(std::string_view literal, std::string_view variable, std::string_view text);
  // Lines that are kept as they are.
  void example(std::string_view lines);

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace evenkeel::view
