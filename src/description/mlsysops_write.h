// Structs of the model as user files of MLSysOps' framework: one root key, snake_case, and its own
// mistakes in spelling where it knows no other (reduncancy, suported_frameworks, lower_or_qqual).
//
// What its words cannot say is left out; whoever wants to know reads the result back and compares.
#pragma once

#include <string>

#include "base/document.h"
#include "description/mlsysops_vocabulary.h"
#include "model/infrastructure.h"

namespace evenkeel::mlsysops {

DocumentNode writeApplication(const Application& application);
DocumentNode writeNode(const Node& node);
DocumentNode writeCluster(const Cluster& cluster);
DocumentNode writeDatacenter(const Datacenter& datacenter);
DocumentNode writeContinuum(const Continuum& continuum);

// Members of a map; nothing is put where there is nothing to say.
void putText(DocumentNode& map, std::string_view key, const std::string& text);
void putTexts(DocumentNode& map, std::string_view key, const std::vector<std::string>& texts);
void putFlag(DocumentNode& map, std::string_view key, std::optional<bool> flag);
void putNumber(DocumentNode& map, std::string_view key, std::optional<double> number);
void putNumbers(DocumentNode& map, std::string_view key, const std::vector<double>& numbers);
void putGigabytes(DocumentNode& map, std::string_view key, std::optional<Quantity> bytes);
void putSize(DocumentNode& map, std::string_view key, std::optional<Quantity> bytes);
void putNode(DocumentNode& map, std::string_view key, DocumentNode node);  // a map or a list

// Parts that applications and nodes share.
DocumentNode writeSensors(const std::vector<Sensor>& sensors, bool ofNode);
void putAccelerator(DocumentNode& map, std::string_view key, std::string_view countKey,
                    const std::optional<Accelerator>& accelerator);
DocumentNode writeMicrocontroller(const std::optional<Microcontroller>& mcu, bool ofNode);

}  // namespace evenkeel::mlsysops
