// One component of an application, read by itself: what it says of others is left to the whole.
#pragma once

#include "description/mlsysops_read.h"

namespace evenkeel::mlsysops {

struct ComponentActions {  // that a component permits by what it says
  bool scale = false;
};

// `component` has its name.
ComponentActions readComponent(const Value& from, Component& component, const Reading& reading);

// Of a component, or of a group to which it belongs.
void readNodePlacement(const Value& from, Component& component, ComponentActions& actions,
                       const Reading& reading);

}  // namespace evenkeel::mlsysops
