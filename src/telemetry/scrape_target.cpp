#include "telemetry/scrape_target.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace evenkeel::telemetry {
namespace {

constexpr std::string_view kHow = "the annotation prometheus.io/port, or a port named metrics";

std::string annotationOf(const kubernetes::Pod& pod, const std::string& name) {
  const auto found = pod.meta.annotations.find("prometheus.io/" + name);
  return found == pod.meta.annotations.end() ? std::string() : found->second;
}

tl::unexpected<Error> invalid(const std::string& name, const std::string& value,
                              const std::string& valid) {
  return fail(ErrorKind::Invalid, "annotation prometheus.io/" + name,
              "found " + quotedForPeople(value), valid);
}

// Absent: the pod names none.
Result<std::optional<std::int32_t>> portOf(const kubernetes::Pod& pod, bool asks) {
  if (const std::string text = annotationOf(pod, "port"); !text.empty()) {
    std::int32_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port < 1 || port > 65535)
      return invalid("port", text, "1 to 65535");
    return port;
  }
  for (const kubernetes::ContainerPort& port : pod.ports) {
    if (port.name == "metrics" || port.name == "http-metrics") return port.number;
  }
  if (asks && pod.ports.size() == 1) return pod.ports.front().number;
  return std::nullopt;
}

}  // namespace

Result<ScrapeTarget> scrapeTargetOf(const kubernetes::Pod& pod) {
  const std::string asks = annotationOf(pod, "scrape");
  if (asks == "false") return fail(ErrorKind::NotFound, "", "prometheus.io/scrape is false");
  const auto port = portOf(pod, asks == "true");
  if (!port) return tl::unexpected(port.error());
  if (!*port) return fail(ErrorKind::NotFound, "", "names no endpoint", std::string(kHow));
  std::string scheme = annotationOf(pod, "scheme");
  if (scheme.empty()) scheme = "http";
  if (scheme != "http" && scheme != "https") return invalid("scheme", scheme, "http or https");
  std::string path = annotationOf(pod, "path");
  if (path.empty()) path = "/metrics";
  const bool isPath = path.front() == '/' && std::all_of(path.begin(), path.end(), [](char c) {
                        return c > ' ' && c < '\x7f' && c != '#';
                      });
  if (!isPath) return invalid("path", path, "a path that begins with /");
  if (pod.address.empty()) return fail(ErrorKind::Unavailable, "", "has no address yet");
  const bool isVersion6 = pod.address.find(':') != std::string::npos;
  const std::string host = isVersion6 ? '[' + pod.address + ']' : pod.address;
  return ScrapeTarget{scheme + "://" + host + ':' + std::to_string(**port) + path,
                      path.substr(0, path.find('?'))};
}

}  // namespace evenkeel::telemetry
