// The words of the protocol for what is an enumeration here.
#pragma once

#include "model/asset.h"
#include "model/capability.h"
#include "model/plan.h"
#include "model/target.h"

namespace evenkeel::plugin {

const char* nameOf(Level level);
const char* nameOf(TargetMetric metric);
const char* nameOf(Statistic statistic);
const char* nameOf(Relation relation);
const char* nameOf(PodPhase phase);
const char* nameOf(SafeDirection direction);
const char* nameOf(OutcomeKind kind);

}  // namespace evenkeel::plugin
