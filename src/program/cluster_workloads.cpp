#include "program/cluster_workloads.h"

#include <utility>

#include "kubernetes/cluster_world.h"
#include "program/cluster_access.h"
#include "telemetry/pod_names.h"

namespace evenkeel::program {
namespace {

constexpr Duration kGlance = 100ms;  // between two glances at how far it is

std::optional<double> positive(Quantity amount) {
  return amount > Quantity{} ? std::optional(amount.asDouble()) : std::nullopt;
}

telemetry::KnownWorkload knownOf(const kubernetes::Workload& workload,
                                 const kubernetes::Autoscaler* scaler) {
  telemetry::KnownWorkload known;
  known.space = workload.meta.space;
  known.kind = kubernetes::kindWithGroup(workload);
  known.name = workload.meta.name;
  known.replicas = workload.state.replicas;
  known.cpuRequest = positive(workload.state.podRequests.cpu);
  known.memoryRequest = positive(workload.state.podRequests.memory);
  if (workload.state.podLimits) known.cpuLimit = positive(workload.state.podLimits->cpu);
  if (scaler != nullptr)
    known.scaler = {
        scaler->minReplicas, scaler->maxReplicas, scaler->desiredReplicas, scaler->call, {}};
  return known;
}

class Look : public std::enable_shared_from_this<Look> {
 public:
  Look(io::EventLoop& loop, const kubernetes::ClusterAccess& access, const std::string& space,
       Duration patience, std::function<void(Result<ClusterWorkloads>)> done)
      : loop_(loop),
        access_(access),
        until_(loop.timeline().now() + patience),
        patience_(patience),
        done_(std::move(done)),
        client_(loop, access, RandomStream(1, access.name, "client")),
        world_(loop, client_, RandomStream(1, access.name, "watches"), space) {}

  void glance() {
    const Instant now = loop_.timeline().now();
    if (world_.isSettled() || world_.isLost() || now >= until_) return end();
    loop_.timeline().at(now + kGlance, [weak = weak_from_this()] {
      if (const auto look = weak.lock()) look->glance();
    });
  }

 private:
  void end() {
    const auto gaps = world_.gaps();
    if (world_.isBlind() || !world_.isComplete()) {
      return done_(tl::unexpected(
          unseenCluster(access_, gaps.empty() ? "" : gaps.front().why, patience_,
                        "a cluster that answers, or a Prometheus with kube-state-metrics")));
    }
    ClusterWorkloads found;
    telemetry::PodNames names;
    const kubernetes::ClusterInventory& inventory = world_.inventory();
    for (const auto* component : inventory.components()) {
      names.add(component->workload.meta.space, component->workload.kind,
                component->workload.meta.name, found.workloads.size());
      found.workloads.push_back(knownOf(component->workload, inventory.autoscaler(*component)));
    }
    found.owners = [names = std::move(names)](std::string_view space, std::string_view pod) {
      return names.find(space, pod);
    };
    // What is measured now is not asked for here.
    for (const auto& gap : gaps) {
      if (gap.what != "metrics.k8s.io") found.unseen.push_back(gap.what + ": " + gap.why);
    }
    done_(std::move(found));
  }

  io::EventLoop& loop_;
  kubernetes::ClusterAccess access_;
  Instant until_;
  Duration patience_;
  std::function<void(Result<ClusterWorkloads>)> done_;
  kubernetes::ApiClient client_;
  kubernetes::ClusterWorld world_;
};

}  // namespace

std::shared_ptr<void> askWorkloads(io::EventLoop& loop, const kubernetes::ClusterAccess& access,
                                   const std::string& space, Duration patience,
                                   std::function<void(Result<ClusterWorkloads>)> done) {
  auto look = std::make_shared<Look>(loop, access, space, patience, std::move(done));
  look->glance();
  return look;
}

}  // namespace evenkeel::program
