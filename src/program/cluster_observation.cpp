#include "program/cluster_observation.h"

#include <memory>
#include <optional>
#include <utility>

#include "description/application_text.h"
#include "evaluation/run.h"
#include "io/event_loop.h"
#include "knowledge/memory_log.h"
#include "knowledge/sqlite_log.h"
#include "kubernetes/rights.h"
#include "program/cluster_access.h"
#include "program/cluster_loop.h"
#include "program/decided_scopes.h"
#include "program/namespace_check.h"
#include "program/observation_start.h"
#include "program/terminal.h"

namespace evenkeel::program {
namespace {

constexpr Duration kGlance = 100ms;  // between two glances at how far it is
constexpr Duration kLook = 2s;       // between two looks while it watches

class Observation {
 public:
  Observation(const ClusterQuery& query, const ClusterObserver& observer)
      : query_(query),
        observer_(observer),
        client_(loop_, query.access, RandomStream(1, query.access.name, "client")) {}

  Result<ClusterAdvice> run() {
    if (query_.space.empty()) {
      ask();
    } else {
      checkNamespace(client_, query_.access, query_.space, [this](std::optional<Error> missing) {
        return missing ? end(std::move(missing)) : ask();
      });
    }
    glance();
    loop_.run();
    const auto closed = close();
    if (failure_) return tl::unexpected(std::move(*failure_));
    if (!closed) return tl::unexpected(closed.error());
    return advice();
  }

 private:
  Result<void> keep() {
    if (query_.log.empty()) return {};
    auto file = LogFile::create(query_.log);
    if (!file) return tl::unexpected(std::move(file.error()));
    kept_.emplace(std::move(*file), [](std::uint64_t) {});
    record::RunStarted started = observationStart(query_.access, query_.space, query_.policies);
    started.wall = loop_.timeline().wall();
    kept_->append(started);
    return {};
  }

  Result<void> close() {
    if (!kept_) return {};
    kept_->append(record::RunEnded{failure_        ? "failed: " + failure_->text()
                                   : interrupted() ? "interrupted"
                                                   : "completed"});
    kept_->commit();
    return kept_->close();
  }

  void ask() {
    kubernetes::askRights(client_, kubernetes::rightsToObserve(query_.space),
                          [this](const auto& missing) { take(missing); });
  }

  // Where the question has no answer, what is not seen is told as it comes.
  void take(const kubernetes::ApiResult<std::vector<kubernetes::Missing>>& missing) {
    std::vector<std::string> rights;
    for (const kubernetes::Missing& one : missing.value_or(std::vector<kubernetes::Missing>{}))
      rights.push_back(one.right.text());
    if (rights.size() == kubernetes::rightsToObserve(query_.space).size()) {
      return end(unseenCluster(query_.access, "gives no right to " + rights.front(),
                               query_.patience,
                               "a role as in docs/kubernetes.md (-n for one namespace)"));
    }
    if (!rights.empty()) observer_.missing(rights);
    observe();
  }

  void observe() {
    if (auto kept = keep(); !kept) return end(std::move(kept.error()));
    auto made = ClusterLoop::make(loop_, client_,
                                  {.name = query_.access.name,
                                   .space = query_.space,
                                   .policies = query_.policies,
                                   .scrape = query_.scrape,
                                   .guardrails = query_.guardrails,
                                   .textOfApplication = kept_ ? applicationText : nullptr},
                                  log_);
    if (!made) return end(std::move(made.error()));
    cluster_ = std::move(*made);
    durable_.connect(cluster_->inbox(), loop_.timeline(), Duration::zero());
    cluster_->start(std::nullopt);
  }

  void glance() {
    const Instant now = loop_.timeline().now();
    if (watched_) {
      if (interrupted() || now >= *watched_) return end(std::nullopt);
      if (now >= nextLook_) {
        nextLook_ = now + kLook;
        observer_.looked(advice());
      }
      loop_.timeline().at(now + kGlance, [this] { glance(); });
      return;
    }
    if (interrupted()) return end(Error{ErrorKind::Unavailable, "", "interrupted", ""});
    // What was there at the glance before has reached the loop by now.
    const bool isDone = std::exchange(settled_, isSettled()) && decided_.all();
    if (isDone || isLost() || now >= Instant(query_.patience)) {
      if (auto why = whyNothing()) return end(std::move(why));
      watched_ = now + query_.watch;
      return glance();
    }
    loop_.timeline().at(now + kGlance, [this] { glance(); });
  }

  bool isSettled() const {
    return cluster_ && cluster_->world().isSettled() && cluster_->world().isMeasured();
  }
  bool isLost() const { return cluster_ && cluster_->world().isLost(); }

  std::optional<Error> whyNothing() const {
    if (cluster_ && cluster_->world().isComplete() && !cluster_->world().isBlind())
      return std::nullopt;
    const auto gaps =
        cluster_ ? cluster_->world().gaps() : std::vector<kubernetes::ClusterWorld::Gap>{};
    return unseenCluster(
        query_.access, gaps.empty() ? "" : gaps.front().why, query_.patience,
        "a cluster that answers, and rights to list its workloads (-n for one namespace)");
  }

  void end(std::optional<Error> failure) {
    failure_ = std::move(failure);
    if (cluster_) cluster_->stop();
    loop_.stop();
  }

  ClusterAdvice advice() const { return cluster_->advice(decided_); }

  const ClusterQuery& query_;
  const ClusterObserver& observer_;
  io::EventLoop loop_;
  kubernetes::ApiClient client_;
  DecidedScopes decided_;
  evaluation::DurableRelay durable_;
  std::optional<QueuedLog> kept_;
  ForwardingLog log_{[this](const Record& record) {
                       decided_.see(record);
                       if (kept_) kept_->append(record);
                     },
                     [this](std::uint64_t position) {
                       if (kept_) kept_->commit();
                       durable_(position);
                     }};
  std::unique_ptr<ClusterLoop> cluster_;  // null: it has not begun
  std::optional<Instant> watched_;        // until then; absent: there has been no first look
  Instant nextLook_{};
  bool settled_ = false;  // at the last glance
  std::optional<Error> failure_;
};

}  // namespace

Result<ClusterAdvice> observeCluster(const ClusterQuery& query, const ClusterObserver& observer) {
  return Observation(query, observer).run();
}

}  // namespace evenkeel::program
