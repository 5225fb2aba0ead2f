#include "kubernetes/reflector.h"

#include <algorithm>
#include <utility>

#include "io/percent.h"
#include "kubernetes/back_off.h"
#include "kubernetes/object_cutter.h"
#include "kubernetes/object_meta.h"

namespace evenkeel::kubernetes {
namespace {

constexpr int kPage = 500;               // objects
constexpr Duration kFirstPause = 500ms;  // after a failure
constexpr Duration kLongestPause = 6s;   // give or take half of it: decisions come every 15 s
constexpr Duration kLeastWatch = 5min;   // a watch is asked to last between this and its double
constexpr Duration kSilence = 75s;       // bookmarks come once a minute
constexpr Duration kHealthy = 5s;        // a watch that lasted so long was none that fails at once

}  // namespace

struct Reflector::Parts : std::enable_shared_from_this<Reflector::Parts> {
  Parts(io::EventLoop& on, ApiClient& by, RandomStream chance, ReflectedKind what,
        ReflectorHandler to)
      : loop(on), client(by), random(chance), kind(std::move(what)), handler(std::move(to)) {}

  // With `over`, nothing is called any more.
  void end() {
    over = true;
    client.cancel(call);
    loop.timeline().cancel(timer);
  }

  void start(Duration wait) {
    if (over) return;
    timer = loop.timeline().at(loop.timeline().now() + wait, [weak = weak_from_this()] {
      if (const auto parts = weak.lock()) parts->next();
    });
  }

  void next() {
    if (over) return;
    if (!version.empty()) return watch(false);
    page.clear();
    handler.listing();
    if (over) return;
    if (watchList) {
      watch(true);
    } else {
      list();
    }
  }

  // An answer that is taken apart as it comes, as long as it is the one under way.
  void ask(ApiRequest request, const std::string& member,
           std::function<void(std::string_view)> object, std::function<void(std::string_view)> rest,
           std::function<void(const ApiResult<void>&)> ended, std::function<void()> begun = {}) {
    const std::uint64_t own = ++answer;
    const auto whileCurrent = [this, own](auto take) {
      return [this, own, take = std::move(take)](std::string_view text) {
        if (isCurrent(own)) take(text);
      };
    };
    const auto cutter = std::make_shared<ObjectCutter>(member, whileCurrent(std::move(object)),
                                                       whileCurrent(std::move(rest)));
    ApiReceiver receiver;
    receiver.data = [weak = weak_from_this(), own, cutter](std::string_view data) {
      const auto parts = weak.lock();
      if (!parts || !parts->isCurrent(own)) return;
      if (auto done = cutter->push(data); !done && parts->isCurrent(own)) {
        Error error = std::move(done.error());
        error.where = parts->kind.path;
        parts->giveUp({std::move(error), 0, {}, {}});
      }
    };
    receiver.end = [weak = weak_from_this(), own,
                    ended = std::move(ended)](ApiResult<void> result) {
      const auto parts = weak.lock();
      if (parts && parts->isCurrent(own)) ended(result);
    };
    receiver.begun = [weak = weak_from_this(), own, begun = std::move(begun)] {
      const auto parts = weak.lock();
      if (begun && parts && parts->isCurrent(own)) begun();
    };
    call = client.stream(std::move(request), std::move(receiver));
  }

  std::string path(const std::string& query) const {
    return kind.path + '?' + query + (kind.selector.empty() ? "" : '&' + kind.selector);
  }

  bool isCurrent(std::uint64_t which) const { return !over && which == answer; }

  void list() {
    std::string query = "limit=" + std::to_string(kPage);
    if (!page.empty()) query += "&continue=" + io::percentEncoded(page);
    auto meta = std::make_shared<ListMeta>();
    ask(
        {.path = path(query)}, "items", handler.observed,
        [meta](std::string_view rest) { *meta = listMetaOf(rest); },
        [this, meta](const ApiResult<void>& result) {
          if (!result) return failedWith(result.error());
          if (meta->resourceVersion.empty())
            return failedWith(
                {{ErrorKind::Invalid, kind.path, "the answer is no list", {}}, 0, {}, {}});
          page = meta->next;
          if (!page.empty()) return list();
          complete(meta->resourceVersion);
          start(Duration::zero());
        });
  }

  void complete(std::string at) {
    version = std::move(at);
    backOff.reset();
    handler.listed();
  }

  // `initial`: with all that exists first.
  void watch(bool initial) {
    listing = initial;
    const auto least = std::chrono::duration_cast<std::chrono::seconds>(kLeastWatch).count();
    const auto seconds =
        least + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(least)));
    std::string query =
        "watch=1&allowWatchBookmarks=true&timeoutSeconds=" + std::to_string(seconds);
    if (initial) query += "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
    if (!initial) query += "&resourceVersion=" + io::percentEncoded(version);
    auto object = std::make_shared<std::string>();
    ask(
        {.path = path(query), .timeout = {}, .silence = kSilence}, "object",
        [object](std::string_view text) { *object = text; },
        [this, object](std::string_view rest) {
          event(eventTypeOf(rest), std::exchange(*object, {}));
        },
        [this, begun = loop.timeline().now()](const ApiResult<void>& result) {
          watched(begun, result);
        },
        [this, initial] {
          if (!initial) handler.resumed();
        });
  }

  void event(const std::string& type, const std::string& object) {
    if (type == "ERROR") return giveUp(failureOfStatus(kind.path, object));
    if (type == "BOOKMARK" && listing && endsInitialEvents(object)) {
      listing = false;
      complete(resourceVersionOf(object));
      return;
    }
    if (type == "ADDED" || type == "MODIFIED") handler.observed(object);
    if (type == "DELETED") handler.removed(object);
    if (over || listing) return;
    if (std::string at = resourceVersionOf(object); !at.empty()) version = std::move(at);
    backOff.reset();
  }

  // A watch has ended. One that held for a while and then broke off is nothing to tell of.
  void watched(Instant begun, const ApiResult<void>& result) {
    const bool held = loop.timeline().now() - begun >= kHealthy;
    if (!result && !(held && !listing && result.error().status == 0))
      return failedWith(result.error());
    if (std::exchange(listing, false)) watchList = false;  // it ended before all was said
    start(held ? Duration::zero() : backOff.next(random));
  }

  void giveUp(ApiFailure failure) {
    client.cancel(call);
    failedWith(std::move(failure));
  }

  void failedWith(ApiFailure failure) {
    ++answer;  // nothing more of the present one
    if (std::exchange(listing, false) && refusesWatchList(failure.status)) {
      watchList = false;
      return start(Duration::zero());
    }
    if (failure.isExpired()) backOff.reset();  // it answers again
    const Duration wait =
        std::max(failure.retryAfter.value_or(Duration::zero()), backOff.next(random));
    if (failure.isExpired()) {
      version.clear();
    } else {
      handler.failed(failure);
    }
    start(wait);
  }

  // Also a server whose etcd cannot serve it says so by a status of its own.
  static bool refusesWatchList(int status) {
    return status >= 400 && status != 401 && status != 403 && status != 404 && status != 410 &&
           status != 429;
  }

  io::EventLoop& loop;
  ApiClient& client;
  RandomStream random;
  ReflectedKind kind;
  ReflectorHandler handler;
  std::uint64_t answer = 0;  // the one under way
  CallId call;
  TimerId timer;
  std::string version;  // to watch from; empty: to be listed
  std::string page;     // where the list goes on
  bool watchList = true;
  bool listing = false;  // the watch under way gives initial events
  bool over = false;
  BackOff backOff{kFirstPause, kLongestPause};
};

Reflector::Reflector(io::EventLoop& loop, ApiClient& client, RandomStream random,
                     ReflectedKind kind, ReflectorHandler handler)
    : parts_(std::make_shared<Parts>(loop, client, random, std::move(kind), std::move(handler))) {
  parts_->start(Duration::zero());
}

Reflector::~Reflector() {
  parts_->end();
}

}  // namespace evenkeel::kubernetes
