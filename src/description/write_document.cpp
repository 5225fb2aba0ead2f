#include "description/write_document.h"

#include <utility>

#include "description/schemas.h"

namespace evenkeel {
namespace {

using Labels = schema::MapOf<std::string>;

template <class Spec>
DocumentNode write(const Schema<Document<Spec>>& schema, std::string_view kind,
                   const std::string& name, const Spec& spec, Labels labels) {
  return schema.write(
      {std::string(kApiVersion), std::string(kind), {name, std::move(labels)}, spec});
}

Labels labelsOf(const Node& node) {
  Labels labels;
  for (const auto& label : node.labels) {
    const auto equals = label.find('=');
    labels.emplace_back(label.substr(0, equals),
                        equals == std::string::npos ? "" : label.substr(equals + 1));
  }
  return labels;
}

struct Writer {
  const Labels& labels;

  DocumentNode operator()(const Application& a) const {
    return write(applicationSchema(), "Application", a.name, a, labels);
  }
  DocumentNode operator()(const NodeSpec& n) const {
    return write(nodeSchema(), "Node", n.node.name, n, labelsOf(n.node));
  }
  DocumentNode operator()(const Cluster& c) const {
    return write(clusterSchema(), "Cluster", c.name, c, labels);
  }
  DocumentNode operator()(const Datacenter& d) const {
    return write(datacenterSchema(), "Datacenter", d.name, d, labels);
  }
  DocumentNode operator()(const Continuum& c) const {
    return write(continuumSchema(), "Continuum", c.name, c, labels);
  }
  DocumentNode operator()(const ScenarioSpec& s) const {
    return write(scenarioSchema(), "Scenario", {}, s, labels);
  }
};

}  // namespace

DocumentNode writeDocument(const AnySpec& spec, const Labels& labels) {
  return std::visit(Writer{labels}, spec);
}

}  // namespace evenkeel
