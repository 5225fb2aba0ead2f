#include "description/convert.h"

#include <algorithm>

#include "base/document_text.h"
#include "base/yaml.h"
#include "description/checks.h"
#include "description/mlsysops_document.h"
#include "description/mlsysops_given.h"
#include "description/mlsysops_losses.h"
#include "description/mlsysops_origin.h"
#include "description/mlsysops_references.h"
#include "description/mlsysops_write.h"
#include "description/mlsysops_written.h"
#include "description/write_document.h"

namespace evenkeel {
namespace {

using mlsysops::Description;
using mlsysops::Given;
using mlsysops::Notes;

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

mlsysops::Kind kindOf(const AnySpec& spec) {
  if (std::holds_alternative<Application>(spec)) return mlsysops::Kind::Application;
  if (std::holds_alternative<NodeSpec>(spec)) return mlsysops::Kind::Node;
  if (std::holds_alternative<Cluster>(spec)) return mlsysops::Kind::Cluster;
  if (std::holds_alternative<Datacenter>(spec)) return mlsysops::Kind::Datacenter;
  return mlsysops::Kind::Continuum;
}

DocumentNode writeForMlsysops(const AnySpec& spec, Given given) {
  if (const auto* application = std::get_if<Application>(&spec))
    return mlsysops::writeApplication(*application, given);
  if (const auto* node = std::get_if<NodeSpec>(&spec))
    return mlsysops::writeNode(node->node, given);
  if (const auto* cluster = std::get_if<Cluster>(&spec)) return mlsysops::writeCluster(*cluster);
  if (const auto* datacenter = std::get_if<Datacenter>(&spec))
    return mlsysops::writeDatacenter(*datacenter);
  return mlsysops::writeContinuum(std::get<Continuum>(spec));
}

// What a description is written from: what is meant, what it says itself (a native document), and
// where that stands.
struct Meant {
  AnySpec spec;
  schema::MapOf<std::string> labels;
  const DocumentNode& given;
  mlsysops::Origins origins;
};

// Our own reading of a user file: what it would refuse (a number above 10^15) is taken out of it.
std::vector<Description> readBack(DocumentNode& userFile, Notes& notes) {
  constexpr int kMostTimes = 8;
  for (int i = 0; i < kMostTimes; ++i) {
    Notes read(notes.file());
    auto back = mlsysops::readDescriptions({userFile}, read);
    std::vector<std::string> refused;
    for (const Diagnostic& fault : read.diagnostics())
      if (fault.severity == Severity::Error) refused.push_back(fault.path);
    if (refused.empty()) return back;
    mlsysops::takeOut(userFile, refused);
  }
  return {};
}

// Writes one spec; what the result, read back, does not say is told, and what today's framework
// would not take.
void writeOne(const Meant& meant, std::vector<DocumentNode>& out, mlsysops::Refusals& refusals,
              Notes& notes) {
  const mlsysops::Kind kind = kindOf(meant.spec);
  DocumentNode userFile = writeForMlsysops(meant.spec, Given(meant.given).at("spec"));
  mlsysops::conform(userFile, kind);
  auto back = readBack(userFile, notes);
  if (back.size() != 1) {
    const mlsysops::Origin whole = meant.origins.of("spec");
    notes.refuse(whole.place, whole.path, "found what no description of MLSysOps may hold",
                 "write fewer and smaller things");
    return;
  }
  // Made up where a small limit is read: MLSysOps has no word for it.
  if (auto* application = std::get_if<Application>(&back[0].spec))
    for (Component& component : application->components)
      component.baseMemory = Component{}.baseMemory;
  const DocumentNode wanted = writeDocument(meant.spec, meant.labels);
  DocumentNode got = writeDocument(back[0].spec);
  mlsysops::addSaid(got, back[0].given, wanted);
  mlsysops::tellLosses(wanted, got, meant.origins, notes);
  refusals.check(userFile, kind, meant.origins, notes);
  out.push_back(std::move(userFile));
}

schema::MapOf<std::string> labelsOf(const DocumentNode& root) {
  schema::MapOf<std::string> labels;
  if (const DocumentNode* metadata = root.find("metadata"))
    if (const DocumentNode* written = metadata->find("labels"))
      for (const DocumentMember& label : written->members)
        labels.emplace_back(label.key, label.value.scalar);
  return labels;
}

void writeDocuments(const std::vector<LoadedDocument>& documents, std::vector<DocumentNode>& out,
                    Notes& notes) {
  mlsysops::Refusals refusals;
  for (const LoadedDocument& document : documents) {
    const DocumentNode& root = document.root;
    Meant meant{document.spec, labelsOf(root), root, mlsysops::Origins(root)};
    if (std::holds_alternative<ScenarioSpec>(document.spec)) {
      notes.warn(root.place, "kind", "MLSysOps has no words for a Scenario", "left out");
    } else if (const auto* node = std::get_if<NodeSpec>(&document.spec)) {
      Notes others(notes.file());  // they say the same
      mlsysops::Refusals alike;
      bool first = true;
      for (const Node& one : nodesOf(*node)) {
        meant.spec = NodeSpec{one, 1};
        writeOne(meant, out, first ? refusals : alike, first ? notes : others);
        first = false;
      }
    } else {
      mlsysops::gatherReferences(documents, meant.spec);
      writeOne(meant, out, refusals, notes);
    }
  }
  refusals.tellMissing(notes);
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
  for (const Description& description : descriptions) written.push_back(description.given);
  checkNative(descriptions, written, notes);
  return finished(written, notes);
}

Conversion convertToMlsysops(std::string_view text, const std::string& file) {
  Notes notes(file);
  std::vector<DocumentNode> written;
  const std::vector<DocumentNode> documents = parse(text, notes);
  if (std::none_of(documents.begin(), documents.end(), isNative)) {
    mlsysops::Refusals refusals;
    for (const Description& description : mlsysops::readDescriptions(documents, notes))
      if (!hasErrors(notes.diagnostics()))
        writeOne({description.spec, {}, description.given, mlsysops::Origins(description.value)},
                 written, refusals, notes);
    refusals.tellMissing(notes);
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
