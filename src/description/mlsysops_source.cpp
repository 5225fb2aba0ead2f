#include "description/mlsysops_source.h"

#include <algorithm>
#include <array>

#include "base/schema_faults.h"
#include "base/text.h"
#include "description/kind.h"

namespace evenkeel::mlsysops {
namespace {

using NodeKind = DocumentNode::Kind;

constexpr std::array kKinds{Kind::Application, Kind::Node, Kind::Cluster, Kind::Datacenter,
                            Kind::Continuum};
constexpr std::string_view kCamelRoot = "MLSysOpsApplication";

std::optional<Kind> kindOf(std::string_view name) {
  if (name.size() > 64) return std::nullopt;
  const std::string wanted = folded(name);
  if (wanted == folded(kCamelRoot)) return Kind::Application;
  for (const Kind kind : kKinds)
    if (wanted == folded(rootKey(kind))) return kind;
  return std::nullopt;
}

struct KeyCounts {
  std::size_t snake = 0;
  std::size_t camel = 0;
};

void countKeys(const DocumentNode& node, KeyCounts& counts) {
  for (const DocumentNode& item : node.items) countKeys(item, counts);
  for (const DocumentMember& member : node.members) {
    const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (member.key.find('_') != std::string::npos)
      ++counts.snake;
    else if (std::any_of(member.key.begin(), member.key.end(), upper))
      ++counts.camel;
    countKeys(member.value, counts);
  }
}

Spelling spellingOf(const DocumentNode& body, Spelling ifEven) {
  KeyCounts counts;
  countKeys(body, counts);
  if (counts.snake == counts.camel) return ifEven;
  return counts.camel > counts.snake ? Spelling::Camel : Spelling::Snake;
}

// Snake case is what the kind's name or group stands for; one warning for the whole of it.
void tellSpelling(const Source& source, std::string_view envelope, Spelling expected,
                  Notes& notes) {
  if (source.spelling == expected) return;
  const bool camel = source.spelling == Spelling::Camel;
  notes.warn(source.place, source.path,
             std::string("found ") + (camel ? "camelCase" : "snake_case") + " keys under " +
                 std::string(envelope),
             "read as those of the generation that writes so");
}

std::string scalarText(const DocumentNode* node) {
  return node != nullptr && node->kind == NodeKind::Scalar ? node->scalar : "";
}

void readMetadata(const DocumentNode& metadata, Source& source, Notes& notes) {
  if (metadata.kind == NodeKind::Null) return;
  const std::string at = pathBelow(source.path, "metadata");
  if (metadata.kind != NodeKind::Map) {
    notes.refuse(metadata.place, at, "found " + schema::foundText(metadata),
                 "write a map with a name");
    return;
  }
  for (const DocumentMember& member : metadata.members) {
    const std::string path = pathBelow(at, member.key);
    if (member.key == "name" && member.value.kind == NodeKind::Scalar) {
      source.name = member.value.scalar;
      source.namePlace = member.value.place;
    } else if (member.key == "labels" && member.value.kind == NodeKind::Map) {
      for (const DocumentMember& label : member.value.members) {
        if (label.value.kind == NodeKind::Scalar)
          source.labels.emplace_back(label.key, label.value.scalar);
        else
          notes.warn(label.place, pathBelow(path, label.key),
                     "found " + schema::foundText(label.value), "ignored; a label is one value");
      }
    } else {
      notes.warn(member.place, path, "key " + quotedForPeople(member.key),
                 "ignored: only name and labels of a resource are kept");
    }
  }
}

// What belongs to the envelope of a resource, or to the description itself.
void addField(const DocumentMember& member, Source& source, Notes& notes) {
  const std::string path = pathBelow(source.path, member.key);
  if (member.key == "metadata") {
    readMetadata(member.value, source, notes);
  } else if (member.key == "status") {
    notes.warn(member.place, path, "key 'status'", "ignored: it is no part of a description");
  } else if (member.key == "spec" && member.value.kind == NodeKind::Map) {
    notes.warn(member.place, path, "found the fields under 'spec'",
               "read as if they stood beside it");
    for (const DocumentMember& field : member.value.members) source.body.members.push_back(field);
  } else {
    source.body.members.push_back(member);
  }
}

// A custom resource: kind, and the fields beside it.
std::optional<Source> readResource(const DocumentNode& document, const DocumentNode& kindNode,
                                   Notes& notes) {
  const auto kind = kindOf(scalarText(&kindNode));
  if (!kind) return std::nullopt;
  Source source;
  source.kind = *kind;
  source.place = kindNode.place;
  source.body = DocumentNode::map();
  source.body.place = document.place;
  if (kindNode.scalar != rootKey(*kind) && kindNode.scalar != kCamelRoot)
    notes.warn(kindNode.place, "kind", "found " + schema::foundText(kindNode),
               "read as '" + std::string(rootKey(*kind)) + "'");
  std::string group = scalarText(document.find("apiVersion"));
  if (const auto slash = group.find('/'); slash != std::string::npos) group.resize(slash);
  for (const DocumentMember& member : document.members) {
    if (member.key == "kind") continue;
    if (member.key != "apiVersion")
      addField(member, source, notes);
    else if (group != "mlsysops.eu" && group != "fluidity.gr")
      notes.warn(member.place, "apiVersion", "found " + schema::foundText(member.value),
                 "read as mlsysops.eu/v1");
  }
  if (document.find("apiVersion") == nullptr)
    notes.warn(kindNode.place, "kind", "found no apiVersion beside it", "read as mlsysops.eu/v1");
  const bool old = group == "fluidity.gr" || kindNode.scalar == kCamelRoot;
  source.spelling = spellingOf(source.body, old ? Spelling::Camel : Spelling::Snake);
  if (!old) tellSpelling(source, "apiVersion mlsysops.eu/v1", Spelling::Snake, notes);
  return source;
}

std::optional<Source> readRoot(const DocumentMember& root, Notes& notes) {
  const auto kind = kindOf(root.key);
  if (!kind) return std::nullopt;
  Source source;
  source.kind = *kind;
  source.place = root.place;
  source.path = pathBelow("", root.key);
  source.body = DocumentNode::map();
  source.body.place = root.value.place;
  const bool camelRoot = folded(root.key) == folded(kCamelRoot);
  if (root.key != rootKey(*kind) && root.key != kCamelRoot)
    notes.warn(root.place, root.key, "found the key " + quotedForPeople(root.key),
               "read as '" + std::string(camelRoot ? kCamelRoot : rootKey(*kind)) + "'");
  if (root.value.kind != NodeKind::Map) {
    notes.refuse(root.value.place, root.key, "found " + schema::foundText(root.value),
                 "write a map with the fields of the description");
    return source;
  }
  for (const DocumentMember& member : root.value.members) {
    if (member.key == "metadata")
      notes.warn(member.place, pathBelow(source.path, "metadata"), "found 'metadata' of a resource",
                 "read as such");
    addField(member, source, notes);
  }
  source.spelling = spellingOf(source.body, camelRoot ? Spelling::Camel : Spelling::Snake);
  if (*kind == Kind::Application)
    tellSpelling(source, root.key, camelRoot ? Spelling::Camel : Spelling::Snake, notes);
  return source;
}

}  // namespace

std::vector<Source> recognize(const DocumentNode& document, Notes& notes) {
  std::vector<Source> sources;
  std::vector<std::string> known;
  for (const Kind kind : kKinds) known.emplace_back(rootKey(kind));
  known.emplace_back(kCamelRoot);
  if (document.kind != NodeKind::Map) {
    notes.refuse(document.place, "", "found " + schema::foundText(document),
                 "write a description: a map with one of the keys " + joinedByOr(known) +
                     ", or a resource of such a kind");
    return sources;
  }
  if (const DocumentNode* kind = document.find("kind")) {
    if (scalarText(document.find("apiVersion")) == kApiVersion)
      notes.refuse(kind->place, "kind", "found a native document",
                   "convert those of MLSysOps; --to mlsysops takes native ones");
    else if (auto source = readResource(document, *kind, notes))
      sources.push_back(std::move(*source));
    else
      notes.refuse(kind->place, "kind", "found " + schema::foundText(*kind),
                   "write one of the kinds " + joinedByOr(known));
    return sources;
  }
  for (const DocumentMember& member : document.members)
    if (auto source = readRoot(member, notes)) sources.push_back(std::move(*source));
  for (const DocumentMember& member : document.members) {
    if (kindOf(member.key)) continue;
    const std::string path = pathBelow("", member.key);
    if (sources.empty()) {
      notes.refuse(member.place, path, "unknown key " + quotedForPeople(member.key),
                   "write one of the keys " + joinedByOr(known));
      break;
    }
    const bool isName = member.key == "name" && member.value.kind == NodeKind::Scalar;
    notes.warn(member.place, path, "key " + quotedForPeople(member.key) + " beside the description",
               isName ? "read as its name" : "ignored");
    if (!isName) continue;
    sources.front().name = member.value.scalar;
    sources.front().namePlace = member.value.place;
  }
  if (document.members.empty())
    notes.refuse(document.place, "", "found an empty map",
                 "write one of the keys " + joinedByOr(known));
  return sources;
}

}  // namespace evenkeel::mlsysops
