// `evenkeel recommend --prometheus`: advice from what a Prometheus has recorded.
#pragma once

#include <optional>
#include <string>

#include "model/infrastructure.h"
#include "program/cluster_access.h"
#include "program/exit_code.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace evenkeel::program {

struct HistoryOptions {
  std::string url;  // empty: no history is asked for
  std::string tokenFile;
  std::string authoritiesFile;
  std::string length = "7d";
  std::string step = "5m";
  std::string whatIf;
};

// They outlive the command. Returns the option that asks for a history.
CLI::Option* addHistoryOptions(CLI::App& command, HistoryOptions& options);

// What the command has for looks as well.
struct AdviceOptions {
  std::string policy;
  std::string output;
  std::string log;  // new file of what would have been changed; empty: none
  std::optional<Prices> prices;
};
ExitCode recommendFromHistory(const HistoryOptions& options, const ClusterOptions& cluster,
                              const AdviceOptions& wanted);

}  // namespace evenkeel::program
