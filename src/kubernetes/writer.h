// The way out of everything that an agent writes to a cluster: with measure, and only while it may.
//
// Writes begin in the order in which they were given, and may be carried out in another: what must
// not overtake is given once the one before has ended, or says what has to be unchanged. No more is
// sent than `perSecond` after a first `burst`; where the server has too much to do (429), nothing
// more is sent until it says (half a minute at most) or a second has passed, and what it did not
// take is sent again. A write leaves while the fence holds for its epoch and its deadline is not
// over, and is given up where there is no answer by then: nothing of a holder of the lease comes
// after the next one has begun. Each bears the id of its decision, in the server's audit log too.
//
// On the thread of its timeline. `done` is called once, never from inside a call of the writer's
// own functions but withdraw(), and not at all after the writer is gone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/timeline.h"
#include "kubernetes/api_client.h"
#include "kubernetes/fence.h"
#include "model/plan.h"

namespace evenkeel::kubernetes {

struct WriteLimits {
  double perSecond = 50;  // 0.01 to 1,000,000; what is beyond counts as the end that is nearer
  int burst = 100;        // 1 to 1,000,000, likewise
  std::size_t open = 10'000;
  Duration timeout = 10s;  // of a try
};

struct Write {
  ApiRequest request;  // when it is sent, its auditId, notAfter and timeout are set
  ActionId action;     // that it is part of
  std::uint64_t epoch = 0;
  Instant deadline = Instant::max();
};

struct WriteFailure {
  ApiFailure failure;
  bool mayBeDone = false;  // no answer tells: look
};

// "evenkeel-17-0": of plan 17 the first action.
std::string auditIdOf(ActionId action);

class Writer {
 public:
  using Done = std::function<void(tl::expected<std::string, WriteFailure>)>;
  struct WriteId {
    std::uint64_t value = 0;
  };
  // As ApiClient::call().
  using Send = std::function<void(ApiRequest, std::function<void(ApiResult<std::string>)>)>;

  // Timeline and fence outlive it, and so does what `send` needs.
  Writer(Timeline& timeline, Send send, const Fence& fence, const WriteLimits& limits = {});
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Absent: too many are open, and it is not taken.
  std::optional<WriteId> write(Write write, Done done);
  // True: it is not sent, and `done` not called. False: it is under way, and its end is told; it is
  // not sent again.
  bool cancel(WriteId write);
  // Ends all that waits; what is under way is not sent again.
  void withdraw(const std::string& why);
  // Not ended yet: before a lease is given away there should be none.
  std::size_t open() const;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace evenkeel::kubernetes
