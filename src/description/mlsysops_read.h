// Normalized descriptions as structs of the model. Whatever has no place there is a warning.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "description/mlsysops_fields.h"
#include "description/mlsysops_source.h"
#include "description/spec.h"

namespace evenkeel::mlsysops {

// Names of the descriptions in one file. A reference to what another file may hold is good; one
// into a kind of which this file has some, and not this one, cannot be written.
struct KnownNames {
  std::map<Kind, std::set<std::string>> names;
  bool allow(Kind kind, const std::string& name) const;
};

struct Reading {
  const KnownNames& known;
  Notes& notes;
};

// The name of a description: that of its fields, of its resource, of its file.
std::string descriptionName(const Source& source, const Value& root, Notes& notes);

// References in a list, as native names; what is there twice or cannot be written is left out.
std::vector<std::string> referencesOf(const Value& record, std::string_view key, Kind kind,
                                      const Reading& reading);
std::string referenceOf(const Value& record, std::string_view key, Kind kind,
                        const Reading& reading);

// `name` is set; the rest is read from `root`.
Application readApplication(const Value& root, std::string name, const Reading& reading);
NodeSpec readNode(const Value& root, std::string name, const Reading& reading);
Cluster readCluster(const Value& root, std::string name, const Reading& reading);
Datacenter readDatacenter(const Value& root, std::string name, const Reading& reading);
Continuum readContinuum(const Value& root, std::string name, const Reading& reading);

// Parts that applications and nodes share.
std::vector<Sensor> readSensors(const Value& record, Notes& notes);
Environment readEnvironment(const Value& record, Notes& notes);
std::optional<Microcontroller> readMicrocontroller(const Value& hardware, Notes& notes);
std::optional<Accelerator> readAccelerator(const Value& hardware, std::string_view key,
                                           std::string_view countKey, Notes& notes);

}  // namespace evenkeel::mlsysops
