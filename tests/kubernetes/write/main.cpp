// Writes what it is told to, a line of JSON each, and says what became of it, until its standard
// input ends:
//   write KUBECONFIG
//   {"do": "apply", "apiVersion": …, "resource": …, "space": …, "name": …, "sub": …, "body": …,
//   "force": …}
//   {"do": "merge", …, "body": …, "uid": …, "resourceVersion": …}
//   {"do": "scale", …, "replicas": …, "uid": …, "resourceVersion": …}
//   {"do": "resize", "space": …, "name": …, "container": …, "cpu": …}
//   {"do": "evict", "space": …, "name": …, "uid": …}
//   {"do": "event", "apiVersion": …, "kind": …, "space": …, "name": …, "uid": …, "id": …, "note":
//   …}
// Each is the action 0 of the plan that it names ("plan").
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "io/event_loop.h"
#include "kubernetes/event_write.h"
#include "kubernetes/field_conflict.h"
#include "kubernetes/kubeconfig.h"
#include "kubernetes/object_write.h"
#include "kubernetes/pod_write.h"
#include "kubernetes/writer.h"

namespace {

using namespace evenkeel;
using namespace evenkeel::kubernetes;
using Json = nlohmann::json;

class AlwaysHeld final : public Fence {
 public:
  Instant writesUntil(std::uint64_t) const override { return Instant::max(); }
};

std::string text(const Json& told, const char* key) {
  return told.value(key, std::string());
}

ApiRequest requestOf(const Json& told) {
  const std::string verb = told.at("do");
  const ObjectRef object{text(told, "apiVersion"), text(told, "resource"), text(told, "space"),
                         text(told, "name")};
  const Unchanged unchanged{text(told, "uid"), text(told, "resourceVersion")};
  const PodRef pod{object.space, object.name};
  if (verb == "apply")
    return applyRequest(object, text(told, "sub"), told.at("body").dump(),
                        told.value("force", false) ? Contested::Taken : Contested::Refused);
  if (verb == "merge")
    return mergeRequest(object, text(told, "sub"), told.at("body").dump(), unchanged).value();
  if (verb == "scale") return scaleRequest(object, told.at("replicas"), unchanged);
  if (verb == "evict") return evictionRequest(pod, unchanged);
  if (verb == "resize") {
    ContainerResize size;
    size.name = text(told, "container");
    size.cpuRequest = Quantity::parse(text(told, "cpu")).value();
    return resizeRequest(pod, {size}, unchanged);
  }
  ObjectEvent event;
  event.regarding = {object.apiVersion, text(told, "kind"), object.space, object.name,
                     unchanged.uid};
  event.action = "Scale";
  event.reason = "Scaled";
  event.note = text(told, "note");
  event.id = text(told, "id");
  event.reporter = "evenkeel-0";
  event.time = io::EventLoop().timeline().wall();
  return eventRequest(event);
}

Json endOf(const tl::expected<std::string, WriteFailure>& end) {
  if (end) return {{"answer", Json::parse(*end)}};
  const ApiFailure& failure = end.error().failure;
  Json conflicts = Json::array();
  for (const FieldConflict& conflict : conflictsOf(failure))
    conflicts.push_back({conflict.field, conflict.manager});
  return {{"status", failure.status},
          {"error", failure.error.text()},
          {"conflicts", conflicts},
          {"budget", failure.isRefusedByBudget()},
          {"mayBeDone", end.error().mayBeDone}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: write KUBECONFIG\n", stderr);
    return 2;
  }
  const auto access = readKubeconfig({{argv[1]}, false, {}});
  if (!access) {
    std::fprintf(stderr, "write: %s\n", access.error().text().c_str());
    return 2;
  }
  io::EventLoop loop;
  ApiClient client(loop, *access, RandomStream(1, "write", "client"));
  const AlwaysHeld fence;
  Writer writer(
      loop.timeline(), [&](auto request, auto done) { client.call(request, done); }, fence);
  std::string input;
  const auto take = [&](const std::string& line) {
    const Json told = Json::parse(line);
    writer.write({requestOf(told), {PlanId{told.value("plan", 1u)}, 0}, 1, Instant::max()},
                 [](const auto& end) {
                   std::puts(endOf(end).dump().c_str());
                   std::fflush(stdout);
                 });
  };
  io::DescriptorWatch watch(loop, STDIN_FILENO, [&](io::DescriptorWatch::Ready) {
    char data[4096];
    const auto got = ::read(STDIN_FILENO, data, sizeof data);
    if (got <= 0) return loop.stop();
    input.append(data, static_cast<std::size_t>(got));
    for (auto end = input.find('\n'); end != std::string::npos; end = input.find('\n')) {
      take(input.substr(0, end));
      input.erase(0, end + 1);
    }
  });
  watch.want({true, false});
  loop.run();
  return 0;
}
