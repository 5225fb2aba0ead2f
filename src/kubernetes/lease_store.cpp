#include "kubernetes/lease_store.h"

#include <memory>
#include <utility>

#include "kubernetes/api_path.h"

namespace evenkeel::kubernetes {
namespace {

constexpr std::size_t kMostBytes = std::size_t{2} << 20;  // more than etcd keeps

ApiResult<Lease> leaseOf(const std::string& body) {
  auto lease = readLease(body);
  if (!lease) return tl::unexpected(ApiFailure{std::move(lease.error()), 0, {}, {}});
  return std::move(*lease);
}

}  // namespace

ApiLeaseStore::ApiLeaseStore(ApiClient& client, std::string space, std::string name,
                             Duration timeout)
    : client_(client),
      space_(std::move(space)),
      name_(std::move(name)),
      all_(pathOf("coordination.k8s.io/v1", space_, "leases")),
      timeout_(timeout) {}

ApiLeaseStore::~ApiLeaseStore() {
  cancel();
}

void ApiLeaseStore::get(Done done) {
  send({.method = "GET", .path = all_ + '/' + name_}, std::move(done));
}

void ApiLeaseStore::create(const Lease& lease, Done done) {
  send({.method = "POST", .path = all_, .body = leaseText(lease, space_, name_)}, std::move(done));
}

void ApiLeaseStore::replace(const Lease& lease, Done done) {
  send({.method = "PUT", .path = all_ + '/' + name_, .body = leaseText(lease, space_, name_)},
       std::move(done));
}

void ApiLeaseStore::cancel() {
  if (call_) client_.cancel(*std::exchange(call_, std::nullopt));
}

// As a stream, since that is sent once, reads too: an answer that was waited for is an old one.
void ApiLeaseStore::send(ApiRequest request, Done done) {
  if (!request.body.empty()) request.contentType = "application/json";
  request.timeout = timeout_;
  const auto body = std::make_shared<std::string>();
  ApiReceiver receiver;
  receiver.data = [body](std::string_view data) {
    body->append(data.substr(0, kMostBytes - body->size()));
  };
  receiver.end = [this, body, done = std::move(done)](ApiResult<void> ended) {
    call_.reset();
    if (!ended) return done(tl::unexpected(std::move(ended.error())));
    done(leaseOf(*body));
  };
  call_ = client_.stream(std::move(request), std::move(receiver));
}

}  // namespace evenkeel::kubernetes
