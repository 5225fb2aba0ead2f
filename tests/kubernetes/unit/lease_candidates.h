// One Lease and those who want it, each on a machine of its own: clocks that stand still or jump,
// processes that are stopped, requests and answers that are slow or lost.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/virtual_timeline.h"
#include "kubernetes/lease_authority.h"

namespace evenkeel::kubernetes {

// The Lease as an API server keeps it.
class LeaseServer {
 public:
  std::optional<Lease> lease;
  bool isForbidden = false;
  bool isReadOnly = false;
  bool isHidden = false;  // by something in between, which answers 404
  int writes = 0;

  ApiResult<Lease> get() const {
    if (isForbidden) return failure(403, "Forbidden");
    if (isHidden) return failure(404, "");
    if (!lease) return failure(404, "NotFound");
    return *lease;
  }
  ApiResult<Lease> create(const Lease& wanted) {
    return lease ? failure(409, "AlreadyExists") : keep(wanted);
  }
  ApiResult<Lease> replace(const Lease& wanted) {
    if (!lease) return failure(404, "NotFound");
    if (lease->resourceVersion != wanted.resourceVersion) return failure(409, "Conflict");
    return keep(wanted);
  }
  // What somebody else does to it.
  void put(Lease other) { keep(std::move(other)); }

  static tl::unexpected<ApiFailure> failure(int status, std::string reason) {
    return tl::unexpected(
        ApiFailure{{ErrorKind::Unavailable, "Lease", reason, {}}, status, reason, {}});
  }

 private:
  ApiResult<Lease> keep(Lease wanted) {
    if (isForbidden || isReadOnly) return failure(403, "Forbidden");
    ++writes;
    wanted.resourceVersion = std::to_string(++version_);
    lease = wanted;
    return wanted;
  }
  int version_ = 0;
};

// The clocks and timers of one process.
class Machine final : public Timeline {
 public:
  explicit Machine(const VirtualTimeline& world) : world_(world) {}

  Instant now() const override { return (asleepSince_ ? *asleepSince_ : world_.now()) - slept_; }
  WallTime wall() const override { return world_.wall() + jumped_; }
  TimerId at(Instant when, std::function<void()> callback) override {
    return timers_.at(std::max(when, now()), std::move(callback));
  }
  bool cancel(TimerId timer) override { return timers_.cancel(timer); }

  bool isIdle() const { return timers_.idle(); }
  bool runs() const { return !isStopped && !asleepSince_; }
  void runDue() {
    if (runs()) timers_.runUntil(now());
  }
  void jumpWall(Duration by) { jumped_ += by; }
  // CLOCK_MONOTONIC stands still.
  void fallAsleep() {
    if (!asleepSince_) asleepSince_ = world_.now();
  }
  void wake() {
    if (asleepSince_) slept_ += world_.now() - *std::exchange(asleepSince_, std::nullopt);
  }

  bool isStopped = false;  // SIGSTOP: time goes on, and nothing runs

 private:
  const VirtualTimeline& world_;
  VirtualTimeline timers_;
  Duration slept_{};
  Duration jumped_{};
  std::optional<Instant> asleepSince_;
};

// How requests go, and answers come.
struct Link {
  std::function<Duration()> there = [] { return 10ms; };
  std::function<Duration()> back = [] { return 10ms; };
  bool losesRequests = false;
  bool losesAnswers = false;
  bool breaks = false;  // who waits for what is lost knows it soon
};

class LinkedStore final : public LeaseStore {
 public:
  static constexpr Duration kTimeout = 5s;

  LinkedStore(VirtualTimeline& world, Machine& machine, LeaseServer& server)
      : world_(world), machine_(machine), server_(server) {}
  ~LinkedStore() override { cancel(); }

  Link link;
  std::vector<std::pair<std::string, Instant>> sent;  // what, and when by the machine's clock

  void get(Done done) override {
    send("get", [](LeaseServer& server) { return server.get(); }, std::move(done));
  }
  void create(const Lease& lease, Done done) override {
    send("create", [lease](LeaseServer& server) { return server.create(lease); }, std::move(done));
  }
  void replace(const Lease& lease, Done done) override {
    send(
        "replace", [lease](LeaseServer& server) { return server.replace(lease); }, std::move(done));
  }
  void cancel() override {
    if (underWay_) *underWay_ = nullptr;
    machine_.cancel(timeout_);
  }

 private:
  using CarryOut = std::function<ApiResult<Lease>(LeaseServer&)>;
  using Answer = std::function<void(const ApiResult<Lease>&)>;

  void send(const char* what, CarryOut carryOut, Done done) {
    sent.emplace_back(what, machine_.now());
    underWay_ = std::make_shared<Done>(std::move(done));
    const Answer answer = [waiting = underWay_](const ApiResult<Lease>& result) {
      if (const Done told = std::exchange(*waiting, nullptr)) told(result);
    };
    timeout_ = machine_.at(machine_.now() + kTimeout,
                           [answer] { answer(LeaseServer::failure(0, "timed out")); });
    if (link.breaks && (link.losesRequests || link.losesAnswers)) {
      machine_.at(machine_.now() + 50ms,
                  [answer] { answer(LeaseServer::failure(0, "connection broken")); });
    }
    if (link.losesRequests) return;
    const bool isLost = link.losesAnswers;
    world_.at(world_.now() + link.there(),
              [&world = world_, &machine = machine_, &server = server_, carryOut, isLost, answer,
               timeout = timeout_, back = link.back()] {
                const auto result = carryOut(server);
                if (isLost) return;
                world.at(world.now() + back, [&machine, result, answer, timeout] {
                  // It is read once the process runs.
                  machine.at(machine.now(), [&machine, result, answer, timeout] {
                    machine.cancel(timeout);
                    answer(result);
                  });
                });
              });
  }

  VirtualTimeline& world_;
  Machine& machine_;
  LeaseServer& server_;
  std::shared_ptr<Done> underWay_;
  TimerId timeout_;
};

// A process that wants the Lease.
class Candidate final : public EventSink {
 public:
  Candidate(VirtualTimeline& world, LeaseServer& server, LeaseTerms terms, std::uint64_t seed)
      : machine(world), world_(world), server_(server), terms_(std::move(terms)), seed_(seed) {
    begin();
  }
  // It ends as by SIGKILL; what it has sent goes on.
  void end() {
    authority.reset();
    store.reset();
  }
  void begin() {
    end();
    store = std::make_unique<LinkedStore>(world_, machine, server_);
    const RandomStream random(++seed_, terms_.identity, "lease");
    authority = std::move(*LeaseAuthority::make(machine, random, *store, terms_));
    grants.clear();
    authority->start(*this);
  }

  bool post(EventBody body) override {
    grants.push_back(std::get<GrantChanged>(body).grant);
    if (grants.back().mayAct) given.push_back(grants.back().epoch);
    return true;
  }
  const Grant& grant() const { return grants.back(); }
  bool writes() const { return authority && authority->writesUntil(grant().epoch) > machine.now(); }
  Instant until() const { return authority->writesUntil(grant().epoch); }

  Machine machine;
  std::unique_ptr<LinkedStore> store;
  std::unique_ptr<LeaseAuthority> authority;
  std::vector<Grant> grants;         // of this life
  std::vector<std::uint64_t> given;  // epochs, of all its lives

 private:
  VirtualTimeline& world_;
  LeaseServer& server_;
  LeaseTerms terms_;
  std::uint64_t seed_;
};

// Some of them, and the time that passes.
class Candidates {
 protected:
  static constexpr Duration kTick = 10ms;

  Candidate& candidate(const std::string& name, std::uint64_t epochFloor = 0) {
    LeaseTerms terms;
    terms.identity = name;
    terms.epochFloor = epochFloor;
    candidates_.push_back(
        std::make_unique<Candidate>(world_, server_, terms, candidates_.size() * 1000));
    return *candidates_.back();
  }
  void run(Duration span) {
    for (const Instant end = world_.now() + span; world_.now() < end;) {
      world_.runUntil(world_.now() + kTick);
      for (auto& one : candidates_) one->machine.runDue();
    }
  }
  // The time that passed before it was so; a minute at most.
  template <class Probe>
  Duration until(Probe isSo) {
    const Instant start = world_.now();
    while (!isSo() && world_.now() - start < 1min) run(kTick);
    return world_.now() - start;
  }

  VirtualTimeline world_{WallTime(std::chrono::hours(24 * 365 * 56))};
  LeaseServer server_;
  std::vector<std::unique_ptr<Candidate>> candidates_;
};

}  // namespace evenkeel::kubernetes
