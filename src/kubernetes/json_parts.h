// What many objects have in common, read from JSON; for the .cpp files of this module alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/quantity.h"
#include "base/result.h"
#include "base/time.h"
#include "kubernetes/json.h"
#include "kubernetes/metadata.h"
#include "kubernetes/unchanged.h"
#include "model/asset.h"
#include "model/label_selector.h"

namespace evenkeel::kubernetes {

// Invalid where it is no object with a name and a uid; `what` is what it should be: "pod".
Result<Metadata> readMetadata(const Json& object, const std::string& what);
// Labels and annotations, where nobody asks for them: one of them may hold the whole object again.
void forgetNotes(Metadata& meta);
// Adds to the metadata of a patch what the object has to be still. The patch is an object, and so
// is its metadata where it has any.
void demand(Json& patch, const Unchanged& unchanged);
// Absent: none, or one that is no time.
std::optional<WallTime> timeAt(const Json& object, const char* key);
// Absent where it is not there; Invalid where it is no quantity.
Result<std::optional<Quantity>> quantityAt(const Json& object, const char* key);
// CPU and memory of such a map, what is left out being zero; absent without either of them.
Result<std::optional<Resources>> readResources(const Json& amounts);
// The element of a list of conditions with that type; null where there is none.
const Json& conditionOf(const Json& status, const std::string& type);

// What has another operator than there are selects nothing: Invalid.
Result<LabelSelector> readSelector(const Json& selector);

// Containers of a pod's spec, sidecars with them, without what their status says.
Result<std::vector<ContainerState>> readContainers(const Json& podSpec);
// "resources.requests" or the like of a pod itself.
Result<std::optional<Resources>> readPodResources(const Json& podSpec, const char* which);

}  // namespace evenkeel::kubernetes
