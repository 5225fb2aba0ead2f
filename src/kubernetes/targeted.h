// Objects that are about another one, found by it: autoscalers by what they scale.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace evenkeel::kubernetes {

// What an object and who is about it agree on. Versions of one group are the same.
std::string targetKey(const std::string& space, const std::string& apiVersion,
                      const std::string& kind, const std::string& name);

// Of type T with a `meta`; targets by their keys.
template <class T>
class Targeted {
 public:
  // The target that it had before, where that was another.
  std::optional<std::string> put(const std::string& target, const T& object) {
    const auto earlier = targets_.find(object.meta.uid);
    std::optional<std::string> left;
    if (earlier != targets_.end() && earlier->second != target) left = remove(object.meta.uid);
    targets_[object.meta.uid] = target;
    objects_[target].insert_or_assign(object.meta.uid, object);
    return left;
  }
  // Its target; absent: it was not there.
  std::optional<std::string> remove(const std::string& uid) {
    auto target = targets_.extract(uid);
    if (target.empty()) return std::nullopt;
    const auto objects = objects_.find(target.mapped());
    objects->second.erase(uid);
    if (objects->second.empty()) objects_.erase(objects);
    return std::move(target.mapped());
  }
  // Of several always the same one; null: there is none.
  const T* find(const std::string& target) const {
    const auto objects = objects_.find(target);
    return objects == objects_.end() ? nullptr : &objects->second.begin()->second;
  }
  template <class Visit>  // (target, object)
  void each(Visit visit) const {
    for (const auto& [target, objects] : objects_) {
      for (const auto& [uid, object] : objects) visit(target, object);
    }
  }

 private:
  std::map<std::string, std::string> targets_;               // by uid
  std::map<std::string, std::map<std::string, T>> objects_;  // by target, by uid
};

}  // namespace evenkeel::kubernetes
