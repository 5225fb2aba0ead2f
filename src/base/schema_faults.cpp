#include "base/schema_faults.h"

#include "base/text.h"

namespace evenkeel::schema {

std::string foundText(const DocumentNode& node) {
  switch (node.kind) {
    case DocumentNode::Kind::Null:
      return "nothing";
    case DocumentNode::Kind::List:
      return "a list";
    case DocumentNode::Kind::Map:
      return "a map";
    case DocumentNode::Kind::Scalar:
      break;
  }
  return (node.quoted ? "the string " : "") + quotedForPeople(node.scalar);
}

void refuse(const DocumentNode& node, const TypeInfo& valid, Faults& faults) {
  faults.add(node.place, "found " + foundText(node), "write " + valid.phrase);
}

std::string limitsText(const std::string& minimum, bool exclusiveMinimum,
                       const std::string& maximum, bool exclusiveMaximum) {
  if (minimum.empty() && maximum.empty()) return {};
  if (maximum.empty()) return (exclusiveMinimum ? "above " : "at least ") + minimum;
  if (minimum.empty()) return (exclusiveMaximum ? "below " : "at most ") + maximum;
  if (!exclusiveMinimum && !exclusiveMaximum) return "from " + minimum + " to " + maximum;
  return (exclusiveMinimum ? "above " : "at least ") + minimum +
         (exclusiveMaximum ? " and below " : " and at most ") + maximum;
}

}  // namespace evenkeel::schema
