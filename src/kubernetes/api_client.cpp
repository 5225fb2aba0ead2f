#include "kubernetes/api_client.h"

#include <algorithm>
#include <map>
#include <utility>

#include "io/http_client.h"
#include "kubernetes/back_off.h"
#include "kubernetes/identity.h"

namespace evenkeel::kubernetes {
namespace {

constexpr std::size_t kMostOfAFailure = 64 * 1024;  // bytes of its body that are kept

struct Call {
  explicit Call(const ApiLimits& limits) : backOff(limits.firstPause, limits.longestPause) {}

  ApiRequest request;
  // Either: the whole body at its end, or piece by piece.
  std::function<void(ApiResult<std::string>)> done;
  ApiReceiver receiver;
  std::size_t mostBytes = SIZE_MAX;
  int triesLeft = 0;
  BackOff backOff;
  bool renewed = false;  // its identity, after 401
  io::TransferId transfer{};
  TimerId timer{};
  // Of the present try.
  io::HttpHead head;
  std::string body;    // as far as it is kept
  bool given = false;  // something to the receiver

  bool isRead() const { return request.method == "GET" || request.method == "HEAD"; }
  bool isGood() const { return head.status >= 200 && head.status < 300; }
  std::string place() const {
    return request.method + ' ' + request.path.substr(0, request.path.find('?'));
  }
};

}  // namespace

struct ApiClient::Parts : std::enable_shared_from_this<ApiClient::Parts> {
  Parts(io::EventLoop& on, const ClusterAccess& access, RandomStream by, const ApiLimits& with)
      : loop(on),
        server(access.server),
        proxy(access.proxy),
        limits(with),
        random(by),
        identity(on, access),
        http(on, {.inFlight = with.inFlight}) {}

  CallId start(Call call) {
    const CallId id{++lastId};
    calls.emplace(id.value, std::move(call));
    later(id, Duration::zero());
    return id;
  }

  void later(CallId id, Duration wait) {
    Timeline& timeline = loop.timeline();
    calls.at(id.value).timer = timeline.at(timeline.now() + wait, [weak = weak_from_this(), id] {
      const auto parts = weak.lock();
      if (!parts) return;
      parts->identity.get([weak, id](const Result<Identity>& who) {
        if (const auto kept = weak.lock()) kept->attempt(id, who);
      });
    });
  }

  void attempt(CallId id, const Result<Identity>& who) {
    const auto found = calls.find(id.value);
    if (found == calls.end()) return;
    Call& call = found->second;
    if (!who) return retryOrEnd(id, {who.error(), 0, {}});
    const Instant now = loop.timeline().now();
    if (now >= call.request.notAfter) {
      const Error late{ErrorKind::Unavailable, call.place(), "there was no time left to ask", {}};
      return end(id, tl::unexpected(ApiFailure{late, 0, {}}));
    }
    call.head = {};
    call.body.clear();
    // Whoever is called may destroy the client.
    io::HttpReceiver receiver;
    receiver.head = [weak = weak_from_this(), id](const io::HttpHead& head) {
      if (const auto parts = weak.lock()) parts->begin(id, head);
    };
    receiver.data = [weak = weak_from_this(), id](std::string_view data) {
      const auto parts = weak.lock();
      return parts && parts->take(id, data);
    };
    receiver.end = [weak = weak_from_this(), id](Result<void> ended) {
      if (const auto parts = weak.lock()) parts->finish(id, std::move(ended));
    };
    io::HttpRequest request = httpRequest(call, *who);
    if (const Instant last = call.request.notAfter; last != Instant::max()) {
      const bool isLimited = request.timeout != Duration::zero();
      request.timeout = isLimited ? std::min(request.timeout, last - now) : last - now;
    }
    call.transfer = http.receive(request, std::move(receiver));
  }

  io::HttpRequest httpRequest(const Call& call, const Identity& who) const {
    io::HttpRequest request;
    request.method = call.request.method;
    request.url = server + call.request.path;
    request.headers = who.headers;
    request.headers.push_back("Accept: " + call.request.accept);
    request.headers.emplace_back("User-Agent: evenkeel");
    // An API server of 1.37 compresses what a watch begins with and what follows one after the
    // other, and libcurl takes what comes after the first for a fault.
    if (call.request.timeout == Duration::zero())
      request.headers.emplace_back("Accept-Encoding: identity");
    if (!call.request.contentType.empty())
      request.headers.push_back("Content-Type: " + call.request.contentType);
    if (!call.request.auditId.empty())
      request.headers.push_back("Audit-ID: " + call.request.auditId);
    request.body = call.request.body;
    request.tls = who.tls;
    if (!proxy.empty()) request.proxy = proxy;
    request.timeout = call.request.timeout;
    request.silence = call.request.silence;
    request.mostBytes = call.mostBytes;
    return request;
  }

  void begin(CallId id, const io::HttpHead& head) {
    Call& call = calls.at(id.value);
    call.head = head;
    // A copy, since whoever is told may cancel the call.
    if (const auto begun = call.receiver.begun; begun && call.isGood()) begun();
  }

  bool take(CallId id, std::string_view data) {
    Call& call = calls.at(id.value);
    if (!call.isGood())
      data = data.substr(0, kMostOfAFailure - std::min(kMostOfAFailure, call.body.size()));
    if (!call.isGood() || call.done) {
      call.body += data;
      return true;
    }
    call.given = true;
    // A copy, since whoever takes it may cancel the call.
    const auto give = call.receiver.data;
    give(data);
    return calls.contains(id.value);
  }

  void finish(CallId id, Result<void> ended) {
    Call& call = calls.at(id.value);
    if (!ended) {
      Error error = std::move(ended.error());
      error.where = error.where.empty() ? server : error.where;
      return retryOrEnd(id, {std::move(error), 0, {}});
    }
    if (call.isGood()) return end(id, {});
    if (call.head.status == 401 && !std::exchange(call.renewed, true)) {
      identity.refused();
      return later(id, Duration::zero());
    }
    retryOrEnd(id, failureOf(call.place(), call.head, call.body));
  }

  static bool isWorthAnotherTry(const ApiFailure& failure) {
    if (failure.status == 0) return failure.error.kind == ErrorKind::Unavailable;
    return failure.status == 429 || failure.status >= 500;
  }

  void retryOrEnd(CallId id, ApiFailure failure) {
    Call& call = calls.at(id.value);
    // What was given cannot be taken back.
    if (--call.triesLeft <= 0 || call.given || !isWorthAnotherTry(failure))
      return end(id, tl::unexpected(std::move(failure)));
    const Duration told = failure.retryAfter.value_or(Duration::zero());
    later(id, std::max(told, call.backOff.next(random)));
  }

  void end(CallId id, ApiResult<void> result) {
    auto ended = calls.extract(id.value);
    Call& call = ended.mapped();
    if (!call.done) return call.receiver.end(std::move(result));
    if (!result) return call.done(tl::unexpected(std::move(result.error())));
    call.done(std::move(call.body));
  }

  void cancel(CallId id) {
    const auto found = calls.find(id.value);
    if (found == calls.end()) return;
    loop.timeline().cancel(found->second.timer);
    http.cancel(found->second.transfer);
    calls.erase(found);
  }

  io::EventLoop& loop;
  std::string server;
  std::string proxy;
  ApiLimits limits;
  RandomStream random;
  std::map<std::uint64_t, Call> calls;
  std::uint64_t lastId = 0;
  IdentitySource identity;
  io::HttpClient http;
};

ApiClient::ApiClient(io::EventLoop& loop, const ClusterAccess& access, RandomStream random,
                     const ApiLimits& limits)
    : parts_(std::make_shared<Parts>(loop, access, random, limits)) {}
ApiClient::~ApiClient() = default;

CallId ApiClient::call(ApiRequest request, std::function<void(ApiResult<std::string>)> done) {
  Call call(parts_->limits);
  call.request = std::move(request);
  call.done = std::move(done);
  call.mostBytes = parts_->limits.mostBytes;
  call.triesLeft = call.isRead() ? parts_->limits.tries : 1;
  return parts_->start(std::move(call));
}

CallId ApiClient::stream(ApiRequest request, ApiReceiver receiver) {
  Call call(parts_->limits);
  call.request = std::move(request);
  call.receiver = std::move(receiver);
  call.triesLeft = 1;
  return parts_->start(std::move(call));
}

void ApiClient::cancel(CallId call) {
  parts_->cancel(call);
}

}  // namespace evenkeel::kubernetes
