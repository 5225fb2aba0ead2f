// evenkeel completion: what a shell needs to complete command lines of this program.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "program/commands.h"

namespace evenkeel::program {
namespace {

// Bash cuts words at = and : as well, and replaces only what stands after the last of them, or
// after an opening quote.
constexpr const char* kBash =
    R"bash(# Completion of evenkeel for bash; the program itself says what may come next.
# For one session: source <(evenkeel completion bash)
_evenkeel() {
  local program=${1/#\~\//$HOME/} rest=${COMP_LINE#*"${COMP_WORDS[0]}"} i word quoted= typed taken= line
  local -a words=() lines=()
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    local piece=$word
    if ((i == COMP_CWORD)) && [[ $piece == [\"\']* ]]; then
      quoted=yes piece=${piece:1}
    fi
    if ((i > 1)) && [[ $rest == [![:space:]]* ]]; then words[-1]+=$piece; else words+=("$piece"); fi
    rest=${rest#*"$word"}
  done
  typed=${words[-1]}
  mapfile -t lines < <("$program" __complete "${words[@]}" 2>/dev/null)
  ((${#lines[@]})) || return
  local -i directive=${lines[-1]#:}
  unset 'lines[-1]'
  COMPREPLY=()
  if ((!(directive & 4))); then
    mapfile -t COMPREPLY < <(compgen -f -- "${typed#-*=}")
    compopt -o filenames 2>/dev/null
    return
  fi
  if [[ -z $quoted && $typed == *[=:]* ]]; then taken=${typed%"${typed##*[=:]}"}; fi
  for line in "${lines[@]}"; do
    word=${line%%$'\t'*}
    if [[ -z $quoted && $word == *'('* ]]; then continue; fi
    COMPREPLY+=("${word#"$taken"}")
  done
  compopt -o nosort 2>/dev/null
  if ((directive & 2)); then compopt -o nospace 2>/dev/null; fi
}
complete -F _evenkeel evenkeel kubectl-evenkeel
)bash";

}  // namespace

void addCompletion(CLI::App& app, Work& chosen) {
  CLI::App* command = app.add_subcommand("completion", "Print what completes commands in a shell");
  auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell, "which one")->required()->check(CLI::IsMember({"bash"}));
  command->footer("Example:\n  source <(evenkeel completion bash)");
  command->callback([shell, &chosen] {
    chosen = [] {
      fmt::print("{}", kBash);
      return ExitCode::Ok;
    };
  });
}

}  // namespace evenkeel::program
