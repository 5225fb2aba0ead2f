// Which workload a pod is of, by its name alone: for pods that are gone.
//
// Kubernetes names them "deployment-hash-xxxxx", "statefulset-0", and of whatever else "name-xxxxx"
// or as a Deployment's. Random parts are of the letters and digits that no word is made of. Where
// several names fit, the longest counts; names that are cut (over 58 characters before the random
// part) fit where only one can be meant. Source: k8s.io/apimachinery util/rand and
// apiserver/storage/names.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace evenkeel::telemetry {

class PodNames {
 public:
  void add(const std::string& space, const std::string& kind, const std::string& name,
           std::size_t workload);
  std::optional<std::size_t> find(std::string_view space, std::string_view pod) const;

 private:
  enum class Form { Deployment, StatefulSet, Other };
  struct Named {
    std::size_t workload = 0;
    Form form = Form::Other;
  };
  using OfSpace = std::map<std::string, Named, std::less<>>;  // by name

  std::map<std::string, OfSpace, std::less<>> spaces_;
};

}  // namespace evenkeel::telemetry
