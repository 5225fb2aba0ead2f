// What may come next on a command line that is being typed, from the tree of commands itself.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the name is the library's
class App;
}

namespace evenkeel::program {

struct Candidate {
  std::string text;         // the whole word, or the value after `--option=`
  std::string description;  // empty: none
};

struct Completion {
  std::vector<Candidate> candidates = {};
  bool files = false;   // names of files may stand here
  bool goesOn = false;  // a candidate may be the beginning of a word: no space after it
};

// `words` are those after the program's name; the last one is being typed, and may be empty.
Completion completionOf(const CLI::App& app, std::span<const std::string> words);

// For shells, and for kubectl, which asks its plug-ins so: a line each (the text, a tab, the
// description), then ":N", N being the sum of 2 (no space after it) and 4 (no names of files).
// Source: cobra's shell completions, ShellCompDirective; kubectl's plug-in completion.
std::string completionText(const Completion& completion);

}  // namespace evenkeel::program
