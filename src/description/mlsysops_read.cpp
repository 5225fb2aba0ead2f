#include "description/mlsysops_read.h"

#include <array>
#include <filesystem>
#include <span>

#include "base/text.h"

namespace evenkeel::mlsysops {
namespace {

std::span<const std::string_view> nameKeys(Kind kind) {
  static constexpr std::array<std::string_view, 1> kName{"name"};
  static constexpr std::array<std::string_view, 2> kCluster{"cluster_id", "name"};
  static constexpr std::array<std::string_view, 2> kDatacenter{"datacenter_id", "name"};
  static constexpr std::array<std::string_view, 2> kContinuum{"continuum_id", "name"};
  switch (kind) {
    case Kind::Cluster:
      return kCluster;
    case Kind::Datacenter:
      return kDatacenter;
    case Kind::Continuum:
      return kContinuum;
    default:
      return kName;
  }
}

std::string acceptedReference(const Value& value, Kind kind, const Reading& reading) {
  std::string name = nativeName(value, NameRule::Subdomain, reading.notes);
  if (name.empty() || reading.known.allow(kind, name)) return name;
  reading.notes.warn(value.place, value.path,
                     "found " + quotedForPeople(name) + ", and no such " +
                         std::string(kindName(kind)) + " among those of this file",
                     "left out");
  return {};
}

}  // namespace

bool KnownNames::allow(Kind kind, const std::string& name) const {
  const auto of = names.find(kind);
  return of == names.end() || of->second.contains(name);
}

std::string descriptionName(const Source& source, const Value& root, Notes& notes) {
  std::vector<Value> candidates;
  for (const std::string_view key : nameKeys(source.kind))
    if (const Value* value = root.find(key)) candidates.push_back(*value);
  if (!source.name.empty()) {
    Value ofResource;
    ofResource.place = source.namePlace;
    ofResource.path = pathBelow(source.path, "metadata.name");
    ofResource.text = source.name;
    candidates.push_back(std::move(ofResource));
  }
  if (candidates.empty()) {
    Value ofFile;
    ofFile.place = source.place;
    ofFile.path = source.path;
    ofFile.text = std::filesystem::path(notes.file()).stem().string();
    notes.warn(source.place, source.path, "found no name", "the name of the file is taken");
    return nativeName(ofFile, NameRule::Subdomain, notes);
  }
  for (std::size_t i = 1; i < candidates.size(); ++i)
    if (candidates[i].text != candidates[0].text)
      notes.warn(candidates[i].place, candidates[i].path,
                 "found a second name, " + quotedForPeople(candidates[i].text), "ignored");
  return nativeName(candidates[0], NameRule::Subdomain, notes);
}

std::vector<std::string> referencesOf(const Value& record, std::string_view key, Kind kind,
                                      const Reading& reading) {
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (const Value* item : recordsOf(record, key)) {
    if (item->text == "*") continue;  // any
    std::string name = acceptedReference(*item, kind, reading);
    if (name.empty()) continue;
    if (!seen.insert(name).second)
      reading.notes.warn(item->place, item->path, "found " + quotedForPeople(name) + " twice",
                         "ignored");
    else
      out.push_back(std::move(name));
  }
  return out;
}

std::string referenceOf(const Value& record, std::string_view key, Kind kind,
                        const Reading& reading) {
  const Value* value = record.find(key);
  if (value == nullptr || value->text == "*") return {};
  return acceptedReference(*value, kind, reading);
}

}  // namespace evenkeel::mlsysops
