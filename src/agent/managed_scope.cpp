#include "agent/managed_scope.h"

#include <algorithm>

namespace evenkeel {
namespace {

constexpr Duration kTrafficSpan = std::chrono::minutes(10);

ListenedComponent* componentOf(PolicyInstance& instance, AssetId id) {
  const auto found = std::find_if(instance.components.begin(), instance.components.end(),
                                  [id](const ListenedComponent& c) { return c.id == id; });
  return found == instance.components.end() ? nullptr : &*found;
}

}  // namespace

Listener::Listener(SeriesTable& series, std::function<void(const record::SeriesDeclared&)> opened)
    : series_(series), opened_(std::move(opened)) {}

void Listener::addComponent(PolicyInstance& instance, AssetId component) {
  if (instance.policy == nullptr || componentOf(instance, component) != nullptr) return;
  instance.components.push_back(
      {component,
       openAll(component, MetricOf::Component, instance.policy->needs()),
       open(component, std::string(metric::kRequestRate), {}, kTrafficSpan),
       {}});
}

void Listener::addPod(PolicyInstance& instance, AssetId component, AssetId pod) {
  ListenedComponent* listened = componentOf(instance, component);
  if (listened == nullptr) return;
  const auto same = [pod](const ListenedPod& known) { return known.id == pod; };
  if (std::any_of(listened->pods.begin(), listened->pods.end(), same)) return;
  listened->pods.push_back({pod, openAll(pod, MetricOf::Pod, instance.policy->needs())});
}

void Listener::removeComponent(PolicyInstance& instance, AssetId component) {
  std::erase_if(instance.components,
                [component](const ListenedComponent& c) { return c.id == component; });
}

void Listener::removePod(PolicyInstance& instance, AssetId component, AssetId pod) {
  if (ListenedComponent* listened = componentOf(instance, component)) {
    std::erase_if(listened->pods, [pod](const ListenedPod& p) { return p.id == pod; });
  }
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
