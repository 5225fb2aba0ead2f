// evenkeel agent: the loop as a service, which keeps a log and says how it is.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/quantity.h"
#include "description/application_text.h"
#include "evaluation/observed_log.h"
#include "evaluation/run.h"
#include "io/event_loop.h"
#include "io/http_server.h"
#include "knowledge/log_reader.h"
#include "knowledge/sqlite_log.h"
#include "kubernetes/rights.h"
#include "program/agent_figures.h"
#include "program/cluster_access.h"
#include "program/cluster_advice.h"
#include "program/cluster_loop.h"
#include "program/commands.h"
#include "program/decided_scopes.h"
#include "program/inputs.h"
#include "program/namespace_check.h"
#include "program/observation_start.h"
#include "program/terminal.h"
#include "program/value_type.h"
#include "view/text_layout.h"

namespace evenkeel::program {
namespace {

constexpr Duration kGlance = 100ms;  // between two glances at whether it is to end

struct AgentOptions {
  std::string world = "kubernetes";
  ClusterOptions cluster;
  std::string policy;
  std::string log = "evenkeel-agent.evk";
  std::string logLimit = "1Gi";
  std::string listen = "127.0.0.1:9464";
};

void say(const std::string& line) {
  fmt::print(stderr, "evenkeel: {}\n", view::printable(line));
}

// The log to be written, and what an earlier life left in it.
struct OpenedLog {
  LogFile file;
  std::optional<Recovered> earlier;
};

// What is looked at: a log is of one such place.
std::string placeOf(const record::RunStarted& started) {
  std::string place = started.world;
  for (const auto& [name, value] : started.notes) place += fmt::format(", {} {}", name, value);
  return place;
}

// Of a log of the same place; Refused: it is of another.
Result<Recovered> recovered(const std::string& path, const record::RunStarted& now) {
  auto reader = LogReader::open(path);
  if (!reader) return tl::unexpected(reader.error());
  if (const auto sought = reader->seek(Instant::min()); !sought)
    return tl::unexpected(sought.error());
  const auto newest = reader->next();
  if (!newest) return tl::unexpected(newest.error());
  const auto* started = *newest ? std::get_if<record::RunStarted>(&(*newest)->record) : nullptr;
  if (started != nullptr && placeOf(*started) != placeOf(now)) {
    return fail(ErrorKind::Refused, path, "is the log of " + placeOf(*started),
                "another file for " + placeOf(now));
  }
  if (const auto sought = reader->seekRecovery(); !sought) return tl::unexpected(sought.error());
  Recovery recovery;
  for (;;) {
    const auto entry = reader->next();
    if (!entry) return tl::unexpected(entry.error());
    if (!*entry) return recovery.result();
    recovery.see((*entry)->record);
  }
}

std::string freeName(const std::string& name) {
  std::error_code ignored;
  for (int n = 1;; ++n) {
    std::string numbered = fmt::format("{}-{}", name, n);
    if (!std::filesystem::exists(numbered, ignored)) return numbered;
  }
}

// One that cannot be read to its end is put aside: better a new one than no agent.
Result<OpenedLog> openLog(const AgentOptions& options, const record::RunStarted& started) {
  LogFileOptions keeping;
  keeping.retention.maxBytes = Quantity::parse(options.logLimit)->ceilUnits();
  keeping.retention.maxAge = std::chrono::hours(24 * 365 * 100);  // its size alone limits it
  const auto anew = [&]() -> Result<OpenedLog> {
    auto file = LogFile::create(options.log, keeping);
    if (!file) return tl::unexpected(file.error());
    return OpenedLog{std::move(*file), std::nullopt};
  };
  std::error_code ignored;
  if (!std::filesystem::exists(options.log, ignored)) return anew();
  auto file = LogFile::open(options.log, keeping);
  if (!file) return tl::unexpected(file.error());
  auto earlier = recovered(options.log, started);
  if (earlier) return OpenedLog{std::move(*file), std::move(*earlier)};
  if (earlier.error().kind != ErrorKind::Invalid) return tl::unexpected(earlier.error());
  file = tl::unexpected(earlier.error());  // closes it
  const std::string aside = freeName(options.log + ".damaged");
  std::error_code failed;
  std::filesystem::rename(options.log, aside, failed);
  if (failed) return tl::unexpected(earlier.error());
  say(fmt::format("{}; it is now {}, and a new log is begun", earlier.error().text(), aside));
  return anew();
}

// What policies remember stays as old as it is.
std::optional<io::EarlierMoment> goingOnFrom(const std::optional<Recovered>& earlier) {
  if (!earlier || earlier->lastWall == WallTime{}) return std::nullopt;
  return io::EarlierMoment{earlier->lastInput, earlier->lastWall};
}

class ClusterAgent {
 public:
  ClusterAgent(const AgentOptions& options, const kubernetes::ClusterAccess& access,
               std::vector<PolicyCall> policies, OpenedLog log)
      : options_(options),
        access_(access),
        scope_{access.name,
               options.cluster.space,
               std::move(policies),
               scrapeInterval(options.cluster),
               guardrailsOf(options.cluster),
               applicationText},
        earlier_(std::move(log.earlier)),
        loop_(goingOnFrom(earlier_)),
        client_(loop_, access, RandomStream(1, access.name, "client")),
        log_(std::move(log.file),
             {[this](std::uint64_t position) {
                loop_.post([this, position] { durable_(position); });
              },
              [this](const Error& error) { loop_.post([this, error] { end(error); }); }}) {}

  Result<void> run(record::RunStarted started) {
    // First, so that who cannot run leaves nothing in the log.
    auto server = io::HttpServer::listen(loop_, options_.listen,
                                         [this](std::string_view path) { return answer(path); });
    if (!server) return tl::unexpected(server.error());
    started.wall = loop_.timeline().wall();
    seen_.append(started);
    if (!scope_.space.empty()) {
      checkNamespace(client_, access_, scope_.space, [this](std::optional<Error> missing) {
        if (missing) end(std::move(missing));
      });
    }
    auto made = ClusterLoop::make(loop_, client_, scope_, seen_);
    if (!made) return tl::unexpected(made.error());
    cluster_ = std::move(*made);
    say(fmt::format("observing {} ({}), log {}, figures at {} port {}", access_.name,
                    access_.server, options_.log, options_.listen, (*server)->port()));
    kubernetes::askRights(client_, kubernetes::rightsToObserve(scope_.space),
                          [](const auto& missing) { tellMissing(missing); });
    durable_.connect(cluster_->inbox(), loop_.timeline(), Duration::zero());
    cluster_->start(earlier_);
    glance();
    loop_.run();
    durable_.disconnect();
    log_.append(record::RunEnded{failure_ ? "failed: " + failure_->text() : "interrupted"});
    log_.commit();
    const auto closed = log_.close();
    if (failure_) return tl::unexpected(*failure_);
    return closed;
  }

 private:
  static void tellMissing(const kubernetes::ApiResult<std::vector<kubernetes::Missing>>& missing) {
    if (!missing || missing->empty()) return;
    std::vector<std::string> rights;
    for (const kubernetes::Missing& one : *missing) rights.push_back(one.right.text());
    say(fmt::format("no right to {}; the rest is looked at", fmt::join(rights, ", ")));
  }

  void glance() {
    if (interrupted()) return end(std::nullopt);
    const bool isBlind = cluster_->world().isBlind();
    if (std::exchange(wasBlind_, isBlind) != isBlind)
      say(isBlind ? unready() : "the cluster is seen again");
    if (!wasReady_ && unready().empty()) {
      wasReady_ = true;
      say("ready: every workload has been decided on");
    }
    loop_.timeline().at(loop_.timeline().now() + kGlance, [this] { glance(); });
  }

  // Why it is of no use at the moment; empty: it is.
  std::string unready() const {
    if (cluster_->world().isBlind()) {
      const auto gaps = cluster_->world().gaps();
      return "nothing can be listed: " + (gaps.empty() ? "" : gaps.front().why);
    }
    if (const std::string unseen = cluster_->world().unseenOfAll(); !unseen.empty())
      return "nothing is decided on: " + unseen + " cannot be listed";
    if (!cluster_->world().isSettled()) return "not everything has been listed yet";
    return decided_.all() ? "" : "not every workload has been decided on yet";
  }

  io::HttpReply answer(std::string_view path) const {
    if (path == "/healthz") return {200, kText, "ok\n"};
    if (path == "/readyz") {
      const std::string why = unready();
      return why.empty() ? io::HttpReply{200, kText, "ok\n"}
                         : io::HttpReply{503, kText, why + '\n'};
    }
    if (path == "/metrics") {
      return {200, "text/plain; version=0.0.4; charset=utf-8",
              agentFigures(decided_, advice(), log_.position(), loop_.timeline().now())};
    }
    if (path == "/advice") {
      ClusterAdvice told = advice();
      view::sortByWeight(told.workloads);
      return {200, "application/json", view::adviceJson(told.workloads, told.unseen)};
    }
    return {404, kText, "there are /healthz, /readyz, /metrics and /advice\n"};
  }

  ClusterAdvice advice() const { return cluster_->advice(decided_); }

  void end(std::optional<Error> failure) {
    failure_ = std::move(failure);
    cluster_->stop();
    loop_.timeline().at(loop_.timeline().now(), [this] { loop_.stop(); });  // after its last step
  }

  static constexpr const char* kText = "text/plain; charset=utf-8";

  const AgentOptions& options_;
  const kubernetes::ClusterAccess& access_;
  ClusterScope scope_;
  std::optional<Recovered> earlier_;
  mutable io::EventLoop loop_;
  kubernetes::ApiClient client_;
  DecidedScopes decided_;
  evaluation::DurableRelay durable_;
  CommittedLog log_;
  evaluation::ObservedLog seen_{log_, [this](const Record& record) { decided_.see(record); }};
  std::unique_ptr<ClusterLoop> cluster_;
  bool wasReady_ = false;
  bool wasBlind_ = false;
  std::optional<Error> failure_;
};

ExitCode runAgent(const AgentOptions& options) {
  auto access = accessOf(options.cluster);
  if (!access) return report(access.error());
  std::vector<PolicyCall> policies;
  if (!options.policy.empty()) {
    auto calls = parsePolicyCalls(options.policy);
    if (!calls) return report(calls.error());
    policies = std::move(*calls);
  }
  const record::RunStarted started = observationStart(*access, options.cluster.space, policies);
  auto log = openLog(options, started);
  if (!log) return report(log.error());
  catchInterrupts();
  ClusterAgent agent(options, *access, std::move(policies), std::move(*log));
  const auto done = agent.run(started);
  return done ? ExitCode::Ok : report(done.error());
}

std::string logLimitFault(const std::string& text) {
  const auto bytes = Quantity::parse(text);
  if (bytes && *bytes >= Quantity::units(1 << 20)) return {};
  return "found '" + text + "'; write a size of at least 1Mi: 500Mi";
}

}  // namespace

void addAgent(CLI::App& app, Work& chosen) {
  auto options = std::make_shared<AgentOptions>();
  CLI::App* command = app.add_subcommand("agent", "Observe as a service, and keep a log of advice");
  command->add_option("--world", options->world, "what it looks at: kubernetes")
      ->check(CLI::IsMember({"kubernetes"}));
  addClusterOptions(*command, options->cluster);
  command
      ->add_option("--policy", options->policy,
                   "for workloads without an autoscaler: 'hpa(cpu=60)'")
      ->check(CLI::Validator(policyCallsFault, kPoliciesType));
  command->add_option("--log", options->log, "its decisions; goes on with one that is there")
      ->type_name(kFileType)
      ->capture_default_str();
  command->add_option("--log-limit", options->logLimit, "beyond that its oldest is deleted")
      ->check(CLI::Validator(logLimitFault, "SIZE"))
      ->capture_default_str();
  command->add_option("--listen", options->listen, "where figures and health are: :9464 for all")
      ->capture_default_str();
  command->footer(
      "Examples:\n  evenkeel agent --world kubernetes\n"
      "  evenkeel agent -n shop --policy 'hpa(cpu=60)' --log shop.evk");
  command->callback([options, &chosen] { chosen = [options] { return runAgent(*options); }; });
}

}  // namespace evenkeel::program
