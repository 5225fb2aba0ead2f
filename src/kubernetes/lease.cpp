#include "kubernetes/lease.h"

#include "kubernetes/json_parts.h"
#include "kubernetes/micro_time.h"

namespace evenkeel::kubernetes {
namespace {

using std::chrono::seconds;

constexpr const char* kDuration = "leaseDurationSeconds";
constexpr const char* kTransitions = "leaseTransitions";

Result<std::int32_t> readCount(const Json& spec, const char* key, std::int64_t least) {
  const Json& value = memberOf(spec, key);
  if (value.is_null()) return 0;
  const std::int32_t count = countAt(spec, key);
  if (!value.is_number_integer() || numberAt(spec, key) != count || count < least)
    return fail(ErrorKind::Invalid, std::string("spec.") + key,
                value.dump() + " is no number of it",
                std::to_string(least) + " to " + std::to_string(Lease::kMostTransitions));
  return count;
}

Json& objectAt(Json& object, const char* key) {
  Json& member = object[key];
  if (!member.is_object()) member = Json::object();
  return member;
}

void put(Json& spec, const char* key, const std::optional<WallTime>& time) {
  if (time) spec[key] = microTimeText(*time);
}

}  // namespace

Result<Lease> readLease(std::string_view text) {
  const Json object = parsedJson(text);
  if (auto meta = readMetadata(object, "Lease"); !meta)
    return tl::unexpected(std::move(meta.error()));
  const Json& spec = memberOf(object, "spec");
  const auto duration = readCount(spec, kDuration, 1);
  if (!duration) return tl::unexpected(duration.error());
  const auto transitions = readCount(spec, kTransitions, 0);
  if (!transitions) return tl::unexpected(transitions.error());
  Lease lease;
  lease.holder = textAt(spec, "holderIdentity");
  lease.duration = seconds(*duration);
  lease.acquired = timeAt(spec, "acquireTime");
  lease.renewed = timeAt(spec, "renewTime");
  lease.transitions = static_cast<std::uint64_t>(*transitions);
  lease.resourceVersion = textAt(memberOf(object, "metadata"), "resourceVersion");
  if (lease.resourceVersion.empty())
    return fail(ErrorKind::Invalid, "metadata.resourceVersion", "is not there",
                "what an API server answers");
  lease.object = text;
  return lease;
}

std::string leaseText(const Lease& lease, const std::string& space, const std::string& name) {
  Json object = parsedJson(lease.object);
  if (!object.is_object()) object = Json::object();
  object["apiVersion"] = "coordination.k8s.io/v1";
  object["kind"] = "Lease";
  Json& metadata = objectAt(object, "metadata");
  metadata["name"] = name;
  metadata["namespace"] = space;
  if (!lease.resourceVersion.empty()) metadata["resourceVersion"] = lease.resourceVersion;
  Json& spec = objectAt(object, "spec");
  spec["holderIdentity"] = lease.holder;
  if (lease.duration > Duration::zero())
    spec[kDuration] = std::chrono::floor<seconds>(lease.duration).count();
  spec[kTransitions] = lease.transitions;
  put(spec, "acquireTime", lease.acquired);
  put(spec, "renewTime", lease.renewed);
  return textOf(object);
}

}  // namespace evenkeel::kubernetes
