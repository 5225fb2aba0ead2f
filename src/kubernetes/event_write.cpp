#include "kubernetes/event_write.h"

#include <algorithm>
#include <string_view>

#include "kubernetes/api_path.h"
#include "kubernetes/json.h"
#include "kubernetes/micro_time.h"
#include "kubernetes/object_write.h"

namespace evenkeel::kubernetes {
namespace {

constexpr std::size_t kMostOfANote = 1024;
constexpr std::size_t kMostOfAWord = 128;
constexpr std::size_t kMostOfAName = 253;
constexpr const char* kVersion = "events.k8s.io/v1";

// Cut at the end of a character.
std::string cut(const std::string& text, std::size_t most) {
  std::size_t end = std::min(text.size(), most);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  return text.substr(0, end);
}

// Its own name, since names may be as long as that of what it is about.
std::string nameOf(const ObjectEvent& event) {
  const std::string end = '.' + event.id;
  const std::size_t room = kMostOfAName - std::min(kMostOfAName, end.size());
  std::string begin = event.regarding.name.substr(0, room);
  while (!begin.empty() && (begin.back() == '.' || begin.back() == '-')) begin.pop_back();
  return begin + end;
}

}  // namespace

ApiRequest eventRequest(const ObjectEvent& event) {
  const ObjectEvent::Regarding& of = event.regarding;
  // Events about what is in no namespace are kept in this one.
  const std::string space = of.space.empty() ? "default" : of.space;
  const Json object{{"apiVersion", kVersion},
                    {"kind", "Event"},
                    {"metadata", {{"name", nameOf(event)}, {"namespace", space}}},
                    {"eventTime", microTimeText(event.time)},
                    {"reportingController", kFieldManager},
                    {"reportingInstance", cut(event.reporter, kMostOfAWord)},
                    {"action", cut(event.action, kMostOfAWord)},
                    {"reason", cut(event.reason, kMostOfAWord)},
                    {"type", event.isWarning ? "Warning" : "Normal"},
                    {"note", cut(event.note, kMostOfANote)},
                    {"regarding",
                     {{"apiVersion", of.apiVersion},
                      {"kind", of.kind},
                      {"namespace", of.space},
                      {"name", of.name},
                      {"uid", of.uid}}}};
  return createRequest(pathOf(kVersion, space, "events"), textOf(object));
}

}  // namespace evenkeel::kubernetes
