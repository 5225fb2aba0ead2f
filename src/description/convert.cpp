#include "description/convert.h"

#include <algorithm>
#include <set>

#include "base/document_text.h"
#include "base/yaml.h"
#include "description/checks.h"
#include "description/mlsysops_document.h"
#include "description/write_document.h"

namespace evenkeel {
namespace {

using mlsysops::Description;
using mlsysops::Notes;
using NodeKind = DocumentNode::Kind;

Conversion finished(const std::vector<DocumentNode>& documents, Notes& notes) {
  Conversion out;
  out.diagnostics = std::move(notes.diagnostics());
  sortByPlace(out.diagnostics);
  if (hasErrors(out.diagnostics)) return out;
  for (const DocumentNode& document : documents)
    out.text += (out.text.empty() ? "" : "---\n") + yamlText(document);
  return out;
}

// Documents of the text; a fault where there are none.
std::vector<DocumentNode> parse(std::string_view text, Notes& notes) {
  YamlText yaml = parseYaml(text, notes.file());
  if (yaml.documents.empty() && yaml.diagnostics.empty())
    notes.refuse({}, "", "found no document", "write at least one description");
  notes.add(std::move(yaml.diagnostics));
  return std::move(yaml.documents);
}

// What is left after reading that no native document may say: told at the description it is of.
void checkNative(const std::vector<Description>& descriptions,
                 const std::vector<DocumentNode>& written, Notes& notes) {
  std::vector<LoadedDocument> all;
  std::vector<Diagnostic> faults;
  for (std::size_t i = 0; i < written.size(); ++i) {
    LoadedDocuments loaded = readDocumentsText(yamlText(written[i]), std::to_string(i));
    faults.insert(faults.end(), loaded.diagnostics.begin(), loaded.diagnostics.end());
    for (LoadedDocument& document : loaded.documents) {
      if (std::holds_alternative<Application>(document.spec)) checkApplication(document, faults);
      all.push_back(std::move(document));
    }
  }
  checkReferences(all, false, faults);
  for (const Diagnostic& fault : faults)
    notes.refuse(descriptions[std::stoul(fault.file)].place, fault.path,
                 "as a native document: " + fault.found, fault.valid);
}

// Told at its place in the native document.
void tellLost(const DocumentNode& root, const std::string& path, Notes& notes) {
  notes.warn(placeOf(root, path), path, "MLSysOps has no words for it", "left out");
}

bool allScalars(const DocumentNode& list) {
  return std::all_of(list.items.begin(), list.items.end(),
                     [](const DocumentNode& item) { return item.kind == NodeKind::Scalar; });
}

// Tells what of `wanted` is not in `got`, whatever the order of words in a list.
void tellDifferences(const DocumentNode& wanted, const DocumentNode& got, const DocumentNode& root,
                     const std::string& path, Notes& notes) {
  if (sameContent(wanted, got)) return;
  if (wanted.kind == NodeKind::Map && got.kind == NodeKind::Map) {
    for (const DocumentMember& member : wanted.members) {
      const std::string below = mlsysops::pathBelow(path, member.key);
      if (const DocumentNode* same = got.find(member.key))
        tellDifferences(member.value, *same, root, below, notes);
      else
        tellLost(root, below, notes);
    }
    for (const DocumentMember& member : got.members)
      if (wanted.find(member.key) == nullptr)
        tellLost(root, mlsysops::pathBelow(path, member.key), notes);
  } else if (wanted.kind == NodeKind::List && got.kind == NodeKind::List && allScalars(wanted) &&
             allScalars(got)) {
    std::set<std::string> known;
    for (const DocumentNode& item : got.items) known.insert(item.scalar);
    for (std::size_t i = 0; i < wanted.items.size(); ++i)
      if (known.erase(wanted.items[i].scalar) == 0)
        tellLost(root, mlsysops::pathBelow(path, i), notes);
    if (!known.empty()) tellLost(root, path, notes);
  } else if (wanted.kind == NodeKind::List && got.kind == NodeKind::List) {
    for (std::size_t i = 0; i < wanted.items.size(); ++i) {
      const std::string below = mlsysops::pathBelow(path, i);
      if (i < got.items.size())
        tellDifferences(wanted.items[i], got.items[i], root, below, notes);
      else
        tellLost(root, below, notes);
    }
    if (got.items.size() > wanted.items.size()) tellLost(root, path, notes);
  } else {
    tellLost(root, path, notes);
  }
}

DocumentNode writeForMlsysops(const AnySpec& spec) {
  if (const auto* application = std::get_if<Application>(&spec))
    return mlsysops::writeApplication(*application);
  if (const auto* node = std::get_if<NodeSpec>(&spec)) return mlsysops::writeNode(node->node);
  if (const auto* cluster = std::get_if<Cluster>(&spec)) return mlsysops::writeCluster(*cluster);
  if (const auto* datacenter = std::get_if<Datacenter>(&spec))
    return mlsysops::writeDatacenter(*datacenter);
  return mlsysops::writeContinuum(std::get<Continuum>(spec));
}

// Writes one spec; what the result, read back, does not say is told.
void writeOne(const AnySpec& spec, const schema::MapOf<std::string>& labels,
              const DocumentNode& root, std::vector<DocumentNode>& out, Notes& notes) {
  out.push_back(writeForMlsysops(spec));
  Notes ignored(notes.file());
  const auto back = mlsysops::readDescriptions({out.back()}, ignored);
  if (hasErrors(ignored.diagnostics()) || back.size() != 1) {
    notes.refuse(root.place, "", "found what cannot be written so that MLSysOps reads it",
                 ignored.diagnostics().empty() ? "" : ignored.diagnostics().front().found);
    return;
  }
  tellDifferences(writeDocument(spec, labels), writeDocument(back[0].spec), root, "", notes);
}

schema::MapOf<std::string> labelsOf(const DocumentNode& root) {
  schema::MapOf<std::string> labels;
  if (const DocumentNode* metadata = root.find("metadata"))
    if (const DocumentNode* written = metadata->find("labels"))
      for (const DocumentMember& label : written->members)
        labels.emplace_back(label.key, label.value.scalar);
  return labels;
}

// A cluster lists its nodes, whichever of the two named the other.
void listNodes(const std::vector<LoadedDocument>& documents, Cluster& cluster) {
  for (const LoadedDocument& document : documents) {
    const auto* spec = std::get_if<NodeSpec>(&document.spec);
    if (spec == nullptr || spec->node.cluster != cluster.name) continue;
    for (const Node& node : nodesOf(*spec))
      if (std::find(cluster.nodes.begin(), cluster.nodes.end(), node.name) == cluster.nodes.end())
        cluster.nodes.push_back(node.name);
  }
}

void writeDocuments(const std::vector<LoadedDocument>& documents, std::vector<DocumentNode>& out,
                    Notes& notes) {
  for (const LoadedDocument& document : documents) {
    const auto labels = labelsOf(document.root);
    if (std::holds_alternative<ScenarioSpec>(document.spec)) {
      notes.warn(document.root.place, "kind", "MLSysOps has no words for a Scenario", "left out");
    } else if (const auto* node = std::get_if<NodeSpec>(&document.spec)) {
      Notes others(notes.file());
      bool first = true;
      for (const Node& one : nodesOf(*node)) {
        writeOne(NodeSpec{one, 1}, labels, document.root, out, first ? notes : others);
        first = false;
      }
    } else if (const auto* cluster = std::get_if<Cluster>(&document.spec)) {
      Cluster whole = *cluster;
      listNodes(documents, whole);
      writeOne(whole, labels, document.root, out, notes);
    } else {
      writeOne(document.spec, labels, document.root, out, notes);
    }
  }
  if (out.empty() && !hasErrors(notes.diagnostics()))
    notes.refuse({}, "", "found nothing that MLSysOps describes",
                 "write an Application, Node, Cluster, Datacenter or Continuum");
}

bool isNative(const DocumentNode& document) {
  const DocumentNode* version = document.find("apiVersion");
  return version != nullptr && version->scalar == kApiVersion;
}

}  // namespace

Conversion convertFromMlsysops(std::string_view text, const std::string& file) {
  Notes notes(file);
  const auto descriptions = mlsysops::readDescriptions(parse(text, notes), notes);
  std::vector<DocumentNode> written;
  if (hasErrors(notes.diagnostics())) return finished(written, notes);
  for (const Description& description : descriptions)
    written.push_back(writeDocument(description.spec, description.labels));
  checkNative(descriptions, written, notes);
  return finished(written, notes);
}

Conversion convertToMlsysops(std::string_view text, const std::string& file) {
  Notes notes(file);
  std::vector<DocumentNode> written;
  const std::vector<DocumentNode> documents = parse(text, notes);
  if (std::none_of(documents.begin(), documents.end(), isNative)) {
    for (const Description& description : mlsysops::readDescriptions(documents, notes))
      if (!hasErrors(notes.diagnostics())) written.push_back(writeForMlsysops(description.spec));
    return finished(written, notes);
  }
  LoadedDocuments loaded = readDocumentsText(text, file);
  notes.add(std::move(loaded.diagnostics));
  if (hasErrors(notes.diagnostics())) return finished(written, notes);
  std::vector<Diagnostic> faults;
  for (const LoadedDocument& document : loaded.documents)
    if (std::holds_alternative<Application>(document.spec)) checkApplication(document, faults);
  checkReferences(loaded.documents, false, faults);
  notes.add(std::move(faults));
  if (!hasErrors(notes.diagnostics())) writeDocuments(loaded.documents, written, notes);
  return finished(written, notes);
}

}  // namespace evenkeel
