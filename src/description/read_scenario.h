// A scenario, whole: its file, the files that it includes, and what they say of each other.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "description/checks.h"
#include "description/documents.h"
#include "model/scenario.h"

namespace evenkeel {

struct ReadOptions {
  // What ${EVENKEEL_DATA} stands for in trace paths; absent: it is not set.
  std::optional<std::string> dataDirectory = std::nullopt;
  bool tracesMustExist = true;  // false: a missing trace is no fault (replay, another machine)
  // Whether a trace can be played for so long, as whoever plays it sees it; null: only its file is
  // looked for.
  std::function<Result<void>(const TraceLoad&, Duration)> checkTrace = nullptr;
  // Whether there is such a policy, and with such parameters; null: any call that can be read.
  PolicyCheck checkPolicy = nullptr;
};

struct ReadResult {
  Scenario scenario;  // use it only where there are no errors
  std::vector<Diagnostic> diagnostics;
  bool ok() const { return !hasErrors(diagnostics); }
};

// Names refer to each other within the file and those it includes. On return a cluster lists all of
// its nodes and each node names its cluster, whichever of the two was written; likewise clusters
// and data centres. Trace paths are readable from the working directory.
ReadResult readScenario(const std::string& path, const ReadOptions& options = {});

// The same from a text, without includes; paths are relative to `file`, which may not exist.
ReadResult readScenarioText(std::string_view text, const std::string& file,
                            const ReadOptions& options = {});

// Any file: a scenario as above, other documents by themselves. Traces below an unset
// ${EVENKEEL_DATA} are warnings here.
std::vector<Diagnostic> validateFile(const std::string& path, const ReadOptions& options = {});

}  // namespace evenkeel
