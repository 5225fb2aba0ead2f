#include <algorithm>
#include <functional>
#include <map>

#include "base/text.h"
#include "description/checks.h"

namespace evenkeel {
namespace {

class ApplicationCheck {
 public:
  ApplicationCheck(const LoadedDocument& document, std::vector<Diagnostic>& diagnostics)
      : document_(document),
        application_(std::get<Application>(document.spec)),
        diagnostics_(diagnostics) {
    for (const auto& component : application_.components) {
      index_.emplace(component.name, names_.size());
      names_.push_back(component.name);
    }
  }

  void run() {
    for (std::size_t i = 0; i < application_.components.size(); ++i) checkComponent(i);
    checkAcyclic(
        "calls", [](const Component& c, std::size_t k) { return c.calls[k].component; },
        [](const Component& c) { return c.calls.size(); }, ".component");
    checkAcyclic(
        "dependsOn", [](const Component& c, std::size_t k) { return c.dependsOn[k]; },
        [](const Component& c) { return c.dependsOn.size(); }, "");
    for (std::size_t i = 0; i < application_.requestTypes.size(); ++i)
      checkReference("spec.requestTypes[" + std::to_string(i) + "].entry",
                     application_.requestTypes[i].entry);
    for (std::size_t i = 0; i < application_.colocated.size(); ++i)
      for (std::size_t k = 0; k < application_.colocated[i].size(); ++k)
        checkReference("spec.colocated[" + std::to_string(i) + "][" + std::to_string(k) + "]",
                       application_.colocated[i][k]);
  }

 private:
  using NameOf = std::function<std::string(const Component&, std::size_t)>;

  static std::string pathOf(std::size_t component) {
    return "spec.components[" + std::to_string(component) + "]";
  }

  void checkReference(std::string path, const std::string& name) {
    if (name.empty() || index_.contains(name)) return;
    addUnknown(document_, std::move(path), "component", name, names_, diagnostics_);
  }

  void checkComponent(std::size_t i) {
    const Component& c = application_.components[i];
    const std::string path = pathOf(i);
    for (std::size_t k = 0; k < c.calls.size(); ++k)
      checkReference(path + ".calls[" + std::to_string(k) + "].component", c.calls[k].component);
    for (std::size_t k = 0; k < c.dependsOn.size(); ++k)
      checkReference(path + ".dependsOn[" + std::to_string(k) + "]", c.dependsOn[k]);
    if (c.limits && c.baseMemory > c.limits->memory)
      addFault(document_, path + ".limits.memory",
               "found " + c.limits->memory.binaryText() + " below the baseMemory of " +
                   c.baseMemory.binaryText(),
               "write more, or the pod is killed as soon as it starts", diagnostics_);
    if (!c.resourceBounds) return;
    checkWithin(path + ".resourceBounds.minimum", c.resourceBounds->minimum, c.requests,
                "above the request");
    checkWithin(path + ".resourceBounds.maximum", c.requests, c.resourceBounds->maximum,
                "below the request");
  }

  void checkWithin(const std::string& path, const Resources& low, const Resources& high,
                   const std::string& relation) {
    const auto refuse = [&](const char* resource) {
      addFault(document_, path + resource, "found a bound " + relation,
               "write bounds around what the component requests", diagnostics_);
    };
    if (low.cpu > high.cpu) refuse(".cpu");
    if (low.memory > high.memory) refuse(".memory");
  }

  // Depth first; the reference that closes a cycle is the fault, one for each cycle met.
  void checkAcyclic(const std::string& key, const NameOf& nameOf,
                    const std::function<std::size_t(const Component&)>& count,
                    const std::string& suffix) {
    enum class Mark { New, Open, Done };
    std::vector<Mark> marks(names_.size(), Mark::New);
    struct Step {
      std::size_t component;
      std::size_t next = 0;
    };
    for (std::size_t start = 0; start < names_.size(); ++start) {
      if (marks[start] != Mark::New) continue;
      std::vector<Step> path{{start}};
      marks[start] = Mark::Open;
      while (!path.empty()) {
        Step& step = path.back();
        const Component& c = application_.components[step.component];
        if (step.next == count(c)) {
          marks[step.component] = Mark::Done;
          path.pop_back();
          continue;
        }
        const std::size_t k = step.next++;
        const auto found = index_.find(nameOf(c, k));
        if (found == index_.end()) continue;
        if (marks[found->second] == Mark::New) {
          marks[found->second] = Mark::Open;
          path.push_back({found->second});
        } else if (marks[found->second] == Mark::Open) {
          std::string circle;
          const auto first = std::find_if(path.begin(), path.end(), [&](const Step& s) {
            return s.component == found->second;
          });
          for (auto s = first; s != path.end(); ++s) circle += names_[s->component] + " → ";
          addFault(document_,
                   pathOf(step.component) + "." + key + "[" + std::to_string(k) + "]" + suffix,
                   "found a circle: " + circle + found->first, "take one of these out",
                   diagnostics_);
        }
      }
    }
  }

  const LoadedDocument& document_;
  const Application& application_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<std::string> names_;
  std::map<std::string, std::size_t> index_;
};

}  // namespace

void checkApplication(const LoadedDocument& document, std::vector<Diagnostic>& diagnostics) {
  ApplicationCheck(document, diagnostics).run();
}

}  // namespace evenkeel
