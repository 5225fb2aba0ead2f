#include "agent/managed_scope.h"

#include <algorithm>

namespace evenkeel {
namespace {

constexpr Duration kTrafficSpan = std::chrono::minutes(10);

// Where an asset stands, or would, in a list by rising id.
template <class Listened>
auto placeOf(std::vector<Listened>& list, AssetId id) {
  return std::lower_bound(list.begin(), list.end(), id,
                          [](const Listened& one, AssetId other) { return one.asset->id < other; });
}

template <class Listened>
Listened* find(std::vector<Listened>& list, AssetId id) {
  const auto place = placeOf(list, id);
  return place == list.end() || place->asset->id != id ? nullptr : &*place;
}

template <class Listened>
void remove(std::vector<Listened>& list, AssetId id) {
  if (find(list, id) != nullptr) list.erase(placeOf(list, id));
}

}  // namespace

void ManagedScope::remember(const record::PolicyMemory& memory) {
  decisions = memory.decisions;
  primary.state = memory.primary;
  fallback.state = memory.fallback;
}

Listener::Listener(SeriesTable& series, std::function<void(const record::SeriesDeclared&)> opened)
    : series_(series), opened_(std::move(opened)) {}

void Listener::addComponent(PolicyInstance& instance, const Asset& component) {
  if (instance.policy == nullptr || find(instance.components, component.id) != nullptr) return;
  instance.components.insert(
      placeOf(instance.components, component.id),
      {&component,
       openAll(component.id, MetricOf::Component, instance.policy->needs()),
       open(component.id, std::string(metric::kRequestRate), {}, kTrafficSpan),
       {}});
}

void Listener::addPod(PolicyInstance& instance, const Asset& pod) {
  ListenedComponent* listened = find(instance.components, pod.owner);
  if (listened == nullptr || find(listened->pods, pod.id) != nullptr) return;
  listened->pods.insert(placeOf(listened->pods, pod.id),
                        {&pod, openAll(pod.id, MetricOf::Pod, instance.policy->needs())});
}

void Listener::removeComponent(PolicyInstance& instance, AssetId component) {
  remove(instance.components, component);
}

void Listener::removePod(PolicyInstance& instance, AssetId component, AssetId pod) {
  if (ListenedComponent* listened = find(instance.components, component))
    remove(listened->pods, pod);
}

const Window* Listener::open(AssetId asset, const std::string& metric, const std::string& container,
                             Duration span) {
  const SeriesTable::Opened opened = series_.open(asset, metric, container, span);
  if (opened.fresh != nullptr) opened_({*opened.fresh, std::string(opened.source->name())});
  return opened.window;
}

std::vector<const Window*> Listener::openAll(AssetId asset, MetricOf of, const PolicyNeeds& needs) {
  std::vector<const Window*> windows;
  windows.reserve(needs.metrics.size());
  for (const MetricNeed& need : needs.metrics) {
    windows.push_back(need.of == of ? open(asset, need.metric, need.container, need.window)
                                    : nullptr);
  }
  return windows;
}

}  // namespace evenkeel
