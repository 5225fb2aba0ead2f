#include "description/documents.h"

#include <optional>

#include "base/schema_faults.h"
#include "base/text.h"
#include "base/yaml.h"
#include "description/schemas.h"
#include "description/text_file.h"

namespace evenkeel {
namespace {

std::vector<std::string> nodeLabels(const Metadata& metadata) {
  std::vector<std::string> out;
  for (const auto& [name, value] : metadata.labels)
    out.push_back(value.empty() ? name : name + "=" + value);
  return out;
}

void applyMetadata(const Metadata& metadata, NodeSpec& spec) {
  spec.node.name = metadata.name;
  spec.node.labels = nodeLabels(metadata);
}
void applyMetadata(const Metadata&, ScenarioSpec&) {}
template <class Spec>
void applyMetadata(const Metadata& metadata, Spec& spec) {
  spec.name = metadata.name;
}

template <class Spec>
void readAs(const Schema<Document<Spec>>& schema, LoadedDocument& loaded, Faults& faults) {
  Document<Spec> document;
  schema.read(loaded.root, document, faults);
  applyMetadata(document.metadata, document.spec);
  loaded.name = document.metadata.name;
  loaded.spec = std::move(document.spec);
}

void refuseKind(const DocumentNode& root, Faults& faults) {
  std::vector<std::string> kinds;
  for (const auto& info : documentKinds()) kinds.emplace_back(info.kind);
  const DocumentNode* kind = root.find("kind");
  if (root.kind != DocumentNode::Kind::Map) {
    faults.add(root.place, "found " + schema::foundText(root),
               "write a map with the keys apiVersion, kind, metadata, spec");
  } else if (kind == nullptr) {
    faults.add(root.place, "key 'kind' is missing", "write one of the kinds " + joinedByOr(kinds));
  } else {
    const auto nearest = nearestName(kind->scalar, kinds);
    faults.addAt(kind->place, "kind", "found " + schema::foundText(*kind),
                 (nearest ? "did you mean '" + *nearest + "'? The kinds are " : "write ") +
                     joinedByOr(kinds));
  }
}

bool readKind(LoadedDocument& loaded, Faults& faults) {
  const DocumentNode* kind = loaded.root.find("kind");
  if (kind != nullptr) loaded.kind = kind->scalar;
  if (loaded.kind == "Application")
    readAs(applicationSchema(), loaded, faults);
  else if (loaded.kind == "Node")
    readAs(nodeSchema(), loaded, faults);
  else if (loaded.kind == "Cluster")
    readAs(clusterSchema(), loaded, faults);
  else if (loaded.kind == "Datacenter")
    readAs(datacenterSchema(), loaded, faults);
  else if (loaded.kind == "Continuum")
    readAs(continuumSchema(), loaded, faults);
  else if (loaded.kind == "Scenario")
    readAs(scenarioSchema(), loaded, faults);
  else
    return refuseKind(loaded.root, faults), false;
  return true;
}

}  // namespace

LoadedDocuments readDocumentsText(std::string_view text, const std::string& file) {
  LoadedDocuments result;
  YamlText yaml = parseYaml(text, file);
  result.diagnostics = std::move(yaml.diagnostics);
  if (yaml.documents.empty() && result.diagnostics.empty())
    result.diagnostics.push_back(
        {file, 0, 0, "", "found no document",
         "write at least one, beginning with apiVersion: " + std::string(kApiVersion)});
  Faults faults(file);
  for (auto& root : yaml.documents) {
    LoadedDocument loaded;
    loaded.file = file;
    loaded.root = std::move(root);
    if (readKind(loaded, faults)) result.documents.push_back(std::move(loaded));
  }
  for (auto& diagnostic : faults.diagnostics()) result.diagnostics.push_back(std::move(diagnostic));
  return result;
}

LoadedDocuments readDocuments(const std::string& path) {
  const auto text = readTextFile(path, YamlLimits{}.bytes);
  if (text) return readDocumentsText(*text, path);
  const Error& e = text.error();
  return {{}, {{path, 0, 0, "", e.what, e.valid}}};
}

}  // namespace evenkeel
