// Structs of the model as user files of MLSysOps' framework: one root key, snake_case, and its own
// mistakes in spelling where it knows no other (reduncancy, suported_frameworks, lower_or_qqual).
//
// What its words cannot say is left out; whoever wants to know reads the result back and compares.
// Defaults are left out too where they were not given: `given` is the spec of a native document. A
// relation stands beside its value all the same, which says nothing without it.
#pragma once

#include <string>

#include "base/document.h"
#include "description/mlsysops_given.h"
#include "description/mlsysops_vocabulary.h"
#include "model/infrastructure.h"

namespace evenkeel::mlsysops {

DocumentNode writeApplication(const Application& application, Given given);
DocumentNode writeNode(const Node& node, Given given);
DocumentNode writeCluster(const Cluster& cluster);
DocumentNode writeDatacenter(const Datacenter& datacenter);
DocumentNode writeContinuum(const Continuum& continuum);

// Members of a map; nothing is put where there is nothing to say.
void putText(DocumentNode& map, std::string_view key, const std::string& text);
void putTexts(DocumentNode& map, std::string_view key, const std::vector<std::string>& texts);
void putFlag(DocumentNode& map, std::string_view key, std::optional<bool> flag);
void putNumber(DocumentNode& map, std::string_view key, std::optional<double> number);
void putWhole(DocumentNode& map, std::string_view key, std::optional<double> number);  // if it is
void putNumbers(DocumentNode& map, std::string_view key, const std::vector<double>& numbers);
void putGigabytes(DocumentNode& map, std::string_view key, std::optional<Quantity> bytes);
void putSize(DocumentNode& map, std::string_view key, std::optional<Quantity> bytes);
void putNode(DocumentNode& map, std::string_view key, DocumentNode node);  // a map or a list

// Parts that applications and nodes share.
DocumentNode writeSensors(const std::vector<Sensor>& sensors, Given given, bool ofNode);
// `countKey` empty: there is no word for how many. What is there without any more is an empty map.
void putAccelerator(DocumentNode& map, std::string_view key, std::string_view countKey,
                    const std::optional<Accelerator>& accelerator, Given given);
void putMicrocontroller(DocumentNode& map, const std::optional<Microcontroller>& mcu, bool ofNode);

}  // namespace evenkeel::mlsysops
