// Where one Lease is kept. On the thread of its loop.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "kubernetes/api_client.h"
#include "kubernetes/lease.h"

namespace evenkeel::kubernetes {

// One request at a time. Each is sent once and ends in bounded time, later than the call that
// starts it; a failure without a status (time-out, broken connection, an answer that cannot be
// read) leaves open whether it was carried out.
class LeaseStore {
 public:
  using Done = std::function<void(ApiResult<Lease>)>;

  virtual ~LeaseStore() = default;
  virtual void get(Done done) = 0;
  // 409: there is one.
  virtual void create(const Lease& lease, Done done) = 0;
  // 409: it is no longer of lease.resourceVersion.
  virtual void replace(const Lease& lease, Done done) = 0;
  // Nobody is told of the one under way; it may be carried out all the same.
  virtual void cancel() = 0;
};

class ApiLeaseStore final : public LeaseStore {
 public:
  // `name` and `space` are parts of a path (api_path.h); the client outlives it.
  ApiLeaseStore(ApiClient& client, std::string space, std::string name, Duration timeout = 5s);
  ~ApiLeaseStore() override;
  ApiLeaseStore(const ApiLeaseStore&) = delete;
  ApiLeaseStore& operator=(const ApiLeaseStore&) = delete;

  void get(Done done) override;
  void create(const Lease& lease, Done done) override;
  void replace(const Lease& lease, Done done) override;
  void cancel() override;

 private:
  void send(ApiRequest request, Done done);

  ApiClient& client_;
  std::string space_;
  std::string name_;
  std::string all_;  // path
  Duration timeout_;
  std::optional<CallId> call_;
};

}  // namespace evenkeel::kubernetes
