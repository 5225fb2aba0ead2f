#include "description/mlsysops_document.h"

#include <utility>

#include "base/text.h"
#include "description/mlsysops_given.h"
#include "description/mlsysops_read.h"

namespace evenkeel::mlsysops {
namespace {

struct Named {
  Source source;
  Value value;
  std::string name;  // empty: a fault
};

AnySpec read(const Named& from, const Reading& reading) {
  switch (from.source.kind) {
    case Kind::Application:
      return readApplication(from.value, from.name, reading);
    case Kind::Node:
      return readNode(from.value, from.name, reading);
    case Kind::Cluster:
      return readCluster(from.value, from.name, reading);
    case Kind::Datacenter:
      return readDatacenter(from.value, from.name, reading);
    case Kind::Continuum:
      break;
  }
  return readContinuum(from.value, from.name, reading);
}

// A node has the labels of its resource too: placement looks at them. One of a name.
void settleLabels(const Source& source, Node& node, Notes& notes) {
  for (const auto& [name, value] : source.labels)
    node.labels.push_back(value.empty() ? name : name + "=" + value);
  std::set<std::string> names;
  std::erase_if(node.labels, [&](const std::string& label) {
    const std::string name = label.substr(0, label.find('='));
    if (!name.empty() && names.insert(name).second) return false;
    notes.warn(source.place, source.path,
               "found the label " + quotedForPeople(label) +
                   (name.empty() ? " without a name" : " beside another of that name"),
               "ignored");
    return true;
  });
}

// No two of a kind with one name, one continuum at most.
void checkUnique(const Named& named, KnownNames& known, Notes& notes) {
  auto& names = known.names[named.source.kind];
  const bool second = named.source.kind == Kind::Continuum && !names.empty();
  if (names.insert(named.name).second && !second) return;
  notes.refuse(named.source.place, named.source.path,
               "found a second " + std::string(kindName(named.source.kind)) +
                   (second ? "" : " " + quotedForPeople(named.name)),
               second ? "keep one" : "give it another name");
}

}  // namespace

std::vector<Description> readDescriptions(const std::vector<DocumentNode>& documents,
                                          Notes& notes) {
  std::vector<Named> all;
  KnownNames known;
  for (const DocumentNode& document : documents)
    for (Source& source : recognize(document, notes)) {
      Named named{std::move(source), {}, {}};
      named.value = normalize(named.source.body, named.source.path, named.source.kind,
                              named.source.spelling, notes);
      if (named.value.place.line == 0) named.value.place = named.source.place;
      named.name = descriptionName(named.source, named.value, notes);
      if (!named.name.empty()) checkUnique(named, known, notes);
      all.push_back(std::move(named));
    }
  std::vector<Description> out;
  const Reading reading{known, notes};
  for (Named& named : all) {
    Description description{read(named, reading), {}, {}, named.source.place};
    if (auto* node = std::get_if<NodeSpec>(&description.spec))
      settleLabels(named.source, node->node, notes);
    description.given = givenBy(named.value, description.spec, named.source.labels);
    description.value = std::move(named.value);
    out.push_back(std::move(description));
  }
  return out;
}

}  // namespace evenkeel::mlsysops
