// The manual page of the program: its commands and options as they are declared, policies and
// their parameters as their schemas are.
#pragma once

#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the name is the library's
class App;
}

namespace evenkeel::program {

// evenkeel(1), for man. Footers hold text, and examples on lines that are indented; the first
// paragraph of the program's own has nothing but these.
std::string manualPage(const CLI::App& app);

}  // namespace evenkeel::program
