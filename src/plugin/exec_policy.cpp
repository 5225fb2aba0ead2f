#include "plugin/exec_policy.h"

#include <utility>

#include "base/schema_containers.h"
#include "base/schema_record.h"
#include "base/schema_scalars.h"
#include "io/find_program.h"
#include "plugin/process_pool.h"
#include "plugin/protocol.h"

namespace evenkeel::plugin {
namespace {

constexpr std::size_t kLongestAnswer = 1u << 20;  // bytes

class ExecPolicy final : public Policy {
 public:
  ExecPolicy(std::string command, std::unique_ptr<ProcessPool> pool, Declared declared,
             const ExecParameters& parameters)
      : command_(std::move(command)),
        pool_(std::move(pool)),
        needs_(std::move(declared.needs)),
        analyzes_(declared.analyzes),
        timeout_(parameters.timeout) {
    needs_.deadline = parameters.startup + 2 * timeout_;
  }

  std::string_view name() const override { return "exec"; }
  const PolicyNeeds& needs() const override { return needs_; }

  Result<PolicyAnswer> decide(const Snapshot& snapshot, const PolicyState& state,
                              RandomStream& random) const override {
    auto process = pool_->take();
    if (!process) return named(process.error());
    const std::uint64_t seed = random.bits() >> 11;
    auto answer = ask(*process, snapshot, state, seed);
    if (!answer) {
      pool_->failed();
      return named(answer.error());
    }
    pool_->giveBack(std::move(*process));
    if (!isReadable(state)) answer->decision.reasons.push_back({"state-reset", {}, {}, {}, {}});
    return answer;
  }

 private:
  Result<PolicyAnswer> ask(io::ChildProcess& process, const Snapshot& snapshot,
                           const PolicyState& state, std::uint64_t seed) const {
    const std::string seen = snapshotText(snapshot);
    PolicyState memory = state;
    if (analyzes_) {
      const auto line =
          process.exchange(questionMessage(Question::Analyze, seen, memory, seed), timeout_);
      if (!line) return tl::unexpected(line.error());
      auto analyzed = readAnalyzed(*line, memory);
      if (!analyzed) return tl::unexpected(analyzed.error());
      if (!analyzed->plan)
        return PolicyAnswer{{{}, std::move(analyzed->reasons), {}}, std::move(analyzed->state)};
      memory = std::move(analyzed->state);
    }
    const auto line =
        process.exchange(questionMessage(Question::Plan, seen, memory, seed), timeout_);
    if (!line) return tl::unexpected(line.error());
    return readPlanned(*line, needs_, snapshot, memory);
  }

  tl::unexpected<Error> named(Error error) const {
    error.where = command_;
    return tl::unexpected(std::move(error));
  }

  std::string command_;
  std::unique_ptr<ProcessPool> pool_;
  PolicyNeeds needs_;
  bool analyzes_;
  Duration timeout_;
};

// A command of one word may be written without the brackets of a list.
Parameters withListOfWords(Parameters parameters) {
  for (auto& [key, value] : parameters) {
    if (key != "command" || value.empty() || value.front() == '[') continue;
    const bool quoted = value.front() == '"' || value.front() == '\'';
    std::string word;
    for (const char c : value) word += !quoted && c == '\'' ? "''" : std::string(1, c);
    value = quoted ? "[" + word + "]" : "['" + word + "']";
  }
  return parameters;
}

}  // namespace

const Schema<ExecParameters>& execSchema() {
  using namespace schema;
  using std::chrono::hours;
  static const Schema<ExecParameters> schema =
      Record<ExecParameters>("A program of your own, in any language.")
          .field("command", &ExecParameters::command,
                 list(text({.minimumLength = 1}), {.minimum = 1, .maximum = 64}),
                 "The program and its arguments. A path is relative to the working directory; "
                 "exec(./mine.py) is short for exec(command=[./mine.py]).",
                 {.required = true, .example = "[python3, ./mine.py]"})
          .field("parameters", &ExecParameters::parameters, map(text()),
                 "What the program is told when it starts.", {.example = "{target: 60}"})
          .field("timeout", &ExecParameters::timeout,
                 duration({.minimum = 1ms, .maximum = hours(1)}),
                 "For each answer; then the fallback decides, and the program is started anew.")
          .field("startup", &ExecParameters::startup,
                 duration({.minimum = 1ms, .maximum = hours(1)}),
                 "From its start to its first answer.")
          .field("memory", &ExecParameters::memory,
                 quantity({.minimum = Quantity::units(1 << 20), .binary = true}),
                 "Address space of each of its processes.", {.unit = "bytes"})
          .field("restarts", &ExecParameters::restarts,
                 integer<int>({.minimum = 1, .maximum = 10'000}),
                 "After so many failures in a row it is not started any more.");
  return schema;
}

Result<std::unique_ptr<Policy>> makeExecPolicy(const Parameters& given, const std::string& where) {
  const auto parameters = readParameters(execSchema(), withListOfWords(given), where);
  if (!parameters) return tl::unexpected(parameters.error());
  const std::string& command = parameters->command.front();
  const auto program = io::findProgram(command);
  if (!program) return tl::unexpected(program.error());
  auto pool = std::make_unique<ProcessPool>(
      Box{*program,
          {parameters->command.begin() + 1, parameters->command.end()},
          parameters->parameters,
          {static_cast<std::uint64_t>(parameters->memory.ceilUnits()), kLongestAnswer},
          parameters->startup,
          parameters->restarts});
  auto declared = pool->declare();
  if (!declared) {
    Error error = declared.error();
    if (error.where.empty()) {
      error.where = command;
      // It may work later, but what would then work is this file, mended.
      if (error.kind == ErrorKind::Unavailable) error.kind = ErrorKind::Invalid;
    }
    return tl::unexpected(std::move(error));
  }
  return std::make_unique<ExecPolicy>(command, std::move(pool), std::move(*declared), *parameters);
}

}  // namespace evenkeel::plugin
