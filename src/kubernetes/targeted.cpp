#include "kubernetes/targeted.h"

#include "kubernetes/api_path.h"

namespace evenkeel::kubernetes {

std::string targetKey(const std::string& space, const std::string& apiVersion,
                      const std::string& kind, const std::string& name) {
  return space + '/' + std::string(groupOf(apiVersion)) + '/' + kind + '/' + name;
}

}  // namespace evenkeel::kubernetes
