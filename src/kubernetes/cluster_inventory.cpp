#include "kubernetes/cluster_inventory.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <utility>

#include "kubernetes/api_path.h"
#include "kubernetes/instant_of.h"
#include "kubernetes/pod_resources.h"

namespace evenkeel::kubernetes {
namespace {

constexpr std::size_t kLongestLabel = 63;  // RFC 1123, which names of components are

std::string applicationOf(const Metadata& workload) {
  return workload.name + '.' + workload.space;
}

std::string componentOf(const Workload& workload) {
  std::string name = workload.kind;
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const std::string_view group = groupOf(workload.apiVersion);
  if (group != "apps" && !group.empty()) name += '-' + std::string(group);
  std::replace(name.begin(), name.end(), '.', '-');
  if (name.size() > kLongestLabel) name.resize(kLongestLabel);
  while (name.ends_with('-')) name.pop_back();
  return name;
}

std::string targetOf(const Workload& workload) {
  return targetKey(workload.meta.space, workload.apiVersion, workload.kind, workload.meta.name);
}
template <class Scaler>
std::string targetOf(const Scaler& scaler) {
  return targetKey(scaler.meta.space, scaler.targetApiVersion, scaler.targetKind,
                   scaler.targetName);
}

// What it has at the moment is its state, and not described.
Component describe(const Workload& workload, const Autoscaler* scaler, bool isSized,
                   const std::vector<std::string>& others) {
  Component component;
  component.name = componentOf(workload);
  component.workloadRef = WorkloadRef{workload.apiVersion, workload.kind, workload.meta.name};
  component.scaling = boundsAround(workload.state.replicas);
  if (scaler != nullptr) {
    component.scaling = {scaler->minReplicas, scaler->maxReplicas, {}};
    component.replicas = scaler->minReplicas;
    component.policies = {scaler->call};
  } else if (isSized) {
    component.policies = others;  // named, since it has a policy of its own
  }
  if (isSized) component.policies.emplace_back(kSizes);
  return component;
}

// Null where there is none.
const Pod* newestOf(const std::vector<const Pod*>& pods) {
  const auto newest = std::max_element(pods.begin(), pods.end(), [](const Pod* a, const Pod* b) {
    return a->meta.created < b->meta.created;
  });
  return newest == pods.end() ? nullptr : *newest;
}

// What its pods say of a workload. Without any, what they asked for stays.
ComponentState heardFrom(const std::vector<const Pod*>& pods, ComponentState state) {
  state.readyReplicas = 0;
  for (const Pod* pod : pods) {
    if (pod->state.ready.value_or(false) && !pod->state.deleting) ++state.readyReplicas;
  }
  const Pod* newest = newestOf(pods);
  if (newest == nullptr) return state;
  state.podRequests = requestsOf(newest->state);
  state.podLimits = limitsOf(newest->state.containers);
  return state;
}

}  // namespace

ClusterInventory::~ClusterInventory() {
  timeline_.cancel(flushing_);
}

void ClusterInventory::watch(EventSink& sink) {
  sink_ = &sink;
  told_ = false;
  posted_.clear();
  gone_.clear();
  for (const auto& [name, application] : applications_) changedApplications_.insert(name);
  for (const auto& [uid, workload] : workloads_) changedWorkloads_.insert(uid);
  for (const auto& [uid, entry] : pods_) changedPods_.insert(uid);
  mark();
}

const Application* ClusterInventory::description(AssetId id) const {
  const auto name = names_.find(id);
  return name == names_.end() ? nullptr : &applications_.at(name->second).description;
}

void ClusterInventory::observe(const Workload& workload) {
  const std::string& uid = workload.meta.uid;
  const auto known = workloads_.find(uid);
  const bool isManaged = workload.kind == "ReplicaSet" && workload.meta.controller;
  if (known != workloads_.end() &&
      (isManaged || targetOf(known->second.workload) != targetOf(workload)))
    removeWorkload(uid);
  if (isManaged) return manage(uid, workload.meta.controller->uid);
  release(uid);
  KnownApplication& application = applications_[applicationOf(workload.meta)];
  if (!application.id) {
    application.id = nextId();
    application.description.name = applicationOf(workload.meta);
    application.description.permittedActions = {PermittedAction::Scale};
    application.description.guardrails.profile = guardrails_;
    names_[application.id] = application.description.name;
    changedApplications_.insert(application.description.name);
  }
  application.workloads.insert(uid);
  const auto [entry, isNew] = workloads_.try_emplace(uid);
  KnownComponent& component = entry->second;
  const Workload before = std::exchange(component.workload, workload);
  if (isNew) {
    component.application = application.id;
    component.id = nextId();
    componentsById_[component.id] = &component;
    byTarget_[targetOf(workload)] = uid;
    adopt(uid);
  }
  if (workload.podsTell) {
    ComponentState& state = component.workload.state;
    state.podRequests = before.state.podRequests;
    state.podLimits = before.state.podLimits;
    state = heardFrom(podsOf(uid), std::move(state));
  }
  if (!isNew && before.state == component.workload.state &&
      before.meta.generation == workload.meta.generation)
    return;
  describe(uid);
  changedWorkloads_.insert(uid);
  mark();
}

// Something has changed among the pods of that workload.
void ClusterInventory::hear(const std::string& uid) {
  const auto known = workloads_.find(uid);
  if (known != workloads_.end() && known->second.workload.podsTell)
    observe(Workload(known->second.workload));
}

std::vector<const Pod*> ClusterInventory::podsOf(const std::string& workload) const {
  std::vector<const Pod*> pods;
  const auto add = [&](const std::string& owner) {
    const auto own = podsOf_.find(owner);
    if (own == podsOf_.end()) return;
    for (const auto& [uid, entry] : own->second) pods.push_back(&entry->pod);
  };
  add(workload);
  if (const auto managed = manages_.find(workload); managed != manages_.end()) {
    for (const std::string& replicaSet : managed->second) add(replicaSet);
  }
  return pods;
}

void ClusterInventory::manage(const std::string& replicaSet, const std::string& manager) {
  const auto earlier = managed_.find(replicaSet);
  if (earlier != managed_.end() && earlier->second == manager) return;
  release(replicaSet);
  managed_[replicaSet] = manager;
  manages_[manager].insert(replicaSet);
  adopt(replicaSet);
}

void ClusterInventory::release(const std::string& replicaSet) {
  const auto managed = managed_.extract(replicaSet);
  if (managed.empty()) return;
  const auto manages = manages_.find(managed.mapped());
  manages->second.erase(replicaSet);
  if (manages->second.empty()) manages_.erase(manages);
}

void ClusterInventory::removeWorkload(const std::string& uid) {
  release(uid);
  const auto known = workloads_.extract(uid);
  if (known.empty()) return;
  for (auto& [podUid, entry] : pods_) {
    if (entry.workload == uid) entry.workload.clear();
  }
  changedWorkloads_.erase(uid);
  componentsById_.erase(known.mapped().id);
  gone_.push_back(known.mapped().id);
  const std::string name = applicationOf(known.mapped().workload.meta);
  KnownApplication& application = applications_.at(name);
  application.workloads.erase(uid);
  // Where it has been made again in the meantime, its place is taken, or goes to who is left.
  const std::string target = targetOf(known.mapped().workload);
  const auto heir = std::find_if(
      application.workloads.begin(), application.workloads.end(),
      [&](const std::string& other) { return targetOf(workloads_.at(other).workload) == target; });
  if (heir == application.workloads.end()) {
    byTarget_.erase(target);
    std::erase_if(application.description.components, [&](const Component& component) {
      return component.name == componentOf(known.mapped().workload);
    });
  } else if (byTarget_.at(target) == uid) {
    byTarget_[target] = *heir;
    describe(*heir);
  }
  if (application.workloads.empty()) {
    gone_.push_back(application.id);
    names_.erase(application.id);
    changedApplications_.erase(name);
    applications_.erase(name);
  }
  mark();
}

void ClusterInventory::observe(const Autoscaler& scaler) {
  const std::string target = targetOf(scaler);
  if (const auto left = scalers_.put(target, scaler)) describeTarget(*left);
  describeTarget(target);
}

void ClusterInventory::observe(const VerticalAutoscaler& scaler) {
  const std::string target = targetOf(scaler);
  if (const auto left = verticals_.put(target, scaler)) describeTarget(*left);
  describeTarget(target);
}

void ClusterInventory::removeAutoscaler(const std::string& uid) {
  if (const auto left = scalers_.remove(uid)) describeTarget(*left);
}

void ClusterInventory::removeVerticalAutoscaler(const std::string& uid) {
  if (const auto left = verticals_.remove(uid)) describeTarget(*left);
}

void ClusterInventory::describeTarget(const std::string& target) {
  const auto workload = byTarget_.find(target);
  if (workload != byTarget_.end()) describe(workload->second);
}

const Autoscaler* ClusterInventory::autoscaler(const KnownComponent& component) const {
  return scalers_.find(targetOf(component.workload));
}

const VerticalAutoscaler* ClusterInventory::verticalAutoscaler(
    const KnownComponent& component) const {
  return verticals_.find(targetOf(component.workload));
}

const Pod* ClusterInventory::newestPod(const KnownComponent& component) const {
  return newestOf(podsOf(component.workload.meta.uid));
}

std::vector<const Pod*> ClusterInventory::pods() const {
  std::vector<const Pod*> all;
  all.reserve(pods_.size());
  for (const auto& [uid, entry] : pods_) all.push_back(&entry.pod);
  return all;
}

void ClusterInventory::describe(const std::string& uid) {
  const KnownComponent& known = workloads_.at(uid);
  const Component now = kubernetes::describe(known.workload, autoscaler(known),
                                             verticalAutoscaler(known) != nullptr, others_);
  KnownApplication& application = applications_.at(applicationOf(known.workload.meta));
  std::vector<Component>& components = application.description.components;
  const auto place = std::find_if(components.begin(), components.end(),
                                  [&](const Component& one) { return one.name == now.name; });
  if (place != components.end() && *place == now) return;
  if (place != components.end()) {
    *place = now;
  } else {
    components.push_back(now);
  }
  ++application.version;
  changedApplications_.insert(application.description.name);
  mark();
}

std::string ClusterInventory::workloadOf(const Metadata& pod) const {
  if (!pod.controller) return {};
  const auto managed = managed_.find(pod.controller->uid);
  const std::string& uid = managed == managed_.end() ? pod.controller->uid : managed->second;
  return workloads_.contains(uid) ? uid : std::string();
}

void ClusterInventory::observe(const Pod& pod) {
  const std::string& uid = pod.meta.uid;
  const auto [place, isNew] = pods_.try_emplace(uid);
  PodEntry& entry = place->second;
  const std::string workload = workloadOf(pod.meta);
  const bool changed = isNew || entry.workload != workload || entry.pod.state != pod.state ||
                       entry.pod.node != pod.node || entry.pod.started != pod.started ||
                       entry.pod.readyTransition != pod.readyTransition;
  entry.pod = pod;
  entry.workload = workload;
  if (isNew) {
    entry.known = {nextId(), pod.meta.space, pod.meta.name};
    podsById_[entry.known.id] = &entry;
  }
  own(pod.meta.controller ? pod.meta.controller->uid : std::string(), entry);
  if (!changed || workload.empty()) return;
  changedPods_.insert(uid);
  mark();
  hear(workload);
}

void ClusterInventory::removePod(const std::string& uid) {
  const auto entry = pods_.extract(uid);
  if (entry.empty()) return;
  own({}, entry.mapped());
  changedPods_.erase(uid);
  podsById_.erase(entry.mapped().known.id);
  gone_.push_back(entry.mapped().known.id);
  mark();
  hear(entry.mapped().workload);
}

// Empty: nobody's.
void ClusterInventory::own(const std::string& owner, PodEntry& entry) {
  if (entry.owner == owner) return;
  const std::string& uid = entry.pod.meta.uid;
  if (const auto siblings = podsOf_.find(entry.owner); siblings != podsOf_.end()) {
    siblings->second.erase(uid);
    if (siblings->second.empty()) podsOf_.erase(siblings);
  }
  entry.owner = owner;
  if (!owner.empty()) podsOf_[owner].emplace(uid, &entry);
}

// Pods that were there before their owner.
void ClusterInventory::adopt(const std::string& owner) {
  const auto adoptPods = [this](const std::string& direct) {
    const auto pods = podsOf_.find(direct);
    if (pods == podsOf_.end()) return;
    for (const auto& [uid, entry] : pods->second) {
      entry->workload = workloadOf(entry->pod.meta);
      if (!entry->workload.empty()) changedPods_.insert(uid);
    }
    mark();
  };
  adoptPods(owner);
  if (const auto manages = manages_.find(owner); manages != manages_.end()) {
    for (const std::string& replicaSet : manages->second) adoptPods(replicaSet);
  }
  const auto managed = managed_.find(owner);
  hear(managed == managed_.end() ? owner : managed->second);
}

void ClusterInventory::synced() {
  complete_ = true;
  mark();
}

const ClusterInventory::KnownPod* ClusterInventory::pod(AssetId asset) const {
  const auto entry = podsById_.find(asset);
  return entry == podsById_.end() ? nullptr : &entry->second->known;
}

const ClusterInventory::KnownComponent* ClusterInventory::component(AssetId asset) const {
  const auto known = componentsById_.find(asset);
  return known == componentsById_.end() ? nullptr : known->second;
}

const ClusterInventory::KnownComponent* ClusterInventory::ownerOf(AssetId pod) const {
  const auto entry = podsById_.find(pod);
  if (entry == podsById_.end()) return nullptr;
  const auto known = workloads_.find(entry->second->workload);
  return known == workloads_.end() ? nullptr : &known->second;
}

bool ClusterInventory::isCurrent(AssetId asset) const {
  const KnownComponent* known = component(asset);
  if (known == nullptr) known = ownerOf(asset);
  return known != nullptr && (!currency_ || currency_(known->workload));
}

const Component* ClusterInventory::described(const KnownComponent& component) const {
  const Application* application = description(component.application);
  if (application == nullptr) return nullptr;
  const std::string name = componentOf(component.workload);
  const auto found = std::find_if(application->components.begin(), application->components.end(),
                                  [&](const Component& one) { return one.name == name; });
  return found == application->components.end() ? nullptr : &*found;
}

std::vector<const Pod*> ClusterInventory::pods(AssetId id) const {
  const KnownComponent* known = component(id);
  return known == nullptr ? std::vector<const Pod*>() : podsOf(known->workload.meta.uid);
}

std::vector<const ClusterInventory::KnownComponent*> ClusterInventory::components() const {
  std::vector<const KnownComponent*> all;
  for (const auto& [uid, known] : workloads_) all.push_back(&known);
  return all;
}

std::vector<const Autoscaler*> ClusterInventory::withoutTarget() const {
  std::vector<const Autoscaler*> lost;
  scalers_.each([&](const std::string& target, const Autoscaler& scaler) {
    if (!byTarget_.contains(target)) lost.push_back(&scaler);
  });
  return lost;
}

void ClusterInventory::mark() {
  if (sink_ == nullptr || !complete_ || flushing_ != TimerId{}) return;
  flushing_ = timeline_.at(timeline_.now(), [this] { flush(); });
}

void ClusterInventory::flush() {
  flushing_ = {};
  bool taken = true;
  const auto offer = [&](std::set<std::string>& changed, auto post) {
    for (auto it = changed.begin(); taken && it != changed.end();) {
      taken = post(*it);
      if (taken) it = changed.erase(it);
    }
  };
  while (taken && !gone_.empty()) {
    if (posted_.contains(gone_.back()))
      taken = sink_->post(AssetRemoved{gone_.back(), timeline_.now()});
    if (!taken) break;
    posted_.erase(gone_.back());
    gone_.pop_back();
  }
  offer(changedApplications_,
        [this](const std::string& name) { return postApplication(applications_.at(name)); });
  offer(changedWorkloads_,
        [this](const std::string& uid) { return postComponent(workloads_.at(uid)); });
  offer(changedPods_, [this](const std::string& uid) { return postPod(pods_.at(uid)); });
  if (taken && !told_) told_ = taken = sink_->post(InventorySynced{});
  if (!taken) flushing_ = timeline_.at(timeline_.now() + 1s, [this] { flush(); });
}

bool ClusterInventory::postApplication(const KnownApplication& application) {
  posted_.insert(application.id);
  return sink_->post(AssetObserved{{application.id,
                                    AssetKind::Application,
                                    application.description.name,
                                    {},
                                    {},
                                    application.version,
                                    timeline_.now(),
                                    ApplicationState{}}});
}

bool ClusterInventory::postComponent(const KnownComponent& known) {
  posted_.insert(known.id);
  const Workload& workload = known.workload;
  return sink_->post(AssetObserved{{known.id,
                                    AssetKind::Component,
                                    applicationOf(workload.meta) + '/' + componentOf(workload),
                                    known.application,
                                    {},
                                    workload.meta.generation,
                                    timeline_.now(),
                                    workload.state}});
}

bool ClusterInventory::postPod(const PodEntry& entry) {
  const auto workload = workloads_.find(entry.workload);
  if (workload == workloads_.end()) return true;
  posted_.insert(entry.known.id);
  PodState state = entry.pod.state;
  if (entry.pod.started) state.started = instantOf(*entry.pod.started, timeline_);
  if (entry.pod.readyTransition)
    state.readyTransition = instantOf(*entry.pod.readyTransition, timeline_);
  return sink_->post(AssetObserved{{entry.known.id,
                                    AssetKind::Pod,
                                    entry.known.space + '/' + entry.known.name,
                                    workload->second.id,
                                    {},
                                    entry.pod.meta.generation,
                                    timeline_.now(),
                                    std::move(state)}});
}

}  // namespace evenkeel::kubernetes
